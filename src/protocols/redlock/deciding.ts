// What the answers of a round come to.
import { quiet, type Thread, type Told, telling } from '../locks/index.ts';
import { askNext, unlockEverywhere, withThread } from './asking.ts';
import { type Ctx, idle, quorumOf, type Redlock, type Round, type Settings } from './state.ts';

/** After each answer, and when the time of those who were asked is over. */
export function decide(lock: Redlock, thread: Thread, settings: Settings, ctx: Ctx): Told<Redlock> {
  const round = lock.threads[thread]!;
  if (round.phase === 'asking') return decideAsking(lock, thread, round, settings, ctx);
  return round.phase === 'releasing' ? decideRelease(lock, thread, round, ctx) : quiet(lock);
}

function decideAsking(lock: Redlock, thread: Thread, round: Round, settings: Settings, ctx: Ctx): Told<Redlock> {
  const { yes, open } = tally(round, ctx);
  if (settings.isSequential) {
    if (open > 0) return quiet(lock);
    const next = askNext(lock, thread, settings, ctx);
    if (next !== undefined) return quiet(next);
  } else if (yes < quorumOf(ctx) && yes + open >= quorumOf(ctx)) {
    return quiet(lock);
  }
  ctx.cancelTimer('node', String(thread));
  const elapsed = ctx.monotonic - round.startedAt;
  const validity = settings.ttl - elapsed - settings.driftAllowance;
  if (yes < quorumOf(ctx) || validity <= 0) return quiet(tryLater(lock, thread, settings, ctx));
  ctx.setTimer({ kind: 'validity', key: String(thread) }, validity);
  const held = withThread(lock, thread, { ...round, phase: 'held' });
  return telling(held, { what: 'acquired', thread, token: null });
}

/** Unlocks what it got, so that others need not wait for it, and tries again after a time that is drawn. */
function tryLater(lock: Redlock, thread: Thread, { retryMin, retryMax }: Settings, ctx: Ctx): Redlock {
  ctx.setTimer({ kind: 'retry', key: String(thread) }, retryMin, retryMax);
  const pausing = withThread(lock, thread, { ...lock.threads[thread]!, phase: 'pausing' });
  return unlockEverywhere(pausing, thread, ctx);
}

function decideRelease(lock: Redlock, thread: Thread, round: Round, ctx: Ctx): Told<Redlock> {
  const { yes, open, silent } = tally(round, ctx);
  if (open > 0) return quiet(lock);
  ctx.cancelTimer('node', String(thread));
  const wasHeld = yes >= quorumOf(ctx) ? true : yes + silent >= quorumOf(ctx) ? null : false;
  return telling(withThread(lock, thread, { ...idle, owner: round.owner }), { what: 'released', thread, wasHeld });
}

/** `open`: asked, and neither answered nor too late. */
function tally({ asked, answered }: Round, ctx: Ctx) {
  const servers = ctx.group('server');
  const count = (what: boolean | null) => servers.filter((server) => answered[server] === what).length;
  const open = servers.filter((server) => asked[server] !== undefined && answered[server] === undefined).length;
  return { yes: count(true), silent: count(null), open };
}
