// A lock server of the tests' own: one that keeps its holder in memory only, so that a crash gives the lock twice, and
// one that keeps it on its disk.
import {
  clientProtocol,
  monitor,
  ms,
  type NodeId,
  protocol,
  type System,
  system,
  withItem,
  withoutItem,
} from '../../src/protocol.ts';

type ToServer = { readonly kind: 'Acquire' };
type ToClient = { readonly kind: 'Granted' };
type Holder = { readonly holder: NodeId | null };

const server = (isDurable: boolean) =>
  protocol<Holder, ToServer, never, Holder, ToClient>({
    name: 'lock-server',
    start: (_ctx, durable) => ({ holder: durable.holder ?? null }),
    on: {
      Acquire(state, _message, from, ctx) {
        if (state.holder !== null && state.holder !== from) return state;
        if (isDurable) ctx.persist({ holder: from });
        ctx.send(from, { kind: 'Granted' }, { durable: isDurable });
        return { holder: from };
      },
    },
    timer: {},
  });

/** Nobody releases: the first one keeps it. */
const client = clientProtocol<{ readonly holds: boolean }, ToClient, { readonly kind: 'ask' }, ToServer>({
  name: 'lock-client',
  start(ctx) {
    ctx.setTimer({ kind: 'ask' }, ms(5), ms(50));
    return { holds: false };
  },
  on: { Granted: () => ({ holds: true }) },
  timer: {
    ask(state, _timer, ctx) {
      if (!state.holds) ctx.send(ctx.servers[0]!, { kind: 'Acquire' });
      ctx.setTimer({ kind: 'ask' }, ms(50), ms(100));
      return state;
    },
  },
});

type Memory = { readonly holders: readonly NodeId[] };

const exclusion = monitor<{ readonly holds: boolean }, Memory>({
  group: 'client',
  properties: [{ name: 'mutual-exclusion', sentence: 'At most one client believes that it holds the lock.' }],
  initial: { holders: [] },
  observe(memory, { node, after }, report) {
    const holders = after?.holds === true ? withItem(memory.holders, node) : withoutItem(memory.holders, node);
    if (holders.length === memory.holders.length) return memory;
    if (holders.length > 1) report('mutual-exclusion', `${holders.join(' and ')} both hold the lock`, null);
    return { holders };
  },
  isExercised: ({ holders }) => holders.length > 0,
});

export function lock(isDurable: boolean): System {
  return system({
    name: 'lock',
    about: 'A lock that the first one keeps.',
    groups: { server: { about: 'The lock server', protocol: () => server(isDurable), count: 1 } },
    options: {},
    roles: {},
    workloads: { ask: { about: 'Ask until it is granted.', model: null, client: () => client } },
    monitors: () => [exclusion],
    promises: [{ property: 'mutual-exclusion', under: 'crashes of the server' }],
    view: {},
  });
}
