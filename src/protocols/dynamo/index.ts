// A quorum store whose clients merge what was written side by side.
export { type Clock, type Dot, includes, joined, truncated, withDot } from './clocks.ts';
export { dynamo } from './system.ts';
export { type Version, type Versions, versioned } from './versions.ts';
