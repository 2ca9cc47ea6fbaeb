// The one-node baseline.
export { type SingleState, single } from './protocol.ts';
export { singleNode } from './system.ts';
