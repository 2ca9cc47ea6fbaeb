// What clients ask of a replica, answered from what it holds, at once, whoever else can be reached: available under any
// partition.
import { equalPlain, ownItem, type Plain } from '../../base/plain.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Request, Result } from '../kv/index.ts';
import { add, rightsOf, total, zero } from './counter.ts';
import type { Entry } from './entry.ts';
import type { Ask } from './messages.ts';
import type { Settings } from './options.ts';
import { addTo, elementsOf, empty, removeFrom } from './or-set.ts';
import { write } from './register.ts';
import { type Ctx, type Replica, withEntries } from './state.ts';
import type { Update } from './updates.ts';

/** Of a register. A compare-and-set compares with what this replica holds: it is atomic here and nowhere else. */
export function onRequest(
  replica: Replica,
  { id, operation }: Request,
  from: NodeId,
  ctx: Ctx,
  settings: Settings,
): Replica {
  const reply = (result: Result) => ctx.send(from, { kind: 'Reply', id, result }, { durable: true });
  if (operation.f === 'register') return replica;
  const { key } = operation;
  const before = registerAt(replica, key);
  const held = before?.value ?? null;
  if (operation.f === 'read') {
    reply({ ok: true, value: held });
    return replica;
  }
  if (operation.f === 'cas' && !equalPlain(held, operation.from)) {
    reply({ ok: false, code: 'cas-mismatch', value: held });
    return replica;
  }
  const value: Plain = operation.f === 'cas' ? operation.to : operation.value;
  const next = changed(replica, key, write(before, value, ctx.now, ctx.self, replica.version + 1), ctx, settings);
  reply({ ok: true, value });
  return next;
}

function registerAt({ entries }: Replica, key: string) {
  const entry = ownItem(entries, key);
  return entry?.kind === 'register' ? entry : undefined;
}

/** Of a counter or a set. */
export function onAsk(replica: Replica, ask: Ask, from: NodeId, ctx: Ctx, settings: Settings): Replica {
  return ask.type === 'counter'
    ? onCount(replica, ask, from, ctx, settings)
    : onElement(replica, ask, from, ctx, settings);
}

function onCount(replica: Replica, ask: Ask, from: NodeId, ctx: Ctx, settings: Settings): Replica {
  const { number, f, key, value } = ask;
  const held = ownItem(replica.entries, key);
  const counter = held?.kind === 'counter' ? held : zero;
  if (f === 'read') {
    ctx.send(from, { kind: 'Answer', number, ok: true, value: total(counter) }, { durable: true });
    return replica;
  }
  const amount = f === 'add' ? value : -value;
  if (settings.escrow && amount < 0 && rightsOf(counter, ctx.self) + amount < 0) {
    ctx.send(from, { kind: 'Answer', number, ok: false, value: 0 });
    return replica;
  }
  const update: Update = { update: 'count', key, amount };
  const next = changed(replica, key, add(counter, ctx.self, amount), ctx, settings, update);
  ctx.send(from, { kind: 'Answer', number, ok: true, value }, { durable: true });
  return next;
}

function onElement(
  replica: Replica,
  { number, f, key, value }: Ask,
  from: NodeId,
  ctx: Ctx,
  settings: Settings,
): Replica {
  const held = ownItem(replica.entries, key);
  const set = held?.kind === 'set' ? held : empty;
  if (f === 'read') {
    ctx.send(from, { kind: 'Answer', number, ok: true, value: elementsOf(set) }, { durable: true });
    return replica;
  }
  // No other change ever had this name: the version grows with every one, and is on the disk with it.
  const tag = `${ctx.self}-${replica.version + 1}`;
  const after = f === 'add' ? addTo(set, value, tag) : removeFrom(set, value);
  const next = after === set ? replica : changed(replica, key, after, ctx, settings);
  ctx.send(from, { kind: 'Answer', number, ok: true, value }, { durable: true });
  return next;
}

/** What was done is kept only where it is what replicas send each other. */
function changed(
  replica: Replica,
  key: string,
  entry: Entry,
  ctx: Ctx,
  { replication }: Settings,
  update: Update = { update: 'join', key, entry },
): Replica {
  const more = replication === 'updates' ? { done: [...replica.done, update] } : {};
  return withEntries(replica, { ...replica.entries, [key]: entry }, [key], ctx, more);
}
