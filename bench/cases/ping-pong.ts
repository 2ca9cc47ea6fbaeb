// 500 pairs that answer each other for ever: the kernel's own cost an event, with trace and fingerprint on.
import type { LinkConditions } from '../../src/contract/faults.ts';
import { protocol } from '../../src/contract/protocol.ts';
import { defaultLimits, type RunOptions, type RunPlan, TimedRun } from '../../src/kernel/index.ts';

type Message = { readonly kind: 'Ping'; readonly count: number } | { readonly kind: 'Pong'; readonly count: number };
type State = { readonly seen: number };

const PAIRS = 500;
const never = { numerator: 0, denominator: 1 };
export const fastNetwork: LinkConditions = {
  latencyMin: 500,
  latencyMax: 2000,
  loss: never,
  duplicate: never,
  reorder: never,
  reorderBy: 0,
};

const player = protocol<State, Message>({
  name: 'ping-pong',
  start(ctx) {
    const number = Number(ctx.self.slice(1));
    if (number % 2 === 1) ctx.send(`n${number + 1}`, { kind: 'Ping', count: 1 });
    return { seen: 0 };
  },
  on: {
    Ping(state, { count }, from, ctx) {
      ctx.send(from, { kind: 'Pong', count: count + 1 });
      return { seen: state.seen + 1 };
    },
    Pong(state, { count }, from, ctx) {
      ctx.send(from, { kind: 'Ping', count: count + 1 });
      return { seen: state.seen + 1 };
    },
  },
  timer: {},
});

export const pingPongPlan: RunPlan = {
  seed: '1',
  nodes: Array.from({ length: 2 * PAIRS }, (_, i) => ({ id: `n${i + 1}`, group: 'server', protocol: player })),
  network: fastNetwork,
  disk: { latencyMin: 200, latencyMax: 1000 },
  faults: [],
  roles: {},
  monitors: [],
  until: 2_000_000,
  limits: defaultLimits,
  probes: [],
  watchedRoles: [],
};

export function pingPong(options: RunOptions = { level: 'trace' }): number {
  const run = new TimedRun(pingPongPlan, options);
  run.run();
  return run.world.events;
}
