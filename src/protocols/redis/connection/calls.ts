// Calls and their answers. Finding the primary is in `locate.ts`.
import type { Plain } from '../../../base/plain.ts';
import { ms } from '../../../contract/time.ts';
import { firstNumber } from '../../kv/index.ts';
import type { Answer, Refused } from '../messages.ts';
import { locate } from './locate.ts';
import type { Call, Connection, ConnectionSettings, Ctx, Heard } from './state.ts';

/** Before a Sentinel is asked again that named a server which is no primary. */
const PAUSE = ms(100);

export function connect<Tag extends Plain>(ctx: Ctx, { scan }: ConnectionSettings): Connection<Tag> {
  const hasSentinels = ctx.group('sentinel').length > 0;
  if (hasSentinels && scan > 0) ctx.setTimer({ kind: 'scan' }, scan);
  return {
    attempt: firstNumber(ctx),
    primary: hasSentinels ? null : (ctx.group('server')[0] ?? null),
    sentinelTurn: 0,
    asked: null,
    pending: [],
  };
}

export function call<Tag extends Plain>(
  connection: Connection<Tag>,
  asked: Call<Tag>,
  settings: ConnectionSettings,
  ctx: Ctx,
): Connection<Tag> {
  const key = connection.attempt + 1;
  ctx.setTimer({ kind: 'call', key: String(key) }, settings.timeout);
  const next = { ...connection, attempt: key, pending: [...connection.pending, { ...asked, key, attempt: null }] };
  return flushed(next, ctx);
}

/** Sends what has not been sent, to the primary that is known. */
export function flushed<Tag extends Plain>(connection: Connection<Tag>, ctx: Ctx): Connection<Tag> {
  const { primary } = connection;
  if (!connection.pending.some(({ attempt }) => attempt === null)) return connection;
  if (primary === null) return locate(connection, ctx);
  let { attempt } = connection;
  const pending = connection.pending.map((each) => {
    if (each.attempt !== null) return each;
    attempt++;
    ctx.send(primary, { kind: 'Execute', attempt, command: each.command, asks: 'primary', wait: each.wait });
    return { ...each, attempt };
  });
  return { ...connection, attempt, pending };
}

export function onAnswer<Tag extends Plain>(
  connection: Connection<Tag>,
  { attempt, value, replicated, wanted }: Answer,
  ctx: Ctx,
): Heard<Tag> {
  const found = connection.pending.find((each) => each.attempt === attempt);
  if (found === undefined) return unmoved(connection);
  ctx.cancelTimer('call', String(found.key));
  const outcomes = [{ tag: found.tag, answer: { value, replicated, wanted } }];
  return { connection: without(connection, found.key), outcomes, isMoved: false };
}

/** It was not executed. It is sent again when a primary is known, or after the time of a call is over. */
export function onRefused<Tag extends Plain>(
  connection: Connection<Tag>,
  { attempt, error }: Refused,
  ctx: Ctx,
): Connection<Tag> {
  const found = connection.pending.find((each) => each.attempt === attempt);
  if (found === undefined || error !== 'READONLY' || ctx.group('sentinel').length === 0) return connection;
  const pending = connection.pending.map((each) => (each === found ? { ...each, attempt: null } : each));
  ctx.setTimer({ kind: 'locate' }, PAUSE);
  return { ...connection, primary: null, asked: null, pending };
}

/** No answer in time: the connection is given up, and with it whatever else was sent on it. */
export function onCallTimeout<Tag extends Plain>(
  connection: Connection<Tag>,
  key: string | undefined,
  ctx: Ctx,
): Heard<Tag> {
  const found = connection.pending.find((each) => String(each.key) === key);
  if (found === undefined) return unmoved(connection);
  const hasSentinels = ctx.group('sentinel').length > 0;
  const rest = without(connection, found.key);
  const next = hasSentinels && found.attempt !== null ? locate({ ...rest, primary: null }, ctx) : rest;
  return { connection: next, outcomes: [{ tag: found.tag, answer: null }], isMoved: false };
}

export function unmoved<Tag extends Plain>(connection: Connection<Tag>): Heard<Tag> {
  return { connection, outcomes: [], isMoved: false };
}

function without<Tag extends Plain>(connection: Connection<Tag>, key: number): Connection<Tag> {
  return { ...connection, pending: connection.pending.filter((each) => each.key !== key) };
}
