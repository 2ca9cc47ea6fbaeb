// The pool of members, by which a node that has died is found (hashicorp/memberlist: SWIM with Lifeguard's suspicion). Every
// node, servers and clients' agents, probes one other member each second; who does not answer, not even to three others
// that are asked to try, is suspected. A suspicion ends in `failed` after 24 s, or 4 s once two others have come to it as
// well. Here what is found is told to everybody at once; memberlist gossips it, to three members every 200 ms.
import { ownItem } from '../../../base/plain.ts';
import { sortedKeys, withItem } from '../../../base/sorted.ts';
import type { NodeId } from '../../../contract/ids.ts';
import { type Duration, type LocalTime, ms, seconds } from '../../../contract/time.ts';
import type { PoolMessage, Suspect } from './messages.ts';

export type Pool = {
  /** Its own: higher each time it denies that it has failed. */
  readonly incarnation: number;
  readonly seq: number;
  /** Those that are still to be probed in this round, and the one whose answer is awaited. */
  readonly round: readonly NodeId[];
  readonly probed: NodeId | null;
  /** Members that are not simply there. */
  readonly doubts: { readonly [member: NodeId]: Doubt };
  readonly incarnations: { readonly [member: NodeId]: number };
};

/** `by`: those that had no answer. `since`: by this node's own clock. */
export type Doubt =
  | { readonly status: 'suspect'; readonly by: readonly NodeId[]; readonly since: LocalTime }
  | { readonly status: 'failed' };

export type PoolTimer =
  | { readonly kind: 'probe' }
  | { readonly kind: 'probe-timeout' }
  | { readonly kind: 'suspicion'; readonly key: string };

export type PoolContext = {
  readonly self: NodeId;
  readonly monotonic: LocalTime;
  readonly boot: { readonly incarnation: number };
  group(name: string): readonly NodeId[];
  send(to: NodeId, message: PoolMessage): void;
  setTimer(timer: PoolTimer, min: Duration, max?: Duration): void;
  cancelTimer(kind: PoolTimer['kind'], key?: string): void;
  choose<A>(label: string, options: readonly A[]): A;
};

/** memberlist, DefaultLANConfig. */
const PROBE_INTERVAL = seconds(1);
const PROBE_TIMEOUT = ms(500);
const INDIRECT = 3;
const SUSPICION_MULT = 4;
const SUSPICION_MAX_MULT = 6;
/** suspicion.go: log(n + 1) / log(k + 1) for k = SUSPICION_MULT - 2, by how many have confirmed, in ten thousandths. */
const CONFIRMED = [0, 6_309, 10_000] as const;
const NEEDED = SUSPICION_MULT - 2;

/** A node that restarts is a new one to the others: its incarnations go on from where no earlier life came. */
export function startPool(ctx: PoolContext): Pool {
  ctx.setTimer({ kind: 'probe' }, 0, PROBE_INTERVAL);
  const life = ctx.boot.incarnation - 1;
  if (life > 0) tellAll({ kind: 'Alive', member: ctx.self, incarnation: life * 1_000 }, ctx);
  return { ...noPool, incarnation: life * 1_000, seq: life * 1_000_000 };
}

export const noPool: Pool = { incarnation: 0, seq: 0, round: [], probed: null, doubts: {}, incarnations: {} };

function others(ctx: PoolContext): readonly NodeId[] {
  return [...ctx.group('server'), ...ctx.group('client')].filter((member) => member !== ctx.self);
}

function tellAll(message: PoolMessage, ctx: PoolContext): void {
  for (const member of others(ctx)) ctx.send(member, message);
}

/** Who has not answered by now is suspected; the next one is asked. */
export function onProbeTimer(pool: Pool, ctx: PoolContext): Pool {
  ctx.setTimer({ kind: 'probe' }, PROBE_INTERVAL);
  const { probed } = pool;
  const judged = probed === null ? pool : suspect({ ...pool, probed: null }, probed, ctx);
  const waiting = judged.round.length > 0 ? judged.round : others(ctx).filter((member) => !hasFailed(judged, member));
  if (waiting.length === 0) return judged;
  const target = ctx.choose('probe', waiting);
  const seq = judged.seq + 1;
  ctx.send(target, { kind: 'Probe', seq, origin: null });
  ctx.setTimer({ kind: 'probe-timeout' }, PROBE_TIMEOUT);
  return { ...judged, seq, probed: target, round: waiting.filter((member) => member !== target) };
}

export function onProbeTimeout(pool: Pool, ctx: PoolContext): Pool {
  const { probed, seq } = pool;
  if (probed === null) return pool;
  let helpers = others(ctx).filter((member) => member !== probed && !hasFailed(pool, member));
  for (let asked = 0; asked < INDIRECT && helpers.length > 0; asked++) {
    const helper = ctx.choose('helper', helpers);
    ctx.send(helper, { kind: 'ProbeFor', seq, target: probed });
    helpers = helpers.filter((member) => member !== helper);
  }
  return pool;
}

export function hasFailed({ doubts }: Pool, member: NodeId): boolean {
  return ownItem(doubts, member)?.status === 'failed';
}

export function failedOf(pool: Pool): readonly NodeId[] {
  return sortedKeys(pool.doubts).filter((member) => hasFailed(pool, member));
}

function suspect(pool: Pool, member: NodeId, ctx: PoolContext): Pool {
  const incarnation = pool.incarnations[member] ?? 0;
  tellAll({ kind: 'Suspect', member, incarnation, by: ctx.self }, ctx);
  return suspected(pool, { kind: 'Suspect', member, incarnation, by: ctx.self }, ctx);
}

/** Somebody had no answer, this node or another. Each more that says so shortens the time. */
function suspected(pool: Pool, { member, incarnation, by }: Suspect, ctx: PoolContext): Pool {
  const known = ownItem(pool.doubts, member);
  if (known?.status === 'failed' || incarnation < (pool.incarnations[member] ?? 0)) return pool;
  const before = known ?? { status: 'suspect', by: [], since: ctx.monotonic };
  const doubt = { ...before, by: withItem(before.by, by) };
  if (known !== undefined && doubt.by === known.by) return pool;
  const left = before.since + suspicionTimeout(doubt.by.length - 1, others(ctx).length + 1) - ctx.monotonic;
  ctx.setTimer({ kind: 'suspicion', key: member }, Math.max(0, left));
  return { ...pool, doubts: { ...pool.doubts, [member]: doubt } };
}

/** In a pool so small that two others cannot come to it, the shortest time counts at once. */
export function suspicionTimeout(confirmed: number, members: number): Duration {
  const decades = Math.max(1, String(members).length - 1);
  const min = SUSPICION_MULT * decades * PROBE_INTERVAL;
  if (members - 2 < NEEDED) return min;
  const max = SUSPICION_MAX_MULT * min;
  const share = CONFIRMED[Math.min(confirmed, NEEDED)]!;
  return Math.max(min, max - Math.floor(((max - min) * share) / 10_000));
}

export function onSuspicionTimer(pool: Pool, member: NodeId, ctx: PoolContext): Pool {
  if (ownItem(pool.doubts, member)?.status !== 'suspect') return pool;
  tellAll({ kind: 'Dead', member, incarnation: pool.incarnations[member] ?? 0 }, ctx);
  return failed(pool, member, ctx);
}

function failed(pool: Pool, member: NodeId, ctx: PoolContext): Pool {
  ctx.cancelTimer('suspicion', member);
  return { ...pool, doubts: { ...pool.doubts, [member]: { status: 'failed' } } };
}

export function onPoolMessage(pool: Pool, message: PoolMessage, from: NodeId, ctx: PoolContext): Pool {
  switch (message.kind) {
    case 'Probe':
      ctx.send(from, { kind: 'ProbeAck', seq: message.seq, origin: message.origin });
      return pool;
    case 'ProbeFor':
      ctx.send(message.target, { kind: 'Probe', seq: message.seq, origin: from });
      return pool;
    case 'ProbeAck':
      if (message.origin !== null && message.origin !== ctx.self) {
        ctx.send(message.origin, { kind: 'ProbeAck', seq: message.seq, origin: null });
        return pool;
      }
      return message.seq === pool.seq && pool.probed !== null ? { ...pool, probed: null } : pool;
    case 'Suspect':
      return message.member === ctx.self ? denied(pool, message.incarnation, ctx) : suspected(pool, message, ctx);
    case 'Dead': {
      if (message.member === ctx.self) return denied(pool, message.incarnation, ctx);
      const isOld = message.incarnation < (pool.incarnations[message.member] ?? 0);
      return isOld || hasFailed(pool, message.member) ? pool : failed(pool, message.member, ctx);
    }
    case 'Alive':
      return alive(pool, message.member, message.incarnation, ctx);
  }
}

/** It is there, and says so under a higher incarnation. */
function denied(pool: Pool, incarnation: number, ctx: PoolContext): Pool {
  if (incarnation < pool.incarnation) return pool;
  const next = incarnation + 1;
  tellAll({ kind: 'Alive', member: ctx.self, incarnation: next }, ctx);
  return { ...pool, incarnation: next };
}

function alive(pool: Pool, member: NodeId, incarnation: number, ctx: PoolContext): Pool {
  if (member === ctx.self || incarnation <= (pool.incarnations[member] ?? 0)) return pool;
  ctx.cancelTimer('suspicion', member);
  const { [member]: _doubt, ...doubts } = pool.doubts;
  return { ...pool, doubts, incarnations: { ...pool.incarnations, [member]: incarnation } };
}
