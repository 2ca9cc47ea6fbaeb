// What a link does to messages besides losing them: how long they take, and how many it carries a second.
import { expect, test } from 'vitest';
import type { LinkConditions } from '../../../src/contract/faults.ts';
import { ms } from '../../../src/contract/time.ts';
import { fault, node, steady } from '../small.ts';
import { notes, type Script, say } from './scripted.ts';

const ten = Array.from({ length: 10 }, (_, i) => `m${i + 1}`);
/** n1 says ten things at once at 10 ms. */
const tenAtOnce: Script = [[10, 'n1', say('n2', ...ten)]];
/** 100 a second. */
const spaced: LinkConditions = { ...steady, spacing: ms(10) };

const over = (network: LinkConditions, seed = '1') => notes('n2', { script: tenAtOnce, network, seed });
const delays = (heard: readonly string[]) => heard.map((note) => Number(note.split('@')[1]) - 10);

test('messages sent at once over a link of 100 a second arrive 10 ms apart; without a rate together', () => {
  // The first leaves at 10 ms, the second at 20 ms, …; each then takes its 1 ms.
  expect(over(spaced)).toEqual(ten.map((text, i) => `${text} @${11 + 10 * i}`));
  expect(over(steady)).toEqual(ten.map((text) => `${text} @11`));
});

test('a link with a rate is free again once it has carried what was sent: a message sent later does not wait', () => {
  const script: Script = [
    [10, 'n1', say('n2', 'a')],
    [20, 'n1', say('n2', 'b')],
    [25, 'n1', say('n2', 'c')],
    [70, 'n1', say('n2', 'd')],
  ];
  // b leaves at 20, when a has left the link; c waits for b until 30; d finds it free since 40.
  expect(notes('n2', { script, network: spaced })).toEqual(['a @11', 'b @21', 'c @31', 'd @71']);
});

test('each link has its rate to itself: neither the way back nor another receiver waits', () => {
  const script: Script = [
    [10, 'n1', say('n2', 'a', 'b')],
    [10, 'n1', say('n3', 'c')],
    [10, 'n2', say('n1', 'd')],
  ];
  const heard = (id: string) => notes(id, { script, network: spaced, count: 3 });
  expect([heard('n1'), heard('n2'), heard('n3')]).toEqual([['d @11'], ['a @11', 'b @21'], ['c @11']]);
});

test('a rate holds while its fault lasts, on the links it names', () => {
  const slow = (to: string) =>
    fault(ms(5), { kind: 'network', conditions: { spacing: ms(10) }, from: [node('n1')], to: [node(to)] }, ms(15));
  const script: Script = [...tenAtOnce, [150, 'n1', say('n2', 'after', 'after')]];
  const during = notes('n2', { script, faults: [slow('n2')] });
  expect(during.slice(0, 10)).toEqual(ten.map((text, i) => `${text} @${11 + 10 * i}`));
  expect(during.slice(10)).toEqual(['after @151', 'after @151']);
  expect(notes('n2', { script, faults: [slow('n3')], count: 3 }).slice(0, 2)).toEqual(['m1 @11', 'm2 @11']);
});

/** 2 ms at the quantiles 0 to 1/2, then up to 9 ms: not what a range from 2 to 9 ms gives. */
const table = [ms(2), ms(2), ms(9)];

test('with a table latencies are drawn from it and not from the range', () => {
  const tabled = { ...steady, latencyTable: table };
  const drawn = Array.from({ length: 40 }, (_, seed) => delays(over(tabled, String(seed)))).flat();
  expect(Math.min(...drawn)).toBe(2);
  expect(Math.max(...drawn)).toBeGreaterThan(8.5);
  expect(Math.max(...drawn)).toBeLessThanOrEqual(9);
  // Half of 400 draws: 200, with a deviation of 10.
  const low = drawn.filter((delay) => delay === 2).length;
  expect(Math.abs(low - 200)).toBeLessThan(50);
  expect(new Set(delays(over(steady)))).toEqual(new Set([1]));
});

test('a fault’s table replaces a range while it lasts, and a fault’s range a table', () => {
  const script: Script = [20, 40, 60].map((at) => [at, 'n1', say('n2', 'm')]);
  const during = (conditions: Partial<LinkConditions>) => [fault(ms(30), { kind: 'network', conditions }, ms(50))];
  const fives = { latencyMin: ms(5), latencyMax: ms(5), latencyTable: [ms(5), ms(5)] };
  const sevens = { latencyMin: ms(7), latencyMax: ms(7), latencyTable: undefined };
  expect(notes('n2', { script })).toEqual(['m @21', 'm @41', 'm @61']);
  expect(notes('n2', { script, faults: during(fives) })).toEqual(['m @21', 'm @45', 'm @61']);
  const tabled = { ...steady, ...fives };
  expect(notes('n2', { script, network: tabled, faults: during(sevens) })).toEqual(['m @25', 'm @47', 'm @65']);
});

test('a fault’s mixture replaces a range while it lasts, and a fault’s range a mixture', () => {
  const script: Script = [20, 40, 60].map((at) => [at, 'n1', say('n2', 'm')]);
  const during = (conditions: Partial<LinkConditions>) => [fault(ms(30), { kind: 'network', conditions }, ms(50))];
  const part = { weight: 1, kind: 'uniform', min: ms(3), max: ms(3) } as const;
  const fives = { latencyMin: ms(5), latencyMax: ms(5), latencyMixture: { parts: [part], plus: ms(2) } };
  const sevens = { latencyMin: ms(7), latencyMax: ms(7) };
  const nines = { latencyMin: ms(9), latencyMax: ms(9), latencyTable: [ms(9), ms(9)] };
  expect(notes('n2', { script, faults: during(fives) })).toEqual(['m @21', 'm @45', 'm @61']);
  const mixed = { ...steady, ...fives };
  expect(notes('n2', { script, network: mixed, faults: during(sevens) })).toEqual(['m @25', 'm @47', 'm @65']);
  expect(notes('n2', { script, network: mixed, faults: during(nines) })).toEqual(['m @25', 'm @49', 'm @65']);
});
