// What clients ask. A primary executes, feeds its replicas and answers, in this order and without waiting for any of them:
// an acknowledgement says what one server holds. A replica answers reads, of those who meant to ask one.
import { ownItem } from '../../../base/plain.ts';
import type { NodeId } from '../../../contract/ids.ts';
import { type Command, execute, mayWrite, readOnly } from '../commands/index.ts';
import type { Execute, Refused } from '../messages.ts';
import { armExpiry } from './expiry.ts';
import { recorded } from './history.ts';
import { afterWrite, sendAfterDisk } from './persistence.ts';
import { publish } from './publish.ts';
import { feed, replicaNames } from './replicas.ts';
import { type Ctx, isPrimary, type ServerSettings, type ServerState } from './state.ts';
import { block } from './wait.ts';

export function onExecute(
  state: ServerState,
  message: Execute,
  from: NodeId,
  ctx: Ctx,
  settings: ServerSettings,
): ServerState {
  const { attempt, command } = message;
  const last = ownItem(state.attempts, from) ?? 0;
  if (attempt <= last) return state;
  const seen = { ...state, attempts: { ...state.attempts, [from]: attempt } };
  const error = ctx.now < state.closedUntil ? 'LOADING' : refusal(state, message, settings);
  if (error !== undefined) {
    ctx.send(from, { kind: 'Refused', attempt, error });
    return seen;
  }
  if (isPrimary(state)) return onPrimary(seen, message, from, ctx, settings);
  const value = readOnly(state.keyspace, command.key, ctx.now);
  sendAfterDisk(from, { kind: 'Answer', attempt, value, replicated: null, wanted: null }, ctx, settings);
  return seen;
}

/** server.c, processCommand: a replica takes no writes; a primary none while too few replicas are near. */
function refusal(
  state: ServerState,
  { command, asks }: Pick<Execute, 'command' | 'asks'>,
  { minReplicas }: ServerSettings,
): Refused['error'] | undefined {
  if (!isPrimary(state)) return asks === 'primary' || mayWrite(command) ? 'READONLY' : undefined;
  return mayWrite(command) && state.goodReplicas < minReplicas ? 'NOREPLICAS' : undefined;
}

function onPrimary(
  state: ServerState,
  { attempt, command, wait }: Execute,
  client: NodeId,
  ctx: Ctx,
  settings: ServerSettings,
): ServerState {
  const { value, next } = executed(state, command, wait !== null, ctx, settings);
  if (wait === null) {
    sendAfterDisk(client, { kind: 'Answer', attempt, value, replicated: null, wanted: null }, ctx, settings);
    return next;
  }
  const replicas = wait.replicas === 'connected' ? replicaNames(next).length : wait.replicas;
  const waiting = { client, attempt, value, offset: next.offset, replicas };
  return block(next, waiting, wait, ctx, settings);
}

function executed(state: ServerState, command: Command, getAck: boolean, ctx: Ctx, settings: ServerSettings) {
  const { keyspace, value, writes, published } = execute(state.keyspace, command, ctx.now);
  if (writes.length === 0) return { value, next: state };
  const next = afterWrite(recorded(state, writes, keyspace, settings), ctx, settings);
  feed(next, state.offset, writes, getAck, ctx, settings);
  publish(next, published, ctx);
  armExpiry(next, ctx, settings);
  return { value, next };
}
