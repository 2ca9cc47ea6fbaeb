// Redlock, on independent Redis servers. Begin with `state.ts`.
export { redlock } from './system.ts';
