// RedissonMultiLock. Begin with `state.ts`.
export { multiDriver } from './driver.ts';
export { budgetMeter } from './figures.ts';
export type { MultiSettings } from './state.ts';
