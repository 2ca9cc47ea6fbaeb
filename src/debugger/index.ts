// What the faces use of the debugger: open a session, reduce it by commands, advance it, and ask about it.
export { advance, type Budget, isBusy } from './advance.ts';
export { breakpointText } from './breakpoints.ts';
export type { Command } from './command.ts';
export { durationOf, type Line, lines, parseCommandLine } from './command-line.ts';
export { type Difference, differences, valueAt } from './diff.ts';
export type { Landmark } from './indexes.ts';
export {
  type Action,
  actionOf,
  type Binding,
  bindingOf,
  bindings,
  bindingsOf,
  footerOf,
  groupTitles,
  type KeyGroup,
  keyGroups,
  type Mode,
  modes,
} from './keys.ts';
export { openSession } from './open.ts';
export { type BandAt, bandsOver } from './queries/bands.ts';
export { type Change, changesAt, type FieldAt, fieldsAt, selectedField } from './queries/changes.ts';
export { type Comparison, comparison } from './queries/compare.ts';
export { deedText } from './queries/deed-text.ts';
export {
  activity,
  causeChain,
  causeIndexes,
  eventAt,
  eventsAround,
  landmarksBetween,
  narration,
  nextVisible,
  type StepEvent,
} from './queries/events.ts';
export { type MessageAt, messagesInFlight, selectedMessage } from './queries/flight.ts';
export { type HistoryAt, historyAt, type OperationAt } from './queries/history.ts';
export {
  type ClockAt,
  type DiskAt,
  type NodeAt,
  type NodeStatus,
  nodeAt,
  nodesAt,
  snapshotOf,
  type TimerAt,
} from './queries/nodes.ts';
export { type PropertyAt, type PropertyStatus, propertiesAt } from './queries/properties.ts';
export { deedsOf, type HitsAt, hiddenCount, hitsAt, momentOf, type Status, statusOf } from './queries/status.ts';
export { type WindowAt, windowsAt, windowsKnown } from './queries/windows.ts';
export { reduce } from './reduce.ts';
export {
  type Branch,
  type Breakpoint,
  branchOf,
  type Mark,
  type Notice,
  type Pane,
  type Play,
  panes,
  type Request,
  type Seek,
  type Selection,
  type Session,
  speeds,
} from './session.ts';
export type { JudgedProperty, Judgement, Narration, Opening, Source } from './source.ts';
export { type Snapshot, stateHash, type Timeline } from './timeline.ts';
