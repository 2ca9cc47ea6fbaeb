// Schedules by hand: what an entry means, and what is recorded of crashes, copies and messages that never arrive.
import { describe, expect, test } from 'vitest';
import type { Context } from '../../../src/contract/context.ts';
import type { Fault } from '../../../src/contract/faults.ts';
import { protocol } from '../../../src/contract/protocol.ts';
import { ms } from '../../../src/contract/time.ts';
import { type Entry, Player, type RunPlan, recordRun, type Schedule, TimedRun } from '../../../src/kernel/index.ts';
import { crash, fault, node, planOf, steady } from '../small.ts';

type Message = { readonly kind: 'Count'; readonly term: number; readonly of: string };
type Timer = { readonly kind: 'tick' };
type Durable = { readonly ticks: number; readonly by: string };
type State = { readonly ticks: number; readonly heard: readonly string[] };
type C = Context<Message, Timer, Durable>;

/** Each tick is written, and told to the others once it is durable. */
const counter = protocol<State, Message, Timer, Durable>({
  name: 'counter',
  start(ctx: C, { ticks = 0 }) {
    ctx.setTimer({ kind: 'tick' }, ms(10));
    return { ticks, heard: [] };
  },
  on: {
    Count: (state, { of, term }) => ({ ...state, heard: [...state.heard, `${of}${term}`] }),
  },
  timer: {
    tick(state, _timer, ctx) {
      const ticks = state.ticks + 1;
      ctx.setTimer({ kind: 'tick' }, ms(10));
      ctx.persist({ ticks, by: ctx.self });
      ctx.broadcast({ kind: 'Count', term: ticks, of: ctx.self }, { durable: true });
      return { ...state, ticks };
    },
  },
});

const plan = (changes: Partial<RunPlan> = {}) => planOf(counter, 2, { until: ms(15), ...changes });

function recorded(changes: Partial<RunPlan>, writes: Schedule['writes'] = 'named'): Schedule {
  const run = new TimedRun(plan(changes));
  const recorder = recordRun(run);
  run.run();
  return recorder.schedule(writes);
}

const text = (entry: Entry): string => {
  const { time: _, ...rest } = entry;
  if (rest.do !== 'deliver') return Object.values(rest).join(' ');
  return `${rest.from}>${rest.node} ${rest.message['of']}${rest.message['term']}${rest.again ? ' again' : ''}`;
};

function played(entries: readonly Entry[], writes: Schedule['writes'] = 'automatic', faults: readonly Fault[] = []) {
  const player = new Player(plan(), { entries, writes, faults });
  const told = entries.map((entry) => {
    const done = player.play(entry);
    return done === undefined ? 'skipped' : text(done);
  });
  const states = player.world.nodes.map(({ state }) => state as State | undefined);
  return { told, states, disks: player.world.nodes.map(({ disk }) => disk.durable), player };
}

const tick = (id: string): Entry => ({ do: 'timer', node: id, timer: 'tick' });
const count = (from: string, to: string, term: number): Entry => ({
  do: 'deliver',
  from,
  node: to,
  message: { kind: 'Count', term, of: from },
});

describe('what is recorded', () => {
  test('what took place, in order; a message that never arrived is not there', () => {
    expect(recorded({}).entries.map(text)).toEqual([
      'timer n1 tick',
      'timer n2 tick',
      'write n1',
      'write n2',
      'n1>n2 n11',
      'n2>n1 n21',
    ]);
    const cut = fault(ms(1), { kind: 'cut', from: [node('n1')], to: [node('n2')] });
    const { entries, faults } = recorded({ faults: [cut] });
    expect(entries.map(text)).not.toContain('n1>n2 n11');
    expect(faults, 'a cut is in what is missing').toEqual([]);
  });

  test('a crash that loses a first write: nothing on the disk is what it kept of it', () => {
    const lost: Fault = { ...crash(ms(11), 'n1'), action: { kind: 'crash', targets: [node('n1')], unsynced: 'lost' } };
    const kept: Fault = { ...crash(ms(11), 'n1'), action: { kind: 'crash', targets: [node('n1')], unsynced: 'kept' } };
    expect(
      recorded({ faults: [lost] })
        .entries.map(text)
        .slice(0, 3),
    ).toEqual(['timer n1 tick', 'timer n2 tick', 'begin 0']);
    expect(
      recorded({ faults: [kept] })
        .entries.map(text)
        .slice(0, 4),
    ).toEqual(['timer n1 tick', 'timer n2 tick', 'write n1', 'begin 0']);
    const stalled = recorded({ faults: [lost] }, 'automatic').entries.map(text);
    expect(stalled.slice(0, 2), 'before the handler that issued it').toEqual(['stall n1', 'timer n1 tick']);
  });

  test('a torn write: which keys were there', () => {
    const torn: Fault = { ...crash(ms(11), 'n1'), action: { kind: 'crash', targets: [node('n1')], unsynced: 'torn' } };
    // How many writes are whole is drawn first, so not every seed tears this one.
    const begins = ['1', '2', '3', '4', '5', '6'].flatMap((seed) =>
      recorded({ faults: [torn], seed }).entries.filter((entry) => entry.do === 'begin'),
    );
    const keys = begins.flatMap((entry) =>
      entry.do === 'begin' && entry.torn !== undefined ? [entry.torn['n1']] : [],
    );
    expect(keys.length).toBeGreaterThan(0);
    for (const some of keys) expect([['by'], ['ticks']]).toContainEqual(some);
  });

  test('a duplicate is a copy', () => {
    const network = { ...steady, duplicate: { numerator: 1, denominator: 1 } };
    expect(recorded({ network }).entries.map(text).slice(-4)).toEqual([
      'n1>n2 n11',
      'n1>n2 n11 again',
      'n2>n1 n21',
      'n2>n1 n21 again',
    ]);
  });
});

test('a fault on several nodes is one on each; a restart means those that were down', () => {
  const both: Fault = { ...fault(ms(5), { kind: 'crash', targets: [node('n1'), node('n2')] }), lasts: ms(2) };
  const restart = fault(ms(9), { kind: 'restart', targets: [node('n1'), node('n2')] });
  const one = crash(ms(8), 'n1');
  const { faults, entries } = recorded({ faults: [both, one, restart] });
  expect(faults.map(({ text }) => text)).toEqual([
    'crash n1, unsynced lost',
    'crash n2, unsynced lost',
    'crash n1, unsynced lost',
    'restart n1',
  ]);
  expect(entries.map(text).slice(0, 4)).toEqual(['begin 0', 'begin 1', 'end 0', 'end 1']);
});

describe('what is played', () => {
  test('an entry that nothing answers to is skipped', () => {
    const { told } = played([count('n1', 'n2', 1), tick('n1'), count('n1', 'n2', 1), count('n1', 'n2', 1), tick('n9')]);
    expect(told).toEqual(['skipped', 'timer n1 tick', 'n1>n2 n11', 'skipped', 'skipped']);
  });

  test('a message that is not quite the one meant arrives in its place, with its own contents', () => {
    expect(played([tick('n1'), count('n1', 'n2', 7)]).told[1]).toBe('n1>n2 n11');
  });

  test('a copy arrives again, whatever else is under way', () => {
    const again: Entry = { ...count('n1', 'n2', 1), again: true } as Entry;
    expect(played([tick('n1'), tick('n1'), count('n1', 'n2', 1), again]).told.slice(2)).toEqual([
      'n1>n2 n11',
      'n1>n2 n11 again',
    ]);
  });

  test('with named writes nothing is through that is not named; automatic ones are through at once', () => {
    const entries = [tick('n1'), count('n1', 'n2', 1)];
    expect(played(entries, 'named').told[1]).toBe('skipped');
    expect(played([tick('n1'), { do: 'write', node: 'n1' }, count('n1', 'n2', 1)], 'named').told[2]).toBe('n1>n2 n11');
    expect(played(entries).told[1]).toBe('n1>n2 n11');
  });

  test('what a stalled disk has not written is lost with the crash, and the disk is well after it', () => {
    const faults: readonly Fault[] = [
      { ...crash(0, 'n1', ms(1)), action: { kind: 'crash', targets: [node('n1')], unsynced: 'lost' } },
    ];
    const stall: Entry = { do: 'stall', node: 'n1' };
    const crashed: readonly Entry[] = [
      { do: 'begin', fault: 0 },
      { do: 'end', fault: 0 },
    ];
    const { disks, states } = played([tick('n1'), stall, tick('n1'), ...crashed], 'automatic', faults);
    expect([disks[0]!['ticks'], states[0]!.ticks]).toEqual([1, 1]);
    const after = played([tick('n1'), stall, tick('n1'), ...crashed, tick('n1')], 'automatic', faults);
    expect(after.disks[0]!['ticks']).toBe(2);
  });

  test('torn: of the write that is lost some keys are there', () => {
    const faults: readonly Fault[] = [
      { ...crash(0, 'n1'), action: { kind: 'crash', targets: [node('n1')], unsynced: 'lost' } },
    ];
    const entries: readonly Entry[] = [tick('n1'), { do: 'begin', fault: 0, torn: { n1: ['by'] } }];
    expect(played(entries, 'named', faults).disks[0]).toEqual({ by: 'n1' });
  });

  test('on a stream no message overtakes an earlier one', () => {
    const streams = { retransmit: ms(200), resetAfter: ms(1000) };
    const player = new Player(plan({ streams }), { entries: [], faults: [], writes: 'automatic' });
    const told = [tick('n1'), tick('n1'), count('n1', 'n2', 2), count('n1', 'n2', 2)].map((entry) =>
      player.play(entry),
    );
    // The first is taken for the second: only it may arrive.
    expect(told.slice(2).map((entry) => (entry === undefined ? 'skipped' : text(entry)))).toEqual([
      'n1>n2 n11',
      'n1>n2 n12',
    ]);
  });

  test('of two timers of a node the one that must be due first fires first', () => {
    type Pair = { readonly kind: 'soon' } | { readonly kind: 'late' };
    const two = protocol<readonly string[], Message, Pair>({
      name: 'two timers',
      start(ctx) {
        ctx.setTimer({ kind: 'soon' }, ms(10), ms(20));
        ctx.setTimer({ kind: 'late' }, ms(20), ms(30));
        return [];
      },
      on: { Count: (state) => state },
      timer: { soon: (state) => [...state, 'soon'], late: (state) => [...state, 'late'] },
    });
    const player = new Player(planOf(two, 1), { entries: [], faults: [], writes: 'automatic' });
    const fire = (timer: string) => player.play({ do: 'timer', node: 'n1', timer }) !== undefined;
    expect([fire('late'), fire('soon'), fire('late')]).toEqual([false, true, true]);
  });

  test('a connection that carries nothing cannot break', () => {
    const streams = { retransmit: ms(200), resetAfter: ms(1000) };
    const player = new Player(plan({ streams }), { entries: [], faults: [], writes: 'automatic' });
    const reset: Entry = { do: 'reset', node: 'n1', from: 'n2' };
    expect(player.play(reset)).toBeUndefined();
    player.play(tick('n1'));
    expect([player.play(reset), player.play(reset)]).toEqual([reset, undefined]);
  });
});
