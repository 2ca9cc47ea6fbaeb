// Properties of states, watched while the run goes on: a monitor sees each change of one node and nothing else,
// so its cost grows with what happens, not with the size of the cluster.
import type { Plain } from '../base/plain.ts';
import type { GroupName, NodeId } from './ids.ts';

/** One node's state before and after an event. Undefined: the node was, or is, down. */
export type Change<State extends Plain = Plain> = {
  readonly node: NodeId;
  readonly group: GroupName;
  readonly before: State | undefined;
  readonly after: State | undefined;
};

export type PropertyName = string;

export type Property = {
  /** A few words in kebab-case, as a scenario names it. */
  readonly name: PropertyName;
  /** What must hold, as a sentence, with its source. */
  readonly sentence: string;
};

/**
 * Says that a property does not hold, why, and shows the data that proves it. `rule`: which of several rules of the
 * property was broken, the same words each time; failures are grouped by it. Default: the reason without its numbers.
 */
export type Report = (property: PropertyName, reason: string, witness: Plain, rule?: string) => void;

/** Watches the nodes of one group. Its memory is plain data, so that it is checkpointed with the rest of the world. */
export type Monitor<State extends Plain, Memory extends Plain> = {
  readonly group: GroupName;
  /** Groups that it watches as well: `change.group` says which one a node is of, and with it what its state is. */
  readonly also?: readonly GroupName[];
  readonly properties: readonly Property[];
  readonly initial: Memory;
  /** The memory after a change; the same reference when nothing that it remembers changed. */
  observe(memory: Memory, change: Change<State>, report: Report): Memory;
  /** Whether anything happened that the property could have refused. A property never exercised is not green. */
  isExercised(memory: Memory, property: PropertyName): boolean;
};

export type AnyMonitor = {
  readonly group: GroupName;
  readonly also?: readonly GroupName[];
  readonly properties: readonly Property[];
  readonly initial: Plain;
  readonly observe: (memory: never, change: never, report: Report) => Plain;
  readonly isExercised: (memory: never, property: PropertyName) => boolean;
};

export function monitor<State extends Plain, Memory extends Plain>(definition: Monitor<State, Memory>): AnyMonitor {
  return definition as AnyMonitor;
}

export function isWatching({ group, also }: AnyMonitor, name: GroupName): boolean {
  return group === name || also?.includes(name) === true;
}

/** A property that was found not to hold, at an event. */
export type Violation = {
  readonly property: PropertyName;
  readonly reason: string;
  readonly rule?: string;
  readonly witness: Plain;
  /** Index of the event after which it did not hold. */
  readonly event: number;
  readonly time: number;
};
