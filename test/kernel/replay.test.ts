// Any moment of a run can be reached again: from a checkpoint, from an event, and from the schedule of labels.
import { expect, test } from 'vitest';
import { hexOf } from '../../src/base/hash.ts';
import { RandomStream } from '../../src/base/random.ts';
import { clientProtocol, protocol } from '../../src/contract/protocol.ts';
import { ms } from '../../src/contract/time.ts';
import { type RunPlan, replay, simulate, TimedRun } from '../../src/kernel/index.ts';
import { crash, fault, node, planOf } from './small.ts';

type Message = { readonly kind: 'Rumour'; readonly hops: number } | { readonly kind: 'Saved'; readonly hops: number };
type Timer = { readonly kind: 'gossip' } | { readonly kind: 'idle' };
type State = { readonly heard: number; readonly saved: number; readonly idle: number };

/** Uses everything: random peers, timers put off, disk, durable sends, loopback. */
const gossip = protocol<State, Message, Timer, { readonly heard: number }>({
  name: 'gossip-all',
  start(ctx, { heard = 0 }) {
    ctx.setTimer({ kind: 'gossip' }, ms(1), ms(9));
    ctx.setTimer({ kind: 'idle' }, ms(20), ms(40));
    return { heard, saved: heard, idle: 0 };
  },
  on: {
    Rumour(state, { hops }, _from, ctx) {
      ctx.setTimer({ kind: 'idle' }, ms(20), ms(40));
      if (hops <= state.heard) return state;
      ctx.persist({ heard: hops });
      ctx.send(ctx.self, { kind: 'Saved', hops }, { durable: true });
      return { ...state, heard: hops };
    },
    Saved: (state, { hops }) => ({ ...state, saved: hops }),
  },
  timer: {
    gossip(state, _timer, ctx) {
      ctx.send(ctx.choose('peer', ctx.peers), { kind: 'Rumour', hops: state.saved + 1 }, { durable: true });
      ctx.setTimer({ kind: 'gossip' }, ms(1), ms(9));
      return state;
    },
    idle: (state) => ({ ...state, idle: state.idle + 1 }),
  },
});

const small = { numerator: 1, denominator: 20 };
const plan: RunPlan = planOf(gossip, 5, {
  until: ms(2000),
  network: {
    latencyMin: 300,
    latencyMax: 4000,
    loss: small,
    duplicate: small,
    reorder: small,
    reorderBy: ms(8),
  },
  disk: { latencyMin: 100, latencyMax: 5000 },
  faults: [
    fault(ms(300), { kind: 'partition', sides: [[node('n1'), node('n2')], [{ select: 'rest' }]] }, ms(600)),
    crash(ms(700), 'n3', ms(800)),
    fault(ms(900), { kind: 'crash', targets: [{ select: 'random', count: 2 }] }, ms(1100)),
    fault(ms(1200), { kind: 'network', conditions: { loss: { numerator: 1, denominator: 3 } } }, ms(1500)),
    fault(ms(1300), { kind: 'cut', from: [node('n4')], to: [{ select: 'rest' }] }, ms(1700)),
  ],
});

const full = new TimedRun(plan, { level: 'full', recordSchedule: true });
full.run();
const { fingerprint, events, counts, history, windows } = full.result();

test('a run tests something: every kind of event happens', () => {
  expect(events).toBeGreaterThan(4000);
  for (const [name, count] of Object.entries(counts)) expect(count, name).toBeGreaterThan(0);
  expect(windows.every((window) => window.skipped === undefined)).toBe(true);
});

test('the same plan gives the same fingerprint, whatever is recorded', () => {
  for (const level of ['verdict', 'trace', 'full'] as const) {
    const run = new TimedRun(plan, { level });
    run.run();
    expect(run.result()).toEqual({ ...full.result() });
  }
});

test('what clients were told is part of the fingerprint', () => {
  const telling = (value: number) =>
    clientProtocol<null, never, never>({
      name: 'telling',
      start(ctx) {
        ctx.invoke({ f: 'read', value: null });
        ctx.ok(value);
        return null;
      },
      on: {},
      timer: {},
    });
  const told = (value: number) =>
    simulate({ ...planOf(telling(value), 0), nodes: [{ id: 'c1', group: 'client', protocol: telling(value) }] });
  expect(told(1).fingerprint).not.toBe(told(2).fingerprint);
});

test('another seed gives another run', () => {
  const other = new TimedRun({ ...plan, seed: '2' });
  other.run();
  expect(other.result().fingerprint).not.toBe(fingerprint);
});

test('from every checkpoint the run ends with the same fingerprint', () => {
  expect(full.checkpoints.length).toBeGreaterThan(15);
  for (const checkpoint of full.checkpoints) {
    const run = new TimedRun(plan, {}, checkpoint);
    run.run();
    expect(run.result()).toEqual({ ...full.result(), history });
  }
});

test('from 200 random events, reached by the nearest checkpoint and steps, it does too', () => {
  const random = new RandomStream('200', 'events');
  for (let i = 0; i < 200; i++) {
    const event = random.int(events);
    const checkpoint = full.checkpoints.findLast((candidate) => candidate.event <= event)!;
    const run = new TimedRun(plan, { level: 'trace' }, checkpoint);
    run.run(event);
    expect(run.world.events).toBe(event);
    run.run();
    expect(run.result().fingerprint).toBe(fingerprint);
    if (event < events - 1) expect(run.trace!.at(event + 1)).toEqual(full.trace!.at(event + 1));
  }
});

test('the replay driver, given the recorded schedule, repeats the run', () => {
  expect(full.schedule).toHaveLength(events);
  const { world, executed, skipped } = replay(plan, full.schedule);
  expect({ executed, skipped }).toEqual({ executed: events, skipped: [] });
  expect(hexOf(world.stateHash())).toBe(hexOf(full.world.stateHash()));
  world.mark(); // a run's end marks once more
  expect(hexOf(world.fingerprint.result())).toBe(fingerprint);
});

test('an event left out of the schedule never happens; what hung on it is skipped and told', () => {
  const at = full.schedule.findIndex((label) => label.includes(' Rumour '));
  const without = full.schedule.filter((_, i) => i !== at);
  const { executed, skipped, world } = replay(plan, without);
  expect(executed + skipped.length).toBe(events - 1);
  expect(hexOf(world.stateHash())).not.toBe(hexOf(full.world.stateHash()));
  expect(replay(plan, ['n1 start #1', 'n9>n1 Rumour 0 #1']).skipped).toEqual(['n9>n1 Rumour 0 #1']);
});

test('every event but the first ones names its cause, which came before it', () => {
  for (let index = 0; index < events; index++) {
    const { cause, kind } = full.trace!.at(index);
    if (cause === undefined) expect(['start', 'fault'], `event ${index}`).toContain(kind);
    else expect(cause).toBeLessThan(index);
  }
});

test('what is recorded does not change the run, also where there is too much to keep', () => {
  const chatty = protocol<null, never, { readonly kind: 'talk' }>({
    name: 'chatty',
    start(ctx) {
      ctx.setTimer({ kind: 'talk' }, ms(1));
      return null;
    },
    on: {},
    timer: {
      talk(state, _timer, ctx) {
        for (let i = 0; i < 200_000; i++) ctx.note('again');
        ctx.setTimer({ kind: 'talk' }, ms(1));
        return state;
      },
    },
  });
  const talk = planOf(chatty, 1, { until: ms(7) });
  const kept = new TimedRun(talk, { level: 'full' });
  kept.run();
  expect(kept.result()).toEqual(simulate(talk));
  // 7 times 200,000 notes, of which a million are kept.
  expect([kept.trace!.notes.length, kept.trace!.omitted]).toEqual([1_000_000, 400_000]);
});
