// What atomic commitment promises (Bernstein, Hadzilacos, Goodman 1987, §7.3: AC1 to AC4), watched at all who decide:
// participants, and coordinators. Decisions are remembered for ever. Only a vote or a decision that a participant does not
// find again after a crash was not made: it was not on disk, so nobody can have been told of it. A coordinator's counts
// from the moment that it is told, to a client perhaps, so none is taken back, whatever its disk has.
import type { PlainRecord } from '../../base/plain.ts';
import { hasItem, sortedKeys, withItem, withoutItem } from '../../base/sorted.ts';
import type { NodeId } from '../../contract/ids.ts';
import { type AnyMonitor, type Change, monitor, type Property, type Report } from '../../contract/property.ts';
import type { Outcome, Store, TransactionId } from '../local-store/index.ts';
import type { Cause } from './messages.ts';
import type { Resource } from './resource.ts';

const atomic: Property = {
  name: 'atomic',
  sentence: 'All who decide on a transaction decide the same (AC1).',
};
const stays: Property = {
  name: 'decision-stays',
  sentence: 'Nobody goes back on a decision that is on disk (AC2).',
};
const needsAllYes: Property = {
  name: 'commit-needs-all-yes',
  sentence: 'A transaction is committed only if every participant voted yes (AC3).',
};
const whenAllYes: Property = {
  name: 'commit-when-all-yes',
  sentence: 'If all vote yes, and nothing times out or fails, the transaction is committed (AC4).',
};

/** What a coordinator has decided. `participants`: those that have to vote yes. */
export type Decided = {
  readonly outcome: Outcome;
  readonly cause: Cause;
  readonly participants: readonly NodeId[];
};
export type DecidedByTransaction = { readonly [transaction: TransactionId]: Decided };

type Seen = {
  readonly yes: readonly NodeId[];
  readonly decided: { readonly [node: NodeId]: Outcome };
};
type Memory = {
  readonly transactions: { readonly [transaction: TransactionId]: Seen };
  readonly counts: { readonly decided: number; readonly committed: number; readonly allYes: number };
};

const NOTHING: Seen = { yes: [], decided: {} };

/** How a protocol's states show what is watched. `participantsOf`: from what was noted with a promise. */
export type Shown = {
  readonly resource: (state: never) => Resource;
  readonly decided: (state: never) => DecidedByTransaction;
  readonly participantsOf: (note: PlainRecord) => readonly NodeId[];
};

export function commitmentMonitor({ resource, decided, participantsOf }: Shown): AnyMonitor {
  return monitor<never, Memory>({
    group: 'participant',
    also: ['coordinator'],
    properties: [atomic, stays, needsAllYes, whenAllYes],
    initial: { transactions: {}, counts: { decided: 0, committed: 0, allYes: 0 } },
    observe(memory, { node, group, before, after }: Change<never>, report) {
      if (after === undefined) return memory;
      if (group === 'participant') {
        const is = resource(after);
        const was = before === undefined ? undefined : resource(before);
        const known = was === undefined ? found(memory, node, is.store, report) : memory;
        return participant(known, node, was, is, participantsOf, report);
      }
      const is = decided(after);
      const was = before === undefined ? {} : decided(before);
      return was === is ? memory : coordinator(memory, node, was, is, report);
    },
    isExercised({ counts }, property) {
      if (property === needsAllYes.name) return counts.committed > 0;
      if (property === whenAllYes.name) return counts.allYes > 0;
      return counts.decided > 0;
    },
  });
}

function participant(
  memory: Memory,
  node: NodeId,
  before: Resource | undefined,
  { store }: Resource,
  participantsOf: Shown['participantsOf'],
  report: Report,
): Memory {
  const was = before?.store;
  if (was === store) return memory;
  let now = memory;
  for (const id of was?.open === store.open ? [] : sortedKeys(store.open)) {
    if (store.open[id]!.phase === 'prepared' && was?.open[id]?.phase !== 'prepared') now = withYes(now, id, node);
  }
  for (const id of was?.outcomes === store.outcomes ? [] : sortedKeys(store.outcomes)) {
    const outcome = store.outcomes[id]!;
    if (was?.outcomes[id] === outcome) continue;
    now = withDecision(now, id, node, outcome, report);
    const note = was?.open[id]?.note;
    if (outcome === 'committed' && note !== undefined)
      onCommit(now, id, node, participantsOf(note as PlainRecord), report);
  }
  return now;
}

function coordinator(
  memory: Memory,
  node: NodeId,
  before: DecidedByTransaction,
  after: DecidedByTransaction,
  report: Report,
): Memory {
  let now = memory;
  for (const id of sortedKeys(after)) {
    const { outcome, cause, participants } = after[id]!;
    if (before[id]?.outcome === outcome) continue;
    now = withDecision(now, id, node, outcome, report);
    const { yes } = now.transactions[id]!;
    const areAllYes = participants.length > 0 && participants.every((one) => hasItem(yes, one));
    if (areAllYes) now = { ...now, counts: { ...now.counts, allYes: now.counts.allYes + 1 } };
    if (outcome === 'committed') onCommit(now, id, node, participants, report);
    else if (areAllYes && (cause === 'all-yes' || cause === 'no-vote' || cause === 'insufficient')) {
      const reason = `${node} aborts ${id} although ${participants.join(', ')} have all voted yes, and nothing has failed`;
      report(whenAllYes.name, reason, { transaction: id, yes });
    }
  }
  return now;
}

function onCommit(
  { transactions }: Memory,
  id: TransactionId,
  node: NodeId,
  participants: readonly NodeId[],
  report: Report,
): void {
  const { yes } = transactions[id]!;
  const missing = participants.filter((one) => !hasItem(yes, one));
  if (missing.length === 0) return;
  const reason = `${node} commits ${id}, and ${missing.join(', ')} did not vote yes`;
  report(needsAllYes.name, reason, { transaction: id, yes, missing });
}

/** A participant is up again: of its votes and decisions those stay that it has found. */
function found(memory: Memory, node: NodeId, { open, outcomes }: Store, report: Report): Memory {
  const transactions = { ...memory.transactions };
  for (const id of sortedKeys(memory.transactions)) {
    const { yes, decided: all } = transactions[id]!;
    const { [node]: own, ...others } = all;
    const hasLostYes = hasItem(yes, node) && open[id] === undefined && outcomes[id] === undefined;
    if (hasLostYes && Object.values(others).includes('committed')) {
      const reason = `${id} is committed, and the yes of ${node} was not on its disk`;
      report(needsAllYes.name, reason, { transaction: id, yes, missing: [node] });
    }
    const decided = own !== undefined && outcomes[id] === undefined ? others : all;
    if (hasLostYes || decided !== all) transactions[id] = { yes: hasLostYes ? withoutItem(yes, node) : yes, decided };
  }
  return { ...memory, transactions };
}

function withYes(memory: Memory, id: TransactionId, node: NodeId): Memory {
  const seen = memory.transactions[id] ?? NOTHING;
  const yes = withItem(seen.yes, node);
  if (yes === seen.yes) return memory;
  return { ...memory, transactions: { ...memory.transactions, [id]: { ...seen, yes } } };
}

function withDecision(memory: Memory, id: TransactionId, node: NodeId, outcome: Outcome, report: Report): Memory {
  const seen = memory.transactions[id] ?? NOTHING;
  const earlier = seen.decided[node];
  if (earlier === outcome) return memory;
  if (earlier !== undefined) {
    report(stays.name, `${node} has ${earlier} ${id}, and now it is ${outcome}`, { transaction: id, node });
  }
  const other = sortedKeys(seen.decided).find((one) => one !== node && seen.decided[one] !== outcome);
  if (other !== undefined) {
    const reason = `${id} is ${seen.decided[other]} at ${other} and ${outcome} at ${node}`;
    report(atomic.name, reason, { transaction: id, decided: { ...seen.decided, [node]: outcome } });
  }
  const decided = { ...seen.decided, [node]: outcome };
  const { counts } = memory;
  return {
    transactions: { ...memory.transactions, [id]: { ...seen, decided } },
    counts: {
      ...counts,
      decided: counts.decided + 1,
      committed: counts.committed + (outcome === 'committed' ? 1 : 0),
    },
  };
}

export const commitmentProperties: readonly Property[] = [atomic, stays, needsAllYes, whenAllYes];
