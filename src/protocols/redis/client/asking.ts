// Whom a client asks, and what.
import type { NodeId } from '../../../contract/ids.ts';
import type { Command } from '../commands/index.ts';
import type { Execute } from '../messages.ts';
import type { Asked, ClientSettings, ClientState, Ctx, Open, Plan } from './state.ts';

/** Sends the open operation, or asks a Sentinel for whom to send it to. */
export function ask(state: ClientState, open: Open, plan: Plan, ctx: Ctx): ClientState {
  const attempt = state.attempt + 1;
  const found = serverFor(state, open.operation, plan.settings, ctx);
  ctx.setTimer({ kind: 'attempt' }, plan.workload.attempt);
  if (found === undefined) return askSentinel({ ...state, attempt }, open, ctx);
  ctx.send(found.server, request(attempt, open.operation, found.asks, plan.settings));
  const readTurn = found.isInTurn ? state.readTurn + 1 : state.readTurn;
  return { ...state, attempt, readTurn, open: { ...open, waitsFor: 'server' } };
}

function askSentinel(state: ClientState, open: Open, ctx: Ctx): ClientState {
  const sentinels = ctx.group('sentinel');
  const sentinel = sentinels[state.sentinelTurn % Math.max(1, sentinels.length)];
  if (sentinel !== undefined) ctx.send(sentinel, { kind: 'WhoIsPrimary', attempt: state.attempt });
  return { ...state, open: { ...open, waitsFor: 'sentinel' } };
}

type Found = { readonly server: NodeId; readonly asks: Execute['asks']; readonly isInTurn: boolean };

/** Undefined where a Sentinel has to be asked first. */
function serverFor(state: ClientState, { f }: Asked, { reads }: ClientSettings, ctx: Ctx): Found | undefined {
  const { servers, readTurn } = state;
  if (f === 'read' && reads === 'sticky') {
    return { server: ctx.servers[readTurn % ctx.servers.length] ?? ctx.self, asks: 'any', isInTurn: false };
  }
  if (servers === null) return undefined;
  const replicas = servers.replicas.filter((node) => ctx.servers.includes(node));
  if (f !== 'read' || reads === 'primary' || replicas.length === 0) {
    return { server: servers.primary, asks: 'primary', isInTurn: false };
  }
  return { server: replicas[readTurn % replicas.length]!, asks: 'any', isInTurn: true };
}

function request(attempt: number, operation: Asked, asks: Execute['asks'], settings: ClientSettings): Execute {
  const { waitReplicas, waitTimeout } = settings;
  const waits = operation.f !== 'read' && waitReplicas > 0;
  const wait = waits ? { replicas: waitReplicas, timeout: waitTimeout } : null;
  return { kind: 'Execute', attempt, command: commandOf(operation), asks, wait };
}

function commandOf(operation: Asked): Command {
  const { key } = operation;
  switch (operation.f) {
    case 'read':
      return { name: 'GET', key };
    case 'write':
      return { name: 'SET', key, value: operation.value };
    case 'cas':
      return { name: 'EVAL', script: 'compare-and-set', key, args: [operation.from, operation.to] };
  }
}
