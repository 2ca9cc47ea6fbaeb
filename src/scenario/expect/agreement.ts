// Whether the servers of a store came to hold the same once every fault had healed, and how long that took. Looked at are
// the keys that nobody writes any more by then: those that clients go on writing differ for as long as a message takes.

import type { Plain } from '../../base/plain.ts';
import { canonicalText } from '../../checkers/index.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Duration, Time } from '../../contract/time.ts';
import type { Probe, RunResult } from '../../kernel/result.ts';
import { durationText } from '../words.ts';
import type { Evidence } from './finding.ts';
import { healingOf } from './recovers.ts';
import { holdersOf, valuesOf } from './stored.ts';

export type Agreement =
  | { readonly kind: 'agreed'; readonly healed: Time; readonly took: Duration; readonly keys: number }
  /** At the end of the run they still differed. */
  | { readonly kind: 'differ'; readonly healed: Time; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

export function agreementIn(evidence: Evidence): Agreement {
  const { store } = evidence.scenario.system;
  if (store === undefined) {
    return { kind: 'unknown', reason: `${evidence.scenario.system.name} does not say what its nodes hold` };
  }
  const healing = healingOf(evidence);
  if ('unknown' in healing) return { kind: 'unknown', reason: healing.unknown };
  const healed = healing.at;
  const keys = keysLeftAlone(evidence.result, healed);
  if (keys.length === 0) {
    const reason = `no key was left alone once every fault had healed at ${durationText(healed)}: give writes keys of their own (fresh)`;
    return { kind: 'unknown', reason };
  }
  return lookedAt(keys, healed, evidence);
}

/** Looks that are passed over at first. */
const STRIDE = 10;

/**
 * From the end backwards: what is not written any more stays as it is once all hold it. In strides, and then one by one
 * to where they came to agree: a difference that came again and went within a stride would not be seen.
 */
function lookedAt(keys: readonly string[], healed: Time, evidence: Evidence): Agreement {
  const looks = evidence.result.probes.filter(({ time }) => time >= healed);
  const differs = differenceIn(keys, evidence);
  const last = looks.length - 1;
  const difference = differs(looks[last]!);
  if (difference !== undefined) return { kind: 'differ', healed, reason: difference };
  let agreed = last;
  for (const stride of [STRIDE, 1]) {
    while (agreed - stride >= 0 && differs(looks[agreed - stride]!) === undefined) agreed -= stride;
  }
  return { kind: 'agreed', healed, took: looks[agreed]!.time - healed, keys: keys.length };
}

/** Keys whose writes were all begun, and over, before a time. */
function keysLeftAlone({ history }: RunResult, time: Time): readonly string[] {
  const keys = new Map<string, boolean>();
  for (const line of history) {
    if (line.key === undefined || line.f === 'read') continue;
    keys.set(line.key, (keys.get(line.key) ?? true) && line.time < time);
  }
  return [...keys].filter(([, isLeftAlone]) => isLeftAlone).map(([key]) => key);
}

/** Says of a look how two servers differ. */
function differenceIn(keys: readonly string[], evidence: Evidence): (look: Probe) => string | undefined {
  const { system, options } = evidence.scenario;
  const store = system.store!;
  const holders = holdersOf(evidence);
  const replicas = keys.map((key) => store.replicas?.(key, holders, options) ?? holders);
  return ({ states }) => {
    const held = new Map(holders.map((id) => [id, states[id] === undefined ? {} : store.holds(states[id] as never)]));
    for (const [index, key] of keys.entries()) {
      const [first, ...rest] = replicas[index]!;
      if (first === undefined) continue;
      const values = valuesOf(held.get(first) ?? {}, key);
      const other = rest.find((id) => !isSame(valuesOf(held.get(id) ?? {}, key), values));
      if (other !== undefined)
        return `${key}: ${shown(first, values)}, ${shown(other, valuesOf(held.get(other)!, key))}`;
    }
    return undefined;
  };
}

function isSame(a: readonly Plain[], b: readonly Plain[]): boolean {
  if (a.length !== b.length) return false;
  if (a.length === 1 && a[0] === b[0]) return true;
  return sortedTexts(a) === sortedTexts(b);
}

function sortedTexts(values: readonly Plain[]): string {
  return values.map(canonicalText).sort().join(' ');
}

function shown(id: NodeId, values: readonly Plain[]): string {
  return `${id} holds ${values.length === 0 ? 'nothing' : values.map(canonicalText).join(' and ')}`;
}
