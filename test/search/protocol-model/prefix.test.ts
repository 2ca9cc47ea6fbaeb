// A schedule that is played before an exploration leads where it leads as a capsule, or is refused.
import { expect, test } from 'vitest';
import type { Fault } from '../../../src/contract/faults.ts';
import { protocol } from '../../../src/contract/protocol.ts';
import { ms } from '../../../src/contract/time.ts';
import type { Entry, Schedule } from '../../../src/kernel/index.ts';
import { Exploration, type ProtocolBounds } from '../../../src/search/index.ts';
import { toyPlan } from './toy.ts';

type State = { readonly saved: boolean; readonly heard: boolean };
type Message = { readonly kind: 'Told' } | { readonly kind: 'Kept' };

/** n1 writes, and tells n2 so before the write is through (`Told`), and once it is (`Kept`). */
const keeper = protocol<State, Message, { readonly kind: 'save' }, { readonly saved?: true }>({
  name: 'keeper',
  start(ctx, durable) {
    if (ctx.self === 'n1') ctx.setTimer({ kind: 'save' }, ms(10));
    return { saved: durable?.saved === true, heard: false };
  },
  on: { Told: (state) => ({ ...state, heard: true }), Kept: (state) => state },
  timer: {
    save(state, _timer, ctx) {
      ctx.persist({ saved: true });
      ctx.send('n2', { kind: 'Told' });
      ctx.send('n2', { kind: 'Kept' }, { durable: true });
      return { ...state, saved: true };
    },
  },
});
const plan = toyPlan(keeper);

const told = { kind: 'Told' } as const;
const kept = { kind: 'Kept' } as const;
const save: Entry = { do: 'timer', node: 'n1', timer: 'save' };
const crash = [
  { do: 'begin', fault: 0 },
  { do: 'end', fault: 0 },
] as const;

function crashOf(unsynced: 'lost' | 'kept'): Fault {
  const targets = [{ select: 'node', node: 'n1' }] as const;
  return { name: 'crash', at: 0, until: ms(1), action: { kind: 'crash', targets, unsynced }, text: 'crash n1' };
}

function begun(entries: readonly Entry[], disk: ProtocolBounds['disk'], other: Partial<Schedule> = {}) {
  const prefix: Schedule = { entries, faults: [crashOf('lost')], writes: 'automatic', ...other };
  const { model } = new Exploration(plan, { bounds: { disk }, prefix });
  return model.view(model.init[0]!).nodes.map(({ state, durable }) => ({ ...(state as State), durable }));
}

test('what an exploration found with a crash at the end of a handler can go before another', () => {
  const lied = ([n1, n2]: readonly { state: unknown }[]) =>
    (n1!.state as State | undefined)?.saved === false && (n2!.state as State | undefined)?.heard === true;
  const properties = [
    { kind: 'sometimes', name: 'lied', holds: (view: { nodes: never }) => lied(view.nodes) },
  ] as const;
  const found = new Exploration(plan, { bounds: { crashes: 1 }, properties: properties as never });
  const verdict = found.run().verdicts.find(({ name }) => name === 'lied')!;
  const schedule = found.scheduleOf('path' in verdict ? (verdict.path as never) : (undefined as never));
  expect(schedule.entries.map((entry) => entry.do)).toEqual(['stall', 'timer', 'begin', 'deliver', 'end']);
  const lost = [
    { saved: false, heard: false, durable: {} },
    { saved: false, heard: true, durable: {} },
  ];
  expect(begun(schedule.entries, 'crashpoint', schedule)).toEqual(lost);
  expect(begun(schedule.entries, 'events', schedule)).toEqual(lost);
  expect(() => begun(schedule.entries, 'atomic', schedule)).toThrow('entry 1 of the schedule that goes before');
});

test('automatic writes are through where each completion is an event too', () => {
  const entries: Entry[] = [save, { do: 'deliver', node: 'n2', from: 'n1', message: kept }];
  for (const disk of ['atomic', 'crashpoint', 'events'] as const) {
    expect(begun(entries, disk)[0]).toEqual({ saved: true, heard: false, durable: { saved: true } });
  }
});

test('a schedule whose crash loses or keeps other writes than the model would is refused', () => {
  const deliver: Entry = { do: 'deliver', node: 'n2', from: 'n1', message: told };
  const named = { writes: 'named' } as const;
  // Nothing says that the write is through before the crash.
  expect(begun([save, deliver, ...crash], 'events', named)[0]).toEqual({ saved: false, heard: false, durable: {} });
  expect(() => begun([save, deliver, ...crash], 'crashpoint', named)).toThrow(
    'leaves other things on the disk of n1 than here',
  );
  const keeping = { ...named, faults: [crashOf('kept')] };
  expect(() => begun([save, deliver, ...crash], 'events', keeping)).toThrow(
    'leaves other things on the disk of n1 than here',
  );
});

test('an entry that has to wait for what a node has sent to itself is refused with that', () => {
  const talker = protocol<null, { readonly kind: 'Hello' }, { readonly kind: 'save' }>({
    name: 'talker',
    start(ctx) {
      ctx.send(ctx.self, { kind: 'Hello' });
      ctx.setTimer({ kind: 'save' }, ms(10));
      return null;
    },
    on: { Hello: (state) => state },
    timer: { save: (state) => state },
  });
  const prefix: Schedule = { entries: [save], faults: [], writes: 'automatic' };
  expect(() => new Exploration(toyPlan(talker), { prefix })).toThrow(
    'cannot be played: {"do":"timer","node":"n1","timer":"save"}; before all else n1 receives what it has sent to itself, Hello',
  );
});
