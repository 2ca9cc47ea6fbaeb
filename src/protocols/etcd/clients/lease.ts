// A client that holds a key for a moment: it asks for a lease, puts a key under it, keeps it alive once, and revokes it. The
// key goes with the lease. What locks and registries make of leases is not here.
import { type AnyProtocol, clientProtocol } from '../../../contract/protocol.ts';
import type { Workload } from '../../../contract/system.ts';
import { seconds } from '../../../contract/time.ts';
import { numberOf } from '../../kv/index.ts';
import type { Answered, ClientSends } from '../messages.ts';
import type { Asked } from '../store/requests.ts';
import {
  type Asking,
  type ClientTimer,
  type Done,
  type LoopSettings,
  type LoopState,
  loopTimers,
  onAnswered,
  type Script,
  startLoop,
} from './loop.ts';

const TTL = seconds(2);

type Phase = 'grant' | 'put' | 'keep-alive' | 'revoke';
type Where = { readonly phase: Phase; readonly lease: number; readonly client: string };

export function leaseClient(workload: Workload, settings: LoopSettings): AnyProtocol {
  const plan = { workload, settings, script };
  return clientProtocol<LoopState<null, Where>, Answered, ClientTimer, ClientSends>({
    name: 'etcd-lease-holder',
    start: (ctx) => startLoop(plan, ctx),
    on: { Answered: (state, message, _from, ctx) => onAnswered(state, message, plan, ctx) },
    timer: loopTimers(plan),
  });
}

const script: Script<null, Where> = {
  empty: null,
  begin(number, _memory, ctx) {
    // Unique among all clients: no two have the same number.
    const lease = number * Math.max(1000, ctx.peers.length + 2) + numberOf(ctx.self);
    return { invoked: { f: 'hold', value: null }, ...asking({ phase: 'grant', lease, client: ctx.self }) };
  },
  answered(where, answer) {
    if (answer.f === 'error') return done('unavailable');
    const after = following[where.phase];
    return after === undefined ? done() : asking({ ...where, phase: after });
  },
};

const following: { readonly [phase in Phase]: Phase | undefined } = {
  grant: 'put',
  put: 'keep-alive',
  'keep-alive': 'revoke',
  revoke: undefined,
};

function asking(where: Where): Asking<Where> {
  return { where, ask: askOf(where) };
}

function askOf({ phase, lease, client }: Where): Asked {
  switch (phase) {
    case 'grant':
      return { f: 'grant', lease, ttl: TTL };
    case 'put':
      return { f: 'put', key: `held/${client}`, value: client, lease };
    case 'keep-alive':
    case 'revoke':
      return { f: phase, lease };
  }
}

function done(failed?: string): Done<null> {
  return { memory: null, outcome: failed === undefined ? { ok: null } : { failed } };
}
