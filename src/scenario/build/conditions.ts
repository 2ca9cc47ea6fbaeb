// Network and disk conditions. How long a message takes: `latencies.ts`.
import type { LinkConditions } from '../../contract/faults.ts';
import type { Ratio } from '../../contract/system.ts';
import { ms, seconds, us } from '../../contract/time.ts';
import type { DiskPlan, StreamPlan } from '../../kernel/plan.ts';
import type { Problems } from '../problem.ts';
import type { ConditionsDocument } from '../schema/conditions.ts';
import type { Draft } from '../schema/draft.ts';
import { didYouMean, oneOf } from '../suggest.ts';
import type { Path } from '../text/position.ts';
import { quoted } from '../text/printable.ts';
import { buildLatency, scaleOf } from './latencies.ts';

const NEVER: Ratio = { numerator: 0, denominator: 1 };

/** Within one data centre: half a millisecond to two, nothing lost. */
export function buildNetwork(draft: Draft, problems: Problems): LinkConditions {
  const written = buildConditions(draft.network ?? {}, ['network'], problems);
  const base = { latencyMin: us(500), latencyMax: ms(2), loss: NEVER, duplicate: NEVER, reorder: NEVER };
  return { ...base, reorderBy: 10 * scaleOf({ ...base, ...written }), ...written };
}

export function hasStreams({ network }: Pick<Draft, 'network'>): boolean {
  return network?.links === 'stream';
}

export const NO_STREAM = 'only a stream can be reset: write network: { links: stream }';

/** Conditions that a stream has nothing of. */
export function refuseOnStreams(conditions: ConditionsDocument, path: Path, problems: Problems): void {
  for (const key of ['duplicate', 'reorder', 'reorderBy'] as const) {
    if (conditions[key] === undefined) continue;
    const message = `a stream delivers each message once and in order: ${key} is for datagram links, leave it out`;
    problems.add('contradiction', [...path, key], message, { part: 'key' });
  }
}

/** Linux: TCP_RTO_MIN 200 ms; tcp_retries2 = 15 gives up after 924.6 s at the earliest (ip-sysctl). */
export function buildStreams({ network = {} }: Draft, problems: Problems): StreamPlan | undefined {
  const { retransmit = ms(200), resetAfter = seconds(924.6) } = network;
  if (hasStreams({ network })) {
    refuseOnStreams(network, ['network'], problems);
    for (const [key, value] of Object.entries({ retransmit, resetAfter })) {
      if (value === 0) problems.add('wrong-value', ['network', key], 'found 0s, expected some time');
    }
    return { retransmit, resetAfter };
  }
  for (const key of ['retransmit', 'resetAfter'] as const) {
    if (network[key] === undefined) continue;
    const message = `${key} is for streams: write links: stream, or leave it out`;
    problems.add('contradiction', ['network', key], message, { part: 'key' });
  }
  return undefined;
}

/** Only what is written: a fault leaves the other conditions as they are. */
export function buildConditions(network: ConditionsDocument, path: Path, problems: Problems): Partial<LinkConditions> {
  const { latency, loss, duplicate, reorder, reorderBy, rate } = network;
  return {
    ...(latency === undefined ? {} : buildLatency(latency, [...path, 'latency'], problems)),
    ...(loss === undefined ? {} : { loss }),
    ...(duplicate === undefined ? {} : { duplicate }),
    ...(reorder === undefined ? {} : { reorder }),
    ...(reorderBy === undefined ? {} : { reorderBy }),
    ...(rate === undefined ? {} : { spacing: Math.max(1, Math.floor(rate.per / rate.count)) }),
  };
}

/** A solid-state disk with its cache flushed: 0.2 ms to 1 ms. */
export function buildDisk(draft: Draft, writes: readonly string[] | undefined, problems: Problems): DiskPlan {
  const { latency, blocking, ...kinds } = draft.disk ?? {};
  for (const kind of Object.keys(kinds)) checkWrite(kind, ['disk', kind], writes, problems, ['latency', 'blocking']);
  const base = { latencyMin: latency?.min ?? us(200), latencyMax: latency?.max ?? ms(1) };
  return { ...base, ...(Object.keys(kinds).length > 0 ? { kinds } : {}), ...(blocking === true ? { blocking } : {}) };
}

/** Where a system does not say which kinds of write it has, any is taken. */
export function checkWrite(
  kind: string,
  path: Path,
  writes: readonly string[] | undefined,
  problems: Problems,
  keys: readonly string[] = [],
): void {
  if (writes?.includes(kind) === true) return;
  const known = [...keys, ...(writes ?? [])];
  const hint = didYouMean(kind, known);
  if (writes === undefined && (hint === undefined || keys.length === 0)) return;
  const what = keys.length > 0 ? 'unknown key' : 'there is no write of the kind';
  const message = `${what} ${quoted(kind)}: expected ${oneOf(known)}`;
  problems.add(keys.length > 0 ? 'unknown-key' : 'unknown-name', path, message, {
    hint,
    ...(keys.length > 0 ? { part: 'key' } : {}),
  });
}
