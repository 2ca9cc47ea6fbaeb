// What participants measure of themselves: how long rows stay locked, and how long nobody could do anything about it.
import { hasItem, sortedKeys } from '../../base/sorted.ts';
import { type AnyMeter, meter, type RecordFigure } from '../../contract/figures.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Change } from '../../contract/property.ts';
import type { Time } from '../../contract/time.ts';
import type { Locks, TransactionId } from '../local-store/index.ts';
import type { ClientState } from './client.ts';
import type { Resource } from './resource.ts';

const figures = {
  locked: {
    about:
      'From the first lock that a transaction gets at a participant until it lets go of its locks there, at one participant. ' +
      'Of a prepared one this goes on while the participant is down, if its promise is found again.',
    unit: 'duration',
  },
  blocked: {
    about:
      'From the end of the usual wait (decisionTimeout after its yes; or its start, if it comes back prepared) until a ' +
      'participant knows the outcome of a transaction, or goes down.',
    unit: 'duration',
  },
} as const;

/** Since when, by transaction. */
type Since = { readonly [transaction: TransactionId]: Time };
/** `downAt`: since when it is down, or when it last went down. */
type Open = { readonly locked: Since; readonly blocked: Since; readonly downAt: Time };
type Memory = { readonly [node: NodeId]: Open };

const NONE: Open = { locked: {}, blocked: {}, downAt: 0 };

export function commitmentMeter(resource: (state: never) => Resource): AnyMeter {
  return meter<never, Memory>({
    group: 'participant',
    figures,
    initial: {},
    observe(memory, { node, before, after }: Change<never>, at, record) {
      const known = memory[node] ?? NONE;
      const was = before === undefined ? undefined : resource(before);
      const is = after === undefined ? undefined : resource(after);
      if (was === is) return memory;
      // What a crash takes was let go at the crash, though it shows at the start: a promise that was not on disk.
      const until = was === undefined ? known.downAt : at;
      const locked =
        was !== undefined && was.store.locks === is?.store.locks
          ? known.locked
          : moved(known.locked, is === undefined ? promisedIn(was!) : holdersOf(is.store.locks), at, (since) =>
              record('locked', until - since),
            );
      const overdue = is?.overdue ?? [];
      const blocked =
        was?.overdue === overdue
          ? known.blocked
          : moved(known.blocked, overdue, at, (since) => record('blocked', at - since));
      const downAt = is === undefined ? at : known.downAt;
      const isAsKnown = locked === known.locked && blocked === known.blocked && downAt === known.downAt;
      return isAsKnown ? memory : { ...memory, [node]: { locked, blocked, downAt } };
    },
    end(memory, at, record: RecordFigure) {
      for (const node of sortedKeys(memory)) {
        const { locked, blocked } = memory[node]!;
        for (const id of sortedKeys(locked)) record('locked', at - locked[id]!);
        for (const id of sortedKeys(blocked)) record('blocked', at - blocked[id]!);
      }
    },
  });
}

/** Those that have come in begin now; those that have gone are recorded, by when they began. */
function moved(since: Since, now: readonly TransactionId[], at: Time, record: (since: Time) => void): Since {
  const gone = sortedKeys(since).filter((id) => !hasItem(now, id));
  const come = now.filter((id) => since[id] === undefined);
  if (gone.length === 0 && come.length === 0) return since;
  for (const id of gone) record(since[id]!);
  return Object.fromEntries(now.map((id) => [id, since[id] ?? at]));
}

function holdersOf(locks: Locks): readonly TransactionId[] {
  const all = Object.values(locks).flatMap(({ holders }) => holders.map(({ transaction }) => transaction));
  return [...new Set(all)].sort();
}

/** Those whose locks may outlast a crash. */
function promisedIn({ store: { locks, open } }: Resource): readonly TransactionId[] {
  return holdersOf(locks).filter((id) => open[id]?.phase === 'prepared');
}

/** Whether readers see transfers whole: that depends on how they lock, and is promised by nobody. */
export const auditMeter: AnyMeter = meter<ClientState, null>({
  group: 'client',
  figures: {
    'audit-error': {
      about: 'By how much the sum of all accounts that an audit has seen differs from what they held at first.',
      unit: 'count',
    },
  },
  initial: null,
  observe(memory, { before, after }, _at, record) {
    const audited = after?.audited ?? null;
    if (audited !== null && audited !== before?.audited)
      record('audit-error', Math.abs(audited.total - audited.expected));
    return memory;
  },
});
