// What an event changed at its node, and the fields of a node as the inspector lists them.
import type { Plain, PlainRecord } from '../../base/plain.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { NodeCheckpoint } from '../../kernel/index.ts';
import { type Difference, differences, isPaged, valueAt } from '../diff.ts';
import type { Session } from '../session.ts';
import { nodeAt, snapshotOf } from './nodes.ts';

export type Change = Difference & {
  readonly node: NodeId;
  /** `state`: volatile. `durable`: on the disk. `machine`: timers, pending writes, whether it is up. */
  readonly part: 'state' | 'durable' | 'machine';
};

/** All that the event changed, at any node: the node of the event first. */
export function changesAt(session: Session, event = session.cursor): readonly Change[] {
  const { after, before } = snapshotOf(session, event);
  return session.engine.nodes.flatMap((node, index) => {
    const [one, other] = [before[index]!, after.nodes[index]!];
    if (one === other) return [];
    const tell = (part: Change['part'], found: readonly Difference[]) => found.map((each) => ({ ...each, node, part }));
    return [
      ...tell('state', differences(one.state, other.state)),
      ...tell('durable', differences(one.disk.durable, other.disk.durable)),
      ...tell('machine', differences(machineOf(one), machineOf(other))),
    ];
  });
}

function machineOf(node: NodeCheckpoint): PlainRecord {
  const timers = Object.fromEntries(node.timers.map(({ name, due }) => [name, due]));
  const writes = Object.fromEntries(node.disk.pending.map(({ id, kind }) => [`${kind} #${id}`, 'pending']));
  return {
    timers,
    writes,
    inbox: node.inbox.length,
    paused: node.pausedBy.length > 0,
    incarnation: node.incarnation,
    clock: { wall: node.clock.wall, rate: { ...node.clock.rate } },
  };
}

export type FieldAt = {
  readonly path: string;
  /** Undefined: the field is gone. */
  readonly value: Plain | undefined;
  readonly before: Plain | undefined;
  readonly isChanged: boolean;
};

/**
 * The fields of the selected node's state: those on top, and below them those that the event changed. Unless all are
 * asked for, only what was changed; where nothing was, all on top.
 */
export function fieldsAt(session: Session, node = session.selection.node): readonly FieldAt[] {
  const found = nodeAt(session, node);
  if (found === undefined) return [];
  const { state, before } = found;
  const changed = differences(before, state);
  if (changed.length > 0 && !session.showsAll) {
    return changed.map(({ path, before: was, after }) => ({ path, value: after, before: was, isChanged: true }));
  }
  const names = typeof state === 'object' && state !== null && !isPaged(state) ? Object.keys(state) : [''];
  return names.flatMap((name): readonly FieldAt[] => {
    const below = changed.filter(({ path }) => path === name || path.startsWith(`${name}.`));
    const [value, was] = [valueAt(state, name), valueAt(before, name)];
    const top = { path: name, value, before: was, isChanged: below.length > 0 };
    const deeper = below.filter(({ path }) => path !== name);
    return [
      top,
      ...deeper.map((each) => ({ path: each.path, value: each.after, before: each.before, isChanged: true })),
    ];
  });
}

/** The field that is selected: the person's choice while it is there, else the first one listed. */
export function selectedField(session: Session): string | undefined {
  const { field } = session.selection;
  if (field !== undefined) return field;
  return fieldsAt(session)[0]?.path;
}
