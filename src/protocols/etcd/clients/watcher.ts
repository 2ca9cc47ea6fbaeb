// One that watches: it lists all keys, watches them, and later lists again to see whether its copy missed anything.
//
//   listing ──▶ watching ──events──▶ … ──the hold is over──▶ comparing ──▶ ok, or `stale-cache`: there is something newer
//                  └──WatchCompacted──▶ fail `compacted`, and all over again    that its watch has gone past untold
//
// Where the watch begins is the setting: after the revision of the list, or at whatever is now when the member gets to it.
import type { NodeId } from '../../../contract/ids.ts';
import type { Workload } from '../../../contract/system.ts';
import { firstNumber, firstOperation, isOverAlready, nextServer } from '../../kv/index.ts';
import type { Answered, WatchCompacted, WatchCreated, WatchEvents } from '../messages.ts';
import { type Found, prefixEnd } from '../store/keys.ts';
import type { ClientCtx } from './loop.ts';

export type WatchSettings = { readonly watchFrom: 'revision' | 'now' };
type Plan = { readonly workload: Workload; readonly settings: WatchSettings };

export type Watcher = {
  readonly phase: 'idle' | 'listing' | 'watching' | 'comparing';
  /** Of the latest request, and of the latest watch. */
  readonly number: number;
  readonly server: NodeId;
  /** By key the revision at which it was written, as far as this client knows. */
  readonly copy: { readonly [key: string]: number };
  /** The first revision that the watch has not told of; null until its member has said where it begins. */
  readonly next: number | null;
  /** Whether the watch was heard of since its last attempt. */
  readonly isHeard: boolean;
  readonly isOver: boolean;
};

/** All keys of the workload: k0, k1, … */
const PREFIX = 'k';
const ALL = { key: PREFIX, end: prefixEnd(PREFIX) };

export function startWatcher(workload: Workload, ctx: ClientCtx): Watcher {
  const isOver = isOverAlready(workload, ctx);
  if (!isOver) {
    ctx.setTimer({ kind: 'next' }, firstOperation(workload, ctx));
    ctx.setTimer({ kind: 'end' }, workload.to - ctx.now);
  }
  const server = ctx.servers[0] ?? ctx.self;
  return { phase: 'idle', number: firstNumber(ctx), server, copy: {}, next: null, isHeard: false, isOver };
}

/** `deadline` is when the watch has been held for half the time that the operation may take. */
export function watcherTimers({ workload, settings }: Plan) {
  return {
    next: (state: Watcher, ctx: ClientCtx): Watcher => follow(state, workload, ctx),
    attempt: (state: Watcher, ctx: ClientCtx): Watcher => tryAgain(state, { workload, settings }, ctx),
    deadline: (state: Watcher, ctx: ClientCtx): Watcher =>
      state.phase === 'watching' ? list({ ...state, phase: 'comparing' }, workload, ctx) : state,
    end: (state: Watcher): Watcher => ({ ...state, isOver: true }),
  };
}

/** From the list to the comparison is one operation of the history. */
function follow(state: Watcher, workload: Workload, ctx: ClientCtx): Watcher {
  if (state.isOver || state.phase !== 'idle') return state;
  ctx.invoke({ f: 'follow', value: null });
  return list({ ...state, phase: 'listing', copy: {}, next: null }, workload, ctx);
}

function list(state: Watcher, workload: Workload, ctx: ClientCtx): Watcher {
  const number = state.number + 1;
  const asked = { f: 'read', ...ALL, revision: 0, serializable: false } as const;
  ctx.send(state.server, { kind: 'Call', id: { client: ctx.self, number }, asked });
  ctx.setTimer({ kind: 'attempt' }, workload.attempt);
  return { ...state, number };
}

function watch(state: Watcher, workload: Workload, ctx: ClientCtx): Watcher {
  ctx.send(state.server, { kind: 'Watch', watch: state.number, ...ALL, start: state.next });
  ctx.setTimer({ kind: 'attempt' }, workload.attempt);
  return { ...state, isHeard: false };
}

/** A member without an answer, or a watch of which nothing is heard: the next member. It goes on where it was. */
function tryAgain(state: Watcher, { workload }: Plan, ctx: ClientCtx): Watcher {
  if (state.phase === 'idle') return state;
  if (state.phase === 'watching' && state.isHeard) {
    ctx.setTimer({ kind: 'attempt' }, workload.attempt);
    return { ...state, isHeard: false };
  }
  const moved = { ...state, server: nextServer(state.server, ctx) };
  return state.phase === 'watching' ? watch(moved, workload, ctx) : list(moved, workload, ctx);
}

export function onListed(state: Watcher, { id, answer }: Answered, plan: Plan, ctx: ClientCtx): Watcher {
  const isAsked = state.phase === 'listing' || state.phase === 'comparing';
  if (!isAsked || id.number !== state.number || answer.f !== 'range') return state;
  const { workload, settings } = plan;
  if (state.phase === 'comparing') {
    if (hasMissed(state, answer.found)) ctx.fail('stale-cache');
    else ctx.ok(null);
    return followAnew(state, workload, ctx);
  }
  const copy = Object.fromEntries(answer.found.map(({ key, modRevision }) => [key, modRevision]));
  const next = settings.watchFrom === 'revision' ? answer.revision + 1 : null;
  ctx.setTimer({ kind: 'deadline' }, Math.floor(workload.deadline / 2));
  return watch({ ...state, phase: 'watching', copy, next }, workload, ctx);
}

/** Of what the watch has not come to yet nothing can be said. */
function hasMissed({ copy, next }: Watcher, found: readonly Found[]): boolean {
  return found.some(({ key, modRevision }) => next !== null && modRevision < next && modRevision > (copy[key] ?? 0));
}

export function onCreated(
  state: Watcher,
  { watch: number, next }: WatchCreated,
  from: NodeId,
  ctx: ClientCtx,
): Watcher {
  if (!isMine(state, number, from, ctx)) return state;
  return state.isHeard && state.next !== null ? state : { ...state, isHeard: true, next: state.next ?? next };
}

export function onEvents(state: Watcher, message: WatchEvents, from: NodeId, ctx: ClientCtx): Watcher {
  if (!isMine(state, message.watch, from, ctx)) return state;
  // The message before it is missing, the one that said where the watch begins perhaps: it is asked for again.
  if (state.next === null || message.from > state.next) {
    ctx.send(from, { kind: 'Watch', watch: message.watch, ...ALL, start: state.next });
    return state;
  }
  const { next } = state;
  if (message.revision < next) return state;
  const copy: { [key: string]: number } = { ...state.copy };
  for (const { key, revision } of message.events) if (revision >= next) copy[key] = revision;
  return { ...state, copy, next: Math.max(next, message.revision + 1), isHeard: true };
}

export function onForgotten(state: Watcher, message: WatchCompacted, { workload }: Plan, ctx: ClientCtx): Watcher {
  const isMyWatch = state.phase === 'watching' && message.watch === state.number;
  if (!isMyWatch || state.next === null || message.compactRevision <= state.next) return state;
  ctx.fail('compacted');
  return followAnew(state, workload, ctx);
}

function followAnew(state: Watcher, workload: Workload, ctx: ClientCtx): Watcher {
  ctx.cancelTimer('attempt');
  ctx.cancelTimer('deadline');
  return follow({ ...state, phase: 'idle' }, workload, ctx);
}

/** A watch that its client has left goes on at its member until that is told. */
function isMine(state: Watcher, watch: number, from: NodeId, ctx: ClientCtx): boolean {
  if (state.phase === 'watching' && state.number === watch) return true;
  if (state.phase !== 'comparing') ctx.send(from, { kind: 'CancelWatch', watch });
  return false;
}
