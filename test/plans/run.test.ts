// Generated plans in the kernel: whatever they do to a small protocol, the run ends as a run does, and each kind of
// fault takes effect in some of them.
import { expect, test } from 'vitest';
import { protocol } from '../../src/contract/protocol.ts';
import { role } from '../../src/contract/system.ts';
import { ms, seconds } from '../../src/contract/time.ts';
import { type RunPlan, type RunResult, simulate } from '../../src/kernel/index.ts';
import { allKinds, generatePlan, type PlanLimits, planDefaults } from '../../src/plans/index.ts';
import { planOf } from '../kernel/small.ts';

type Beat = { readonly kind: 'Beat'; readonly turn: number };
type State = { readonly turn: number; readonly isHolder: boolean };

/** Each node beats every 10 ms; what it hears it writes down. Every third beat of its own it holds something. */
const beater = protocol<State, Beat, { readonly kind: 'beat' }, { readonly turn: number }>({
  name: 'beater',
  start(ctx, durable) {
    ctx.setTimer({ kind: 'beat' }, ms(5), ms(15));
    return { turn: durable?.turn ?? 0, isHolder: false };
  },
  on: {
    Beat(state, { turn }, _from, ctx) {
      if (turn <= state.turn) return state;
      ctx.persist({ turn }, { kind: 'turn' });
      return { ...state, turn };
    },
  },
  timer: {
    beat(state, _timer, ctx) {
      const turn = state.turn + 1;
      ctx.persist({ turn }, { kind: 'turn' });
      for (const id of ctx.group('server'))
        if (id !== ctx.self) ctx.send(id, { kind: 'Beat', turn }, { durable: true });
      ctx.setTimer({ kind: 'beat' }, ms(5), ms(15));
      return { turn, isHolder: turn % 3 === 0 };
    },
  },
});

const holder = role<State>({ about: '', group: 'server', is: ({ isHolder }) => isHolder, rank: ({ turn }) => turn });

const limits: PlanLimits = {
  ...planDefaults,
  kinds: allKinds,
  from: ms(50),
  to: ms(700),
  lasting: { min: ms(1), max: ms(250) },
  servers: ['n1', 'n2', 'n3', 'n4', 'n5'],
  clients: ['c1', 'c2'],
  groups: ['server'],
  roles: ['holder'],
  messages: ['Beat'],
  timers: ['beat'],
  writes: ['turn'],
  streams: false,
};

function runOf(seed: string, streams: boolean): RunResult {
  const plan = planOf(beater, 5, { roles: { holder }, seed, faults: generatePlan(seed, { ...limits, streams }) });
  const clients = limits.clients.map((id, i) => ({ id, group: 'client', protocol: beater, servers: [`n${i + 1}`] }));
  const ends: Partial<RunPlan> = streams ? { streams: { retransmit: ms(20), resetAfter: seconds(10) } } : {};
  return simulate({ ...plan, ...ends, nodes: [...plan.nodes, ...clients] });
}

test.each([true, false])('150 plans run to their end, and every kind takes effect: streams %s', (streams) => {
  const results = Array.from({ length: 150 }, (_, seed) => runOf(String(seed), streams));
  expect(new Set(results.map(({ ending, stop }) => stop?.reason ?? ending))).toEqual(new Set(['completed']));
  const windows = results.flatMap((result) => result.windows);
  const effective = windows.filter(({ skipped }) => skipped === undefined);
  const kinds = allKinds.filter((kind) => streams || kind !== 'reset');
  for (const kind of [...kinds, 'restart']) expect(effective.map((window) => window.kind)).toContain(kind);
  // Some roles are empty, some events do not come often enough: nine faults in ten are felt.
  expect(effective.length / windows.length).toBeGreaterThan(0.85);
});

test('faults that last are over at the end, but for those that an event set off late', () => {
  const late = seconds(1) - limits.lasting.max;
  for (let seed = 0; seed < 50; seed++) {
    for (const { from, to, kind, skipped } of runOf(String(seed), false).windows) {
      if (skipped !== undefined || from > late || ['corrupt', 'restart', 'clock'].includes(kind)) continue;
      expect(to).toBeDefined();
    }
  }
});
