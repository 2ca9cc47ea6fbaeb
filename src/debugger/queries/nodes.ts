// The nodes as they are after an event.
import type { Plain, PlainRecord } from '../../base/plain.ts';
import { trueClock, wallAt } from '../../clock/clock.ts';
import type { Invocation } from '../../contract/context.ts';
import type { GroupName, NodeId } from '../../contract/ids.ts';
import type { Ratio } from '../../contract/system.ts';
import type { Duration, LocalTime, Time } from '../../contract/time.ts';
import { type Checkpoint, NONE, type NodeCheckpoint, playsRole } from '../../kernel/index.ts';
import type { Write } from '../../storage/disk.ts';
import { epochOf } from '../epoch.ts';
import { branchOf, type Session } from '../session.ts';
import type { Snapshot } from '../timeline.ts';
import { viewOf } from './view.ts';

export type NodeStatus = 'up' | 'paused' | 'down' | 'not started';

export type NodeAt = {
  readonly id: NodeId;
  readonly group: GroupName;
  readonly isClient: boolean;
  readonly status: NodeStatus;
  /** The roles that it plays, as its system names them. */
  readonly roles: readonly string[];
  /** Its term or ballot; undefined: it has none. */
  readonly epoch: number | undefined;
  /** Volatile. Undefined: it is down. */
  readonly state: Plain | undefined;
  /** As it was before the event. */
  readonly before: Plain | undefined;
  /** The fields that the system's view names. Undefined: it is down, or its group has no view. */
  readonly view: PlainRecord | undefined;
  readonly viewBefore: PlainRecord | undefined;
  /** What has arrived and waits for it. */
  readonly inbox: number;
  readonly isBusy: boolean;
  readonly timers: readonly TimerAt[];
  readonly disk: DiskAt;
  readonly clock: ClockAt;
  /** How often it has started. */
  readonly incarnation: number;
  /** Of a client: what it waits for an answer to. */
  readonly operation: Invocation | undefined;
  readonly process: number | undefined;
  /** What is wrong with its machine, in words. */
  readonly troubles: readonly string[];
};

export type TimerAt = {
  readonly name: string;
  readonly kind: string;
  readonly due: Time;
  /** In true time. A schedule fires timers when it wants: there it may be 0. */
  readonly left: Duration;
  /** It has fired, and waits in the inbox. */
  readonly hasFired: boolean;
};

export type DiskAt = {
  readonly durable: PlainRecord;
  readonly isEmpty: boolean;
  readonly damaged: readonly string[];
  readonly pending: readonly Write[];
  /** Sends that wait for a write. */
  readonly held: number;
};

export type ClockAt = { readonly shows: LocalTime; readonly offset: Duration; readonly rate: Ratio };

export function snapshotOf(session: Session, event = session.cursor): Snapshot {
  return session.engine.timeline(branchOf(session).interventions).snapshot(event);
}

/** In the order of the plan: servers first, clients last. */
export function nodesAt(session: Session, event = session.cursor): readonly NodeAt[] {
  const { after, before } = snapshotOf(session, event);
  return session.source.plan.nodes.map((_, index) => nodeOf(session, index, after, before[index]!));
}

export function nodeAt(session: Session, id: NodeId, event = session.cursor): NodeAt | undefined {
  const index = session.engine.nodes.indexOf(id);
  if (index === -1) return undefined;
  const { after, before } = snapshotOf(session, event);
  return nodeOf(session, index, after, before[index]!);
}

function nodeOf({ source }: Session, index: number, world: Checkpoint, earlier: NodeCheckpoint): NodeAt {
  const { id, group } = source.plan.nodes[index]!;
  const node = world.nodes[index]!;
  const { state, incarnation, inbox, operation, process, disk, clock } = node;
  const { roles } = source.plan;
  const view = viewOf(source, group, state);
  const isClient = group === 'client';
  const shows = wallAt(clock, world.time);
  return {
    id,
    group,
    isClient,
    status: statusOf(node),
    roles: Object.keys(roles).filter((name) => playsRole(roles, name, { group }, state)),
    epoch: epochOf(view) ?? epochOf(state),
    state,
    before: earlier.state,
    view,
    viewBefore: earlier.state === state ? view : viewOf(source, group, earlier.state),
    inbox: inbox.length,
    isBusy: node.isServing,
    timers: node.timers.map(({ name, timer, due, wake }) => {
      return { name, kind: timer.kind, due, left: Math.max(0, due - world.time), hasFired: wake === NONE };
    }),
    disk: { ...diskOf(disk), held: node.held.length },
    clock: { shows, offset: shows - world.time, rate: (clock ?? trueClock).rate },
    incarnation,
    operation,
    process: isClient ? process : undefined,
    troubles: node.troubles.map((trouble) => troubleText(trouble)),
  };
}

function statusOf({ state, incarnation, pausedBy }: NodeCheckpoint): NodeStatus {
  if (state === undefined) return incarnation === 0 ? 'not started' : 'down';
  return pausedBy.length > 0 ? 'paused' : 'up';
}

function diskOf({ durable, isEmpty, damaged, pending }: NodeCheckpoint['disk']): Omit<DiskAt, 'held'> {
  return { durable, isEmpty, damaged, pending };
}

function troubleText(trouble: NodeCheckpoint['troubles'][number]): string {
  switch (trouble.kind) {
    case 'slow':
      return 'slow';
    case 'slowDisk':
      return 'slow disk';
    case 'failing':
      return `${trouble.write === undefined ? 'writes' : `${trouble.write} writes`} fail${trouble.reason === 'full' ? ': disk full' : ''}`;
  }
}
