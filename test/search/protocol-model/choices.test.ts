// What a protocol chose on the way to a violation is in its schedule, and the schedule alone leads there again.
import { expect, test } from 'vitest';
import type { AnyMonitor } from '../../../src/contract/property.ts';
import { protocol } from '../../../src/contract/protocol.ts';
import { ms } from '../../../src/contract/time.ts';
import type { Schedule } from '../../../src/kernel/index.ts';
import { Player } from '../../../src/kernel/index.ts';
import { Exploration, replaySchedule } from '../../../src/search/index.ts';
import { toyPlan } from './toy.ts';

type State = { readonly lamp: string; readonly dice: readonly number[] };

const sides = [1, 2, 3, 4, 5, 6];

/** Chooses a lamp when it starts, and throws two dice when its timer fires. */
const thrower = protocol<State, never, { readonly kind: 'throw' }>({
  name: 'thrower',
  start(ctx) {
    ctx.setTimer({ kind: 'throw' }, ms(10));
    return { lamp: ctx.choose('lamp', ['off', 'on']), dice: [] };
  },
  on: {},
  timer: { throw: (state, _timer, ctx) => ({ ...state, dice: [ctx.choose('die', sides), ctx.choose('die', sides)] }) },
});

const monitor: AnyMonitor = {
  group: 'server',
  properties: [{ name: 'no-five-six', sentence: 'With the lamp on no five comes before a six.' }],
  initial: null,
  observe(memory, { after }, report) {
    const { lamp, dice } = (after ?? { lamp: 'off', dice: [] }) as State;
    if (lamp === 'on' && dice.join() === '5,6') report('no-five-six', 'five, six', null);
    return memory;
  },
  isExercised: () => true,
} as AnyMonitor;

const plan = { ...toyPlan(thrower, 1), monitors: [monitor] };
const target = { plan, failure: { property: 'no-five-six' }, model: undefined };

function found(): { readonly exploration: Exploration; readonly schedule: Schedule } {
  const exploration = new Exploration(plan);
  const verdict = exploration.run().verdicts.find(({ name }) => name === 'no-five-six')!;
  const { schedule } = exploration.counterexample('path' in verdict ? (verdict.path as never) : (undefined as never))!;
  return { exploration, schedule };
}

test('a counterexample says what was chosen, at the start and in each entry, and fails with any seed', () => {
  const { schedule } = found();
  // Counted from 0: the second lamp, then the fifth and the sixth side.
  expect(schedule.starts).toEqual({ n1: { lamp: [1] } });
  expect(schedule.entries).toEqual([{ do: 'timer', node: 'n1', timer: 'throw', choices: { die: [4, 5] } }]);
  for (const seed of ['1', '2', '3']) {
    const player = new Player({ ...plan, seed }, schedule);
    for (const entry of schedule.entries) expect(player.play(entry)).toEqual(entry);
    expect(player.world.violations.map(({ property }) => property)).toEqual(['no-five-six']);
  }
});

test('a choice that is missing is the first option, and one that nobody asks for is told', () => {
  const { schedule } = found();
  const [thrown] = schedule.entries;
  const player = new Player(plan, { ...schedule, starts: {} });
  const { choices: _, ...bare } = thrown!;
  player.play(bare);
  expect(player.world.nodes[0]!.state).toEqual({ lamp: 'off', dice: [1, 1] });
  const odd = { ...schedule, entries: [{ ...thrown!, choices: { die: [4, 5], coin: [1] } }] };
  const { verdict, difference } = replaySchedule(target, odd, { events: 0, fingerprint: '' });
  expect(verdict).toBe('still violated');
  expect(difference).toBe('entry 1, the throw timer of n1: it chooses coin, which nobody asks');
});

test('what goes before takes the choices of its schedule', () => {
  const { schedule } = found();
  const cut = { ...schedule, entries: [{ ...schedule.entries[0]!, choices: { die: [4, 2] } }] };
  const { model } = new Exploration(plan, { prefix: cut });
  expect(model.view(model.init[0]!).nodes[0]!.state).toEqual({ lamp: 'on', dice: [5, 3] });
});

test('what goes before takes the wanted one of options that come to the same, and of no other', () => {
  const parity = protocol<{ readonly isEven: boolean | null }, never, { readonly kind: 'throw' }>({
    name: 'parity',
    start(ctx) {
      ctx.setTimer({ kind: 'throw' }, ms(10));
      return { isEven: null };
    },
    on: {},
    timer: { throw: (_state, _timer, ctx) => ({ isEven: ctx.choose('die', sides) % 2 === 0 }) },
  });
  const after = (die: readonly number[]) => {
    const entry = { do: 'timer', node: 'n1', timer: 'throw', choices: { die } } as const;
    const { model } = new Exploration(toyPlan(parity, 1), {
      prefix: { entries: [entry], faults: [], writes: 'automatic' },
    });
    return model.view(model.init[0]!).nodes[0]!.state;
  };
  // The fourth side is as the second is, which comes first; with the first it is as if nothing were written.
  expect(after([3])).toEqual({ isEven: true });
  expect(after([0])).toEqual({ isEven: false });
  expect(after([5, 0])).toEqual({ isEven: true });
  expect(() => after([6])).toThrow('entry 1 of the schedule that goes before cannot be played');
});
