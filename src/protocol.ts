// `faultline/protocol`: all that the author of a protocol imports.

export type { PagedList } from './base/paged-list.ts';
export * as list from './base/paged-list.ts';
export { equalPlain, type Plain, type PlainRecord } from './base/plain.ts';
export { hasItem, sortedKeys, sortedSet, withItem, withoutItem } from './base/sorted.ts';
export type {
  Boot,
  ClientContext,
  Context,
  Invocation,
  Kind,
  OfKind,
  SendOptions,
} from './contract/context.ts';
export { type ErrorCode, errorCodes, type RegisteredCode } from './contract/errors.ts';
export { type FigureSpec, type Meter, meter, type RecordFigure } from './contract/figures.ts';
export type { NodeId } from './contract/ids.ts';
export { type Change, type Monitor, monitor, type Property, type Report } from './contract/property.ts';
export { type AnyProtocol, clientProtocol, type Definition, protocol } from './contract/protocol.ts';
export {
  type Band,
  band,
  type DurableSpec,
  type Group,
  type OptionSpec,
  type Options,
  type Promised,
  type Ratio,
  type Role,
  role,
  type System,
  system,
  type View,
  view,
  type Workload,
  type WorkloadSpec,
} from './contract/system.ts';
export { type Duration, type LocalTime, ms, seconds, type Time, us } from './contract/time.ts';
