// What ZAB promises (Junqueira, Reed, Serafini 2011, section 4), watched while a run goes on. What is committed is what
// servers apply: the first to apply a position of the history fixes its transaction.
import { append, at, emptyList, type PagedList } from '../../base/paged-list.ts';
import type { NodeId } from '../../contract/ids.ts';
import { type Change, monitor, type Property, type Report } from '../../contract/property.ts';
import { entryAt, lastPosition, zxidAt } from './log.ts';
import type { Leading, State } from './state.ts';
import { type Zxid, zxidText } from './zxid.ts';

export const properties: readonly Property[] = [
  { name: 'one-leader-per-epoch', sentence: 'at most one server ever leads an epoch (ZAB, discovery)' },
  { name: 'zxid-order', sentence: 'zxids rise from each transaction of a log to the next (ZAB, local primary order)' },
  {
    name: 'committed-prefix',
    sentence: 'of any two servers one has applied what the other has, in the same order, or more (ZAB, total order)',
  },
  {
    name: 'committed-is-kept',
    sentence: 'who begins to lead has every transaction that was ever committed (ZAB, primary integrity)',
  },
];

type Name = 'one-leader-per-epoch' | 'zxid-order' | 'committed-prefix' | 'committed-is-kept';

type Memory = {
  readonly leaderOf: { readonly [epoch: string]: NodeId };
  /** The zxids that were applied, by position. */
  readonly committed: PagedList<Zxid>;
  readonly exercised: { readonly [property: string]: true };
};

export const zabMonitor = monitor<State, Memory>({
  group: 'server',
  properties,
  initial: { leaderOf: {}, committed: emptyList(), exercised: {} },
  observe: (memory, { node, before, after }: Change<State>, report) => {
    if (after === undefined || before === after) return memory;
    let next = memory;
    if (isEstablished(after) && !(before !== undefined && isEstablished(before))) {
      next = checkLeader(next, node, after, report);
    }
    if (before?.log !== after.log) next = checkOrder(next, node, before, after, report);
    if (after.applied > (before?.applied ?? 0)) next = checkApplied(next, node, before?.applied ?? 0, after, report);
    if (isServing(after) && !(before !== undefined && isServing(before))) next = checkKept(next, node, after, report);
    return next;
  },
  isExercised: (memory, property) => memory.exercised[property] === true,
});

function isEstablished(state: State): state is Leading {
  return state.role === 'leading' && state.phase !== 'discovery';
}

function isServing(state: State): state is Leading {
  return state.role === 'leading' && state.phase === 'broadcast';
}

function exercised(memory: Memory, property: Name): Memory {
  if (memory.exercised[property] === true) return memory;
  return { ...memory, exercised: { ...memory.exercised, [property]: true } };
}

/** A quorum has promised it the epoch. */
function checkLeader(memory: Memory, node: NodeId, { currentEpoch }: Leading, report: Report): Memory {
  const other = memory.leaderOf[currentEpoch];
  if (other !== undefined && other !== node) {
    const reason = `${other} and ${node} both lead epoch ${currentEpoch}`;
    report('one-leader-per-epoch', reason, { epoch: currentEpoch, leaders: [other, node] }, 'two leaders');
  }
  const leaderOf = { ...memory.leaderOf, [currentEpoch]: node };
  return exercised({ ...memory, leaderOf }, 'one-leader-per-epoch');
}

/** Only what is new at the end is looked at: the rest was, when it came. */
function checkOrder(memory: Memory, node: NodeId, before: State | undefined, { log }: State, report: Report): Memory {
  const last = lastPosition(log);
  const from = Math.max(log.base, Math.min(before === undefined ? 0 : lastPosition(before.log), last - 1));
  for (let position = from + 1; position <= last; position++) {
    const [previous, zxid] = [zxidAt(log, position - 1), entryAt(log, position)!.zxid];
    if (previous === undefined || previous < zxid) continue;
    const reason = `${node} has ${zxidText(zxid)} after ${zxidText(previous)}`;
    report('zxid-order', reason, { node, position, previous, zxid }, 'a transaction behind a later one');
  }
  return last > from ? exercised(memory, 'zxid-order') : memory;
}

function checkApplied(memory: Memory, node: NodeId, from: number, { log, applied }: State, report: Report): Memory {
  let { committed } = memory;
  let isCompared = false;
  for (let position = Math.max(from, log.base - 1) + 1; position <= applied; position++) {
    const zxid = zxidAt(log, position);
    if (zxid === undefined || position === 0) continue;
    const known = at(committed, position - 1);
    if (known === undefined && committed.length === position - 1) committed = append(committed, zxid);
    if (known === undefined) continue;
    isCompared = true;
    if (known === zxid) continue;
    const reason = `${node} applied ${zxidText(zxid)} at position ${position}, where ${zxidText(known)} was applied`;
    report('committed-prefix', reason, { node, position, expected: known, found: zxid }, 'two orders');
    break;
  }
  const next = committed === memory.committed ? memory : { ...memory, committed };
  return isCompared ? exercised(next, 'committed-prefix') : next;
}

/** The latest committed is enough: two logs with the same transaction have the same before it (`committed-prefix`). */
function checkKept(memory: Memory, node: NodeId, { log, currentEpoch }: Leading, report: Report): Memory {
  const { committed } = memory;
  if (committed.length === 0) return memory;
  const zxid = at(committed, committed.length - 1)!;
  const found = zxidAt(log, committed.length) ?? null;
  if (found !== zxid && committed.length >= log.base) {
    const has = found === null ? 'nothing' : zxidText(found);
    const reason = `${node} leads epoch ${currentEpoch} without ${zxidText(zxid)}, which was committed: it has ${has} there`;
    const witness = { node, epoch: currentEpoch, position: committed.length, expected: zxid, found };
    report('committed-is-kept', reason, witness, 'a leader lacks a committed transaction');
  }
  return exercised(memory, 'committed-is-kept');
}
