// Acknowledged writes that are gone. A register shows only its last value, so there are two ways to count, and both count
// nothing that can be excused: by what each key holds at the end, and by the writes that a store says it kept.
import type { Plain } from '../../base/plain.ts';
import type { Operation } from '../../contract/history.ts';
import { canonicalText } from '../canonical.ts';
import type { Accesses } from '../orders/accesses.ts';
import { isAcknowledged, settledOf } from './settled.ts';

/** What a key holds at the end: one value, or several (siblings). */
export type FinalValues = { readonly key: string | undefined; readonly values: readonly Plain[] };

export type LostWrites = {
  /** Acknowledged writes of the keys that were looked at. */
  readonly acknowledged: number;
  readonly lost: readonly Operation[];
};

/**
 * A write is lost if it is certainly newer than all that its key holds at the end. A write that was replaced before it
 * was lost does not show: the count is a lower bound.
 */
export function lostByFinalValues(accesses: Accesses, finals: readonly FinalValues[]): LostWrites {
  const { all, keys, writes } = accesses;
  const { isNewer } = settledOf(accesses);
  return countLost(accesses, finals, ({ key, values }, write) => {
    const held = new Set(values.map(canonicalText));
    const known = writes[keys.indexOf(key)]!;
    const kept = known.filter((id) => held.has(valueLeft(all[id]!.operation)));
    // What nobody is known to have written is of a write whose outcome is unknown: it may be newer than any other.
    const left = new Set(known.map((id) => valueLeft(all[id]!.operation)));
    if ([...held].some((text) => text !== NOTHING && !left.has(text))) return false;
    return !kept.includes(write) && kept.every((id) => isNewer(id, write));
  });
}

/** A write is lost if it is not among those that the store kept: in a log, or replaced there by what it kept. */
export function lostByKeptValues(accesses: Accesses, kept: readonly FinalValues[]): LostWrites {
  const { all } = accesses;
  return countLost(accesses, kept, ({ values }, write) => {
    const texts = values.map(canonicalText);
    return !texts.includes(valueLeft(all[write]!.operation));
  });
}

/** What the clients were told of each key once its writes were over: the last answer of each session. */
export function finalReadsOf({ all, sessions, keys, writes }: Accesses): readonly FinalValues[] {
  return keys.flatMap((key, id) => {
    const over = Math.max(-1, ...writes[id]!.map((write) => all[write]!.operation.completed ?? -1));
    const values = sessions.flatMap((session) => {
      const last = session.findLast((each) => all[each]!.key === id && !all[each]!.isWrite);
      const read = last === undefined ? undefined : all[last]!.operation;
      return read === undefined || read.invoked < over ? [] : [read.output ?? null];
    });
    return values.length === 0 ? [] : [{ key, values }];
  });
}

function countLost(
  { all, keys, writes }: Accesses,
  finals: readonly FinalValues[],
  isLost: (final: FinalValues, write: number) => boolean,
): LostWrites {
  const lost: Operation[] = [];
  let acknowledged = 0;
  for (const final of finals) {
    for (const write of writes[keys.indexOf(final.key)] ?? []) {
      if (!isAcknowledged(all[write]!)) continue;
      acknowledged++;
      if (isLost(final, write)) lost.push(all[write]!.operation);
    }
  }
  return { acknowledged, lost: lost.sort((a, b) => a.completed! - b.completed!) };
}

/** A store may say so of a key that was never written. */
const NOTHING = canonicalText(null);

/** What a write leaves. */
function valueLeft({ f, input }: Operation): string {
  return canonicalText(f === 'cas' ? (input as readonly Plain[])[1]! : input);
}
