// What all locks share: the worker that uses one, the resource that it protects, and what is watched. A lock brings a
// driver (`driver.ts`) and its servers.
export { type LockClientState, lockClient, type Worker, type WorkerSettings } from './client/index.ts';
export {
  type AnyDriver,
  type DriverContext,
  type LockDriver,
  lockDriver,
  type News,
  quiet,
  type Thread,
  type Told,
  telling,
} from './driver.ts';
export { fencingOf, workerOptions, workerProblem, workerSettings } from './options.ts';
export { believerMonitor, holderMonitor, resourceMonitor } from './properties/index.ts';
export type { ResourceState } from './resource/index.ts';
export {
  clientFields,
  lockAbstract,
  lockMeters,
  lockMonitorsOf,
  lockParts,
  lockViews,
  lockWorkload,
  resourceGroup,
} from './system.ts';
