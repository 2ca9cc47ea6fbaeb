// The lock (ZooKeeper recipes: locks). Who has the lowest node holds it; everybody else watches the node just before the own
// one. What is asked next follows from where the client stands alone, so that it can go on over another connection.
import { quiet, telling } from '../locks/index.ts';
import { type Operation, type Reply, type Result, request } from '../zookeeper/index.ts';
import { inOrder, PARENT, pathOf, prefixOf } from './nodes.ts';
import { type Claim, type Ctx, idle, type Lock, type LockTold, type Placed, type Settings } from './state.ts';

/** Asks for what is due, if there is a connection and nothing is open. */
export function goOn(lock: Lock, ctx: Ctx, settings: Settings): Lock {
  const { link, open } = lock;
  const operation = open === null && link.phase === 'connected' ? due(lock, ctx, settings) : null;
  if (operation === null) return lock;
  const xid = lock.xid + 1;
  request(link, { xid, operation }, ctx);
  return { ...lock, xid, open: xid };
}

function due({ claim, made, xid, isProclaiming }: Lock, ctx: Ctx, { guid }: Settings): Operation | null {
  switch (claim.phase) {
    case 'idle':
    case 'waiting':
      return null;
    case 'held':
      if (!isProclaiming) return null;
      return { op: 'setData', path: claim.path, data: `${ctx.self}#${xid}`, version: -1 };
    case 'parent':
      return { op: 'create', path: PARENT, data: null, isEphemeral: false, isSequential: false };
    case 'making': {
      const path = prefixOf(ctx.self, made, guid);
      return { op: 'create', path, data: ctx.self, isEphemeral: true, isSequential: true };
    }
    case 'syncing':
    case 'recalling':
      return { op: 'sync' };
    case 'found':
      return { op: 'exists', path: claim.path, isWatched: false };
    case 'searching':
    case 'listing':
      return { op: 'getChildren', path: PARENT, isWatched: false };
    case 'checking':
      return { op: 'exists', path: pathOf(claim.before), isWatched: true };
    case 'releasing':
      return { op: 'delete', path: claim.path, version: -1 };
    case 'withdrawing':
      if (claim.path === null) return { op: 'getChildren', path: PARENT, isWatched: false };
      return { op: 'delete', path: claim.path, version: -1 };
  }
}

export function acquire(lock: Lock, ctx: Ctx, settings: Settings): LockTold {
  const { phase } = lock.claim;
  if (phase === 'withdrawing' || phase === 'recalling') return quiet({ ...lock, isWanted: true });
  return quiet(goOn({ ...lock, made: lock.made + 1, claim: { phase: 'making' } }, ctx, settings));
}

export function release(lock: Lock, ctx: Ctx, settings: Settings): LockTold {
  const { claim } = lock;
  if (claim.phase !== 'held') return telling(lock, { what: 'released', thread: 0, wasHeld: false });
  const next: Lock = { ...lock, open: null, isProclaiming: false, claim: { ...claim, phase: 'releasing' } };
  return quiet(goOn(next, ctx, settings));
}

/** It waits no longer: what it has made, or may have made, is deleted. */
export function withdraw(lock: Lock, ctx: Ctx, settings: Settings): Lock {
  const { claim, open } = lock;
  if (claim.phase === 'idle' || claim.phase === 'parent') return { ...lock, open: null, claim: idle, isWanted: false };
  if (claim.phase === 'withdrawing' || claim.phase === 'recalling') return { ...lock, isWanted: false };
  const path = 'path' in claim ? claim.path : null;
  // Not begun: there is no connection to make it on. Else its answer is waited for, which names the node.
  if (claim.phase === 'making') return { ...lock, claim: open === null ? idle : { phase: 'withdrawing', path } };
  return goOn({ ...lock, open: null, claim: { phase: 'withdrawing', path } }, ctx, settings);
}

export function onReply(before: Lock, { result, zxid }: Reply, ctx: Ctx, settings: Settings): LockTold {
  const told = answered({ ...before, open: null }, result, zxid, ctx, settings);
  return { lock: goOn(told.lock, ctx, settings), news: told.news };
}

function answered(lock: Lock, result: Result, zxid: number, ctx: Ctx, settings: Settings): LockTold {
  const { claim } = lock;
  // The server will close the connection, and who comes back is told that the session has ended.
  if (!result.ok && result.code === 'session-expired') return quiet(lock);
  switch (claim.phase) {
    case 'parent':
      return quiet({ ...lock, claim: { phase: 'making' } });
    case 'making':
      if (!result.ok) return quiet({ ...lock, claim: { phase: 'parent' } });
      // The answer to a write carries the zxid of its transaction: the czxid of what it made.
      return quiet({ ...lock, claim: { phase: 'listing', path: String(result.value), token: zxid } });
    case 'syncing':
      return quiet({ ...lock, claim: { phase: 'searching' } });
    case 'recalling':
      return quiet({ ...lock, claim: { phase: 'withdrawing', path: null } });
    case 'searching':
      return quiet({ ...lock, claim: searched(lock, namesIn(result), ctx, settings) });
    case 'found': {
      const token = result.ok ? (result.created ?? 0) : 0;
      return quiet({
        ...lock,
        claim: token === 0 ? { phase: 'making' } : { phase: 'listing', path: claim.path, token },
      });
    }
    case 'listing':
      return listed(lock, claim, namesIn(result), ctx, settings);
    case 'held':
      return proclaimed(lock, result);
    case 'checking': {
      const isThere = result.ok && result.value === true;
      return quiet({ ...lock, claim: { ...claim, phase: isThere ? 'waiting' : 'listing' } });
    }
    case 'releasing':
      return telling({ ...lock, claim: idle }, { what: 'released', thread: 0, wasHeld: result.ok });
    case 'withdrawing':
      return quiet(withdrawn(lock, claim.path, result, ctx, settings));
    default:
      return quiet(lock);
  }
}

function namesIn(result: Result): readonly string[] {
  return result.ok && Array.isArray(result.value) ? (result.value as readonly string[]) : [];
}

function own({ made }: Lock, names: readonly string[], ctx: Ctx, { guid }: Settings): string | undefined {
  const prefix = prefixOf(ctx.self, made, guid);
  return guid ? names.map(pathOf).find((path) => path.startsWith(prefix)) : undefined;
}

function searched(lock: Lock, names: readonly string[], ctx: Ctx, settings: Settings): Claim {
  const path = own(lock, names, ctx, settings);
  return path === undefined ? { phase: 'making' } : { phase: 'found', path };
}

function listed(lock: Lock, place: Placed, names: readonly string[], ctx: Ctx, settings: Settings): LockTold {
  const { path, token } = place;
  const { herd, proclaimEvery } = settings;
  const ordered = inOrder(names);
  const at = ordered.findIndex((name) => pathOf(name) === path);
  // Its session has ended: it will be told when it connects.
  if (at === -1) return quiet(lock);
  if (at === 0) {
    if (proclaimEvery > 0) ctx.setTimer({ kind: 'proclaim' }, proclaimEvery);
    return telling({ ...lock, claim: { phase: 'held', path, token } }, { what: 'acquired', thread: 0, token });
  }
  const before = herd ? ordered[0]! : ordered[at - 1]!;
  return quiet({ ...lock, claim: { phase: 'checking', path, token, before } });
}

/** Its node is gone: it leads no more. */
function proclaimed(lock: Lock, result: Result): LockTold {
  const next = { ...lock, isProclaiming: false };
  return result.ok ? quiet(next) : telling({ ...next, claim: idle }, { what: 'lost', thread: 0 });
}

export function onProclaimTimer(lock: Lock, ctx: Ctx, settings: Settings): LockTold {
  if (lock.claim.phase !== 'held') return quiet(lock);
  ctx.setTimer({ kind: 'proclaim' }, settings.proclaimEvery);
  return quiet(goOn({ ...lock, isProclaiming: true }, ctx, settings));
}

function withdrawn(lock: Lock, path: string | null, result: Result, ctx: Ctx, settings: Settings): Lock {
  const made = path === null && result.ok && typeof result.value === 'string' ? result.value : undefined;
  const found = made ?? (path === null ? own(lock, namesIn(result), ctx, settings) : undefined);
  if (found !== undefined) return { ...lock, claim: { phase: 'withdrawing', path: found } };
  if (!lock.isWanted) return { ...lock, claim: idle };
  return { ...lock, made: lock.made + 1, claim: { phase: 'making' }, isWanted: false };
}

/** The connection is gone, and with it what was asked on it, and the watches. */
export function afterLoss({ claim, open }: Lock, { guid }: Settings): Claim {
  if (claim.phase === 'making' && open !== null && guid) return { phase: 'syncing' };
  if (claim.phase === 'searching') return { phase: 'syncing' };
  if (claim.phase === 'withdrawing' && claim.path === null) return { phase: 'recalling' };
  if (claim.phase !== 'checking' && claim.phase !== 'waiting') return claim;
  const { path, token } = claim;
  return { phase: 'listing', path, token };
}
