// One hand-written expectation for each form of the scenario's syntax; that loading it gives the same faults again is
// tested in `round-trip.test.ts`.
import { describe, expect, test } from 'vitest';
import type { Fault, FaultAction, Target, Trigger } from '../../src/contract/faults.ts';
import { ms, seconds } from '../../src/contract/time.ts';
import { actionText, printFault, printPlan, triggerText, unprintable } from '../../src/plans/index.ts';

const node = (id: string): Target => ({ select: 'node', node: id });
const role = (name: string, every?: boolean): Target => ({ select: 'role', role: name, ...(every && { every }) });
const rest: Target = { select: 'rest' };
const it: Target = { select: 'trigger', which: 'node' };
const sender: Target = { select: 'trigger', which: 'sender' };
const [n1, n2, n3, leader] = [node('n1'), node('n2'), node('n3'), role('leader')];
const percent = (numerator: number) => ({ numerator, denominator: 100 });
const span = (min: number, max: number) => ({ min: ms(min), max: ms(max) });

/** From 2 s on; `end` is a time. */
const timed = (action: FaultAction, end?: number): Fault => ({
  name: action.kind,
  at: seconds(2),
  until: end === undefined ? undefined : seconds(end),
  action,
  text: '',
});

const triggered = (action: FaultAction, trigger: Trigger, at = 0, lasts?: number): Fault => ({
  name: action.kind,
  at,
  trigger,
  until: undefined,
  ...(lasts === undefined ? {} : { lasts }),
  action,
  text: '',
});

/** The action, the end, as a scenario writes it at 2 s, and the words of cards. */
const actions: readonly (readonly [FaultAction, number | undefined, string, string])[] = [
  [{ kind: 'partition', sides: [[n1, n2], [rest]] }, 5, 'partition: [[n1, n2], rest], for: 3s', 'partition [n1, n2] | rest'],
  [{ kind: 'cut', from: [leader], to: [role('follower', true)] }, 3, 'cut: { from: leader, to: followers }, for: 1s', 'cut from leader to followers'],
  [
    {
      kind: 'network',
      conditions: { latencyMin: ms(1), latencyMax: ms(9), loss: percent(20), duplicate: percent(5), reorder: percent(10), reorderBy: ms(5), spacing: ms(10) },
      from: [n1],
      to: [rest],
    },
    4,
    'network: { latency: 1ms..9ms, loss: 20%, duplicate: 5%, reorder: 10%, reorderBy: 5ms, rate: 100/s }, from: n1, to: rest, for: 2s',
    'network latency 1ms..9ms, loss 20%, duplicate 5%, reorder 10%, reorder by 5ms, rate 100/s from n1 to rest',
  ],
  [{ kind: 'network', conditions: { loss: { numerator: 1, denominator: 3 } } }, undefined, 'network: { loss: 1/3 }', 'network loss 1/3'],
  [{ kind: 'reset', from: [n1], to: [n2, n3] }, undefined, 'reset: n1, with: [n2, n3]', 'reset n1 with [n2, n3]'],
  [{ kind: 'crash', targets: [leader] }, undefined, 'crash: leader', 'crash leader'],
  [{ kind: 'crash', targets: [leader], unsynced: 'torn' }, 3, 'crash: leader, unsynced: torn, restart: 1s', 'crash leader, unsynced torn'],
  [{ kind: 'restart', targets: [{ select: 'group', group: 'server' }] }, undefined, 'restart: servers', 'restart servers'],
  [{ kind: 'replace', targets: [n2] }, 2.5, 'replace: n2, restart: 500ms', 'replace n2'],
  [{ kind: 'pause', targets: [{ select: 'random', count: 2 }] }, 5, 'pause: random(2), for: 3s', 'pause random(2)'],
  [{ kind: 'slow', targets: [n1], service: span(5, 9) }, 5, 'slow: n1, service: 5ms..9ms, for: 3s', 'slow n1 by 5ms..9ms'],
  [{ kind: 'slowDisk', targets: [leader], latency: span(200, 200) }, 5, 'slowDisk: leader, latency: 200ms, for: 3s', 'slow disk of leader by 200ms'],
  [{ kind: 'failWrites', targets: [n1], write: 'vote' }, 3, 'failWrites: n1, write: vote, for: 1s', 'fail vote writes of n1'],
  [{ kind: 'failWrites', targets: [n1], write: 'a, b' }, 3, 'failWrites: n1, write: "a, b", for: 1s', 'fail a, b writes of n1'],
  [{ kind: 'fullDisk', targets: [n1], write: undefined }, 5, 'fullDisk: n1, for: 3s', 'full disk of n1'],
  [{ kind: 'corrupt', targets: [n1] }, undefined, 'corrupt: n1', 'corrupt disk of n1'],
  [
    { kind: 'clock', targets: [n1], rate: percent(110), offset: ms(200), jump: seconds(-2) },
    5,
    'clock: n1, rate: 110%, offset: 200ms, jump: -2s, for: 3s',
    'clock n1 rate 110%, offset 200ms, jump -2s',
  ],
  [{ kind: 'clock', targets: [n1], rate: undefined, offset: 0, jump: 1 }, undefined, 'clock: n1, jump: 1us', 'clock n1 jump 1us'],
]; // biome-ignore format: a line an action

describe('actions at a time', () => {
  test.each(actions)('%o', (action, end, syntax, words) => {
    expect(printFault(timed(action, end))).toBe(`{ at: 2s, ${syntax} }`);
    expect(actionText(action)).toBe(words);
  });
});

const message = { event: 'message', kind: 'Vote', node: undefined, from: undefined } as const;
const any = { ...message, kind: undefined };

/** The trigger, as a scenario writes it, and the words of cards. */
const triggers: readonly (readonly [Trigger, string, string])[] = [
  [{ nth: 2, on: { ...message, from: n1, node: n2 } }, 'on: { message: Vote, from: n1, to: n2, nth: 2 }', 'on the 2nd Vote from n1 to n2'],
  [{ nth: 1, on: message }, 'on: { message: Vote }', 'on the 1st Vote'],
  [{ nth: 11, on: { ...any, node: leader } }, 'on: { message: any, to: leader, nth: 11 }', 'on the 11th message to leader'],
  [{ nth: 3, on: { ...any, event: 'timer', kind: 'election', node: n2 } }, 'on: { timer: election, node: n2, nth: 3 }', 'on the 3rd election timer of n2'],
  [{ nth: 21, on: { ...any, event: 'write', node: leader } }, 'on: { write: any, node: leader, nth: 21 }', 'on the 21st write of leader'],
  [{ nth: 1, on: { ...any, event: 'start', node: n2 } }, 'on: { start: n2 }', 'on the 1st start of n2'],
  [{ nth: 4, on: { ...any, event: 'start' } }, 'on: { start: any, nth: 4 }', 'on the 4th start'],
  [{ nth: 1, when: { of: leader, test: undefined } }, 'when: { becomes: leader }', 'when a node becomes leader'],
  [{ nth: 2, when: { of: leader, test: undefined } }, 'when: { becomes: leader, nth: 2 }', 'the 2nd time that a node becomes leader'],
]; // biome-ignore format: a line a trigger

describe('triggers', () => {
  test.each(triggers)('%o', (trigger, syntax, words) => {
    expect(printFault(triggered({ kind: 'pause', targets: [it] }, trigger))).toBe(`{ ${syntax}, pause: it }`);
    expect(triggerText(trigger)).toBe(words);
  });

  test('a trigger that is looked for from a time on, and an end relative to it', () => {
    const crash = triggered({ kind: 'crash', targets: [sender] }, { nth: 1, on: message }, seconds(1), ms(20));
    expect(printFault(crash)).toBe('{ on: { message: Vote }, after: 1s, crash: sender, restart: 20ms }');
  });
});

test('a name of its own is printed', () => {
  const mute = { ...timed({ kind: 'pause', targets: [n1] }), name: 'mute' };
  expect(printFault(mute)).toBe('{ at: 2s, pause: n1, name: mute }');
  expect(printFault({ ...mute, name: 'no' })).toBe('{ at: 2s, pause: n1, name: "no" }');
});

test('rates are the ones whose inverse is the spacing, rounded down', () => {
  const rate = (spacing: number) => actionText({ kind: 'network', conditions: { spacing } });
  expect(rate(1)).toBe('network rate 1000000/s');
  expect(rate(333_333)).toBe('network rate 3/s');
  // 60 s / 8,571,428 µs is 7.
  expect(rate(8_571_428)).toBe('network rate 7/m');
  expect(rate(1_000_000_000)).toBe('network rate 3.6/h');
});

test('a plan is a list, one fault a line', () => {
  const plan = [timed({ kind: 'pause', targets: [n1] }), timed({ kind: 'crash', targets: [leader] }, 3)];
  expect(printPlan(plan)).toBe('faults:\n  - { at: 2s, pause: n1 }\n  - { at: 2s, crash: leader, restart: 1s }\n');
  expect(printPlan([])).toBe('faults: []\n');
});

describe('what no file can say is not printed', () => {
  const pause = { kind: 'pause', targets: [n1] } as const;
  const network = (conditions: object): Fault => timed({ kind: 'network', conditions });
  test.each([
    [triggered(pause, { nth: 1, when: { of: leader, test: () => true } }), 'a function over the state'],
    [triggered(pause, { nth: 1, when: { of: n1, test: undefined } }), 'is no role'],
    [triggered(pause, { nth: 1, on: { ...message, kind: 'any' } }), 'named any'],
    [triggered(pause, { nth: 1, on: { ...message, node: rest } }), 'left over'],
    [triggered(pause, { nth: 1, on: { ...message, from: { ...leader, nth: 2 } as Target } }), 'left over'],
    [{ ...triggered(pause, { nth: 1, on: message }), until: 5 }, 'ends at a time'],
    [{ ...timed(pause, 3), lasts: 5 }, 'said twice'],
    [network({ latencyMin: 0, latencyMax: 2, latencyTable: [0, 1, 2] }), 'a table'],
    [network({ latencyMin: 0 }), 'one end only'],
    [network({ spacing: 0 }), 'no bound'],
  ])('%o', (fault, reason) => {
    expect(unprintable(fault)).toContain(reason);
    expect(() => printFault(fault)).toThrow(reason);
  });
});
