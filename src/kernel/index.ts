// What the layers above use of the kernel.
export type { AmbientGuard } from './checked.ts';
export { type Checkpoint, restoreWorld, saveWorld } from './checkpoint.ts';
export type { NodeCheckpoint, Trouble } from './node.ts';
export { toldWindow } from './outages.ts';
export {
  DELIVER,
  DROP,
  eventKindOf,
  FAULT,
  HOLD,
  isTakenUp,
  NONE,
  type Pending,
  TIMER,
  type TimerRecord,
} from './pending.ts';
export { type DiskPlan, defaultLimits, type Limits, type NodePlan, type RunPlan } from './plan.ts';
export type {
  Counts,
  Ending,
  FaultWindow,
  Probe,
  RecordedEvent,
  RoleChange,
  RunResult,
  Stop,
} from './result.ts';
export { playsRole } from './roles.ts';
export type { Choices, Entry, Schedule } from './schedule/entry.ts';
export { Player } from './schedule/player.ts';
export { recordRun, ScheduleRecorder } from './schedule/recorder.ts';
export { isLive } from './step.ts';
export { type RunOptions, simulate, TimedRun } from './timed.ts';
export { type LostMessage, TraceLog } from './trace-log.ts';
export { type TriggerHost, Triggers, type TriggersCheckpoint } from './triggers.ts';
export type { World } from './world.ts';
