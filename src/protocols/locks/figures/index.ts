// What locks are measured by. Begin with `belief.ts`.
export { beliefMeter } from './belief.ts';
export { resourceMeter } from './resource.ts';
