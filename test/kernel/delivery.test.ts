// What the network does and does not do, in exact times: one-way delay is 1 ms.
import { expect, test } from 'vitest';
import type { Fault } from '../../src/contract/faults.ts';
import { clientProtocol, protocol } from '../../src/contract/protocol.ts';
import { ms } from '../../src/contract/time.ts';
import type { RunPlan } from '../../src/kernel/index.ts';
import { TimedRun } from '../../src/kernel/index.ts';
import { always, crash, fault, node, planOf, steady } from './small.ts';

type Tick = { readonly kind: 'Tick'; readonly count: number };
type Timer = { readonly kind: 'send' };

/** n1 sends Tick 1, 2, 3, … to every other node each 10 ms from 10 ms on; others keep what arrived and when. */
const ticker = protocol<readonly { readonly count: number; readonly at: number }[], Tick, Timer>({
  name: 'ticker',
  start(ctx) {
    if (ctx.self === 'n1') ctx.setTimer({ kind: 'send' }, ms(10));
    return [];
  },
  on: { Tick: (state, { count }, _from, ctx) => [...state, { count, at: ctx.now }] },
  timer: {
    send(state, _timer, ctx) {
      ctx.broadcast({ kind: 'Tick', count: Math.round(ctx.now / ms(10)) });
      ctx.setTimer({ kind: 'send' }, ms(10));
      return state;
    },
  },
});

function arrivals(changes: Partial<RunPlan>, id = 'n2'): readonly (readonly [number, number])[] {
  const run = new TimedRun(planOf(ticker, 3, { until: ms(55), ...changes }), { level: 'trace' });
  run.run();
  const state = run.world.byId.get(id)!.state as readonly { count: number; at: number }[];
  return state.map(({ count, at }) => [count, at / 1000] as const);
}

test('without faults every message arrives once, its delay after it was sent', () => {
  expect(arrivals({})).toEqual([[1, 11], [2, 21], [3, 31], [4, 41], [5, 51]]); // biome-ignore format: pairs
});

test('a partition loses what is sent while it lasts', () => {
  const split = fault(ms(15), { kind: 'partition', sides: [[node('n1')], [{ select: 'rest' }]] }, ms(35));
  expect(arrivals({ faults: [split] })).toEqual([[1, 11], [4, 41], [5, 51]]); // biome-ignore format: pairs
});

test('a partition that begins while a message is under way stops it', () => {
  // Tick 2 is sent at 20 ms and would arrive at 21 ms; the cut is there from 20.5 ms to 25 ms.
  const split = fault(ms(20.5), { kind: 'partition', sides: [[node('n1')], [node('n2'), node('n3')]] }, ms(25));
  expect(arrivals({ faults: [split] })).toEqual([[1, 11], [3, 31], [4, 41], [5, 51]]); // biome-ignore format: pairs
});

test('a cut that begins and ends while a message is under way lets it through', () => {
  const split = fault(ms(20.2), { kind: 'partition', sides: [[node('n1')], [node('n2'), node('n3')]] }, ms(20.8));
  expect(arrivals({ faults: [split] }).map(([count]) => count)).toEqual([1, 2, 3, 4, 5]);
});

test('a one-way cut stops one direction only', () => {
  const cut = (from: string, to: string) => fault(0, { kind: 'cut', from: [node(from)], to: [node(to)] });
  expect(arrivals({ faults: [cut('n1', 'n2')] })).toEqual([]);
  expect(arrivals({ faults: [cut('n1', 'n2')] }, 'n3')).toHaveLength(5);
  expect(arrivals({ faults: [cut('n2', 'n1')] })).toHaveLength(5);
});

test('a node on two sides bridges them', () => {
  const bridge = fault(0, {
    kind: 'partition',
    sides: [
      [node('n1'), node('n3')],
      [node('n3'), node('n2')],
    ],
  });
  expect(arrivals({ faults: [bridge] }, 'n2')).toEqual([]);
  expect(arrivals({ faults: [bridge] }, 'n3')).toHaveLength(5);
});

test('a server that no side names is cut off from all', () => {
  const split = fault(0, { kind: 'partition', sides: [[node('n1'), node('n3')], []] });
  expect(arrivals({ faults: [split] }, 'n2')).toEqual([]);
  expect(arrivals({ faults: [split] }, 'n3')).toHaveLength(5);
});

test('a client stands where its home stands, also where no side names the home', () => {
  const asking = clientProtocol<number, Tick, Timer>({
    name: 'asking',
    start(ctx) {
      ctx.setTimer({ kind: 'send' }, ms(10));
      return 0;
    },
    on: { Tick: (state) => state + 1 },
    timer: {
      send(state, _timer, ctx) {
        for (const server of ctx.servers) ctx.send(server, { kind: 'Tick', count: 1 });
        return state;
      },
    },
  });
  const answering = protocol<null, Tick>({
    name: 'answering',
    start: () => null,
    on: {
      Tick(state, message, from, ctx) {
        ctx.send(from, message);
        return state;
      },
    },
    timer: {},
  });
  const plan = planOf(answering, 3, {
    faults: [fault(0, { kind: 'partition', sides: [[node('n1')], [node('n2')]] })],
  });
  const client = { id: 'c1', group: 'client', protocol: asking, servers: ['n3', 'n1', 'n2'] };
  const run = new TimedRun({ ...plan, nodes: [...plan.nodes, client] });
  run.run();
  // n3 is on no side: c1 reaches it, and nobody else.
  expect(run.world.byId.get('c1')!.state).toBe(1);
});

test('crash faults that overlap or touch hold a node down until the last of them ends', () => {
  const lives = (...faults: Fault[]) => {
    const run = new TimedRun(planOf(ticker, 3, { until: ms(100), faults }), { level: 'trace' });
    run.run();
    const starts = Array.from({ length: run.trace!.length }, (_, i) => run.trace!.at(i));
    return starts.filter((event) => event.kind === 'start' && event.node === 'n2').map((event) => event.time / 1000);
  };
  const restart = (at: number) => fault(at, { kind: 'restart', targets: [node('n2')] });
  expect(lives(crash(ms(10), 'n2', ms(20)))).toEqual([0, 20]);
  expect(lives(crash(ms(10), 'n2', ms(30)), crash(ms(20), 'n2', ms(80)))).toEqual([0, 80]);
  expect(lives(crash(ms(10), 'n2', ms(20)), crash(ms(20), 'n2', ms(30)))).toEqual([0, 30]);
  expect(lives(crash(ms(10), 'n2'), crash(ms(20), 'n2', ms(30)))).toEqual([0]);
  expect(lives(crash(ms(10), 'n2', ms(50)), restart(ms(20)), crash(ms(30), 'n2'))).toEqual([0, 20]);
  // Restarted and crashed at one instant, in this order: it is down, and held down.
  expect(lives(crash(ms(10), 'n2'), restart(ms(20)), crash(ms(20), 'n2', ms(80)))).toEqual([0, 80]);
});

test('a message to a node that is down is lost; what a crashed node had sent still arrives', () => {
  const down = crash(ms(15), 'n2', ms(35));
  expect(arrivals({ faults: [down] })).toEqual([[4, 41], [5, 51]]); // biome-ignore format: pairs
  // n1 sends Tick 1 at 10 ms and crashes half a millisecond later, for good.
  expect(arrivals({ faults: [crash(ms(10.5), 'n1')] })).toEqual([[1, 11]]);
});

test('loss, duplication and reordering at certainty', () => {
  expect(arrivals({ network: { ...steady, loss: always } })).toEqual([]);
  expect(arrivals({ network: { ...steady, duplicate: always } }).map(([count]) => count)).toEqual([
    1, 1, 2, 2, 3, 3, 4, 4, 5, 5,
  ]);
  // Held back by up to 30 ms, ticks that are 10 ms apart overtake each other.
  const late = arrivals({ network: { ...steady, reorder: always, reorderBy: ms(30) }, until: ms(1000) });
  const counts = late.map(([count]) => count);
  expect(counts).not.toEqual([...counts].sort((a, b) => a - b));
  expect(late.every(([count, at]) => at > 10 * count + 1 && at <= 10 * count + 31)).toBe(true);
});

test('changed conditions hold while the fault lasts, on the links it names', () => {
  const lossy = (to?: string) =>
    fault(
      ms(15),
      { kind: 'network', conditions: { loss: always }, ...(to === undefined ? {} : { to: [node(to)] }) },
      ms(35),
    );
  expect(arrivals({ faults: [lossy()] }).map(([count]) => count)).toEqual([1, 4, 5]);
  expect(arrivals({ faults: [lossy('n3')] }).map(([count]) => count)).toEqual([1, 2, 3, 4, 5]);
});

test('a latency range is met at both ends and not beyond', () => {
  const range = { ...steady, latencyMin: 3, latencyMax: 6 };
  const delays = arrivals({ network: range, until: ms(1000) }).map(
    ([count, at]) => Math.round(at * 1000) - count * 10_000,
  );
  expect([...new Set(delays)].sort()).toEqual([3, 4, 5, 6]);
});

test('what was lost and dropped is counted and traced with its reason', () => {
  const split = fault(ms(15), { kind: 'partition', sides: [[node('n1')], [{ select: 'rest' }]] }, ms(20.5));
  const run = new TimedRun(planOf(ticker, 3, { until: ms(55), faults: [split] }), { level: 'trace' });
  run.run();
  // Tick 2 to n2 and n3, both refused by the cut at sending.
  expect(run.result().counts).toMatchObject({ sent: 10, delivered: 8, dropped: 2, lost: 0 });
  expect(run.trace!.losses.map(({ from, to, reason }) => [from, to, reason])).toEqual([
    ['n1', 'n2', 'cut'],
    ['n1', 'n3', 'cut'],
  ]);
});
