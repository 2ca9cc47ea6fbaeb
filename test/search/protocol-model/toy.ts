// Toy protocols as plans, to look at one rule at a time.
import { type AnyProtocol, protocol } from '../../../src/contract/protocol.ts';
import { ms } from '../../../src/contract/time.ts';
import { defaultLimits, type RunPlan } from '../../../src/kernel/index.ts';

export function toyPlan(of: AnyProtocol, count = 2): RunPlan {
  const never = { numerator: 0, denominator: 1 };
  return {
    seed: '1',
    nodes: Array.from({ length: count }, (_, index) => ({ id: `n${index + 1}`, group: 'server', protocol: of })),
    network: { latencyMin: 0, latencyMax: 0, loss: never, duplicate: never, reorder: never, reorderBy: 0 },
    disk: { latencyMin: 0, latencyMax: 0 },
    faults: [],
    roles: {},
    monitors: [],
    until: ms(1000),
    limits: defaultLimits,
    probes: [],
    watchedRoles: [],
  };
}

type Timer = { readonly kind: 'early' } | { readonly kind: 'late' } | { readonly kind: 'any' };
type Fired = { readonly fired: readonly string[] };

/** Sets `late`, then `early`, then `any`, at the same moment, and remembers in which order they fire. */
export const timers = protocol<Fired, never, Timer>({
  name: 'timers',
  start(ctx) {
    ctx.setTimer({ kind: 'late' }, ms(30), ms(40));
    ctx.setTimer({ kind: 'early' }, ms(10), ms(20));
    ctx.setTimer({ kind: 'any' }, ms(15), ms(50));
    return { fired: [] };
  },
  on: {},
  timer: {
    early: ({ fired }) => ({ fired: [...fired, 'early'] }),
    late: ({ fired }) => ({ fired: [...fired, 'late'] }),
    any: ({ fired }) => ({ fired: [...fired, 'any'] }),
  },
});

type Ping = { readonly kind: 'Ping' };

/** n1 pings n2 once; whoever is pinged counts. */
export const ping = protocol<{ readonly pings: number }, Ping>({
  name: 'ping',
  start(ctx) {
    if (ctx.self === 'n1') ctx.broadcast({ kind: 'Ping' });
    return { pings: 0 };
  },
  on: { Ping: ({ pings }) => ({ pings: Math.min(3, pings + 1) }) },
  timer: {},
});

/** Reads its clock when it is pinged. */
export const clockReader = protocol<{ readonly at: number }, Ping>({
  name: 'clock-reader',
  start(ctx) {
    if (ctx.self === 'n1') ctx.broadcast({ kind: 'Ping' });
    return { at: ctx.now };
  },
  on: { Ping: (_state, _message, _from, ctx) => ({ at: ctx.monotonic }) },
  timer: {},
});

let calls = 0;

/** Chooses among two in its first branch, and then among three. Each branch is run twice, to see that it is pure. */
export const impure = protocol<{ readonly picked: string }, Ping>({
  name: 'impure',
  start(ctx) {
    if (ctx.self === 'n1') ctx.broadcast({ kind: 'Ping' });
    return { picked: '' };
  },
  on: {
    Ping: (_state, _message, _from, ctx) => ({
      picked: ctx.choose('which', calls++ < 2 ? ['a', 'b'] : ['a', 'b', 'c']),
    }),
  },
  timer: {},
});

let counted = 0;

/** Counts pings where nobody sees it. */
export const counting = protocol<{ readonly pings: number }, Ping>({
  name: 'counting',
  start(ctx) {
    if (ctx.self === 'n1') ctx.broadcast({ kind: 'Ping' });
    return { pings: 0 };
  },
  on: { Ping: () => ({ pings: ++counted }) },
  timer: {},
});

/** Throws when it is pinged. */
export const throwing = protocol<{ readonly isUp: boolean }, Ping>({
  name: 'throwing',
  start(ctx) {
    if (ctx.self === 'n1') ctx.broadcast({ kind: 'Ping' });
    return { isUp: true };
  },
  on: {
    Ping: () => {
      throw new Error('no room for a ping');
    },
  },
  timer: {},
});

/** n1 is not like the others: asked to start again, it says so. */
export const special = protocol<
  { readonly isFirst: boolean; readonly told: boolean },
  Ping,
  never,
  { readonly x: number }
>({
  name: 'special',
  start(ctx) {
    const isFirst = ctx.self === 'n1' && ctx.boot.incarnation > 1;
    if (isFirst) ctx.broadcast({ kind: 'Ping' });
    return { isFirst, told: false };
  },
  on: { Ping: (state) => ({ ...state, told: true }) },
  timer: {},
});
