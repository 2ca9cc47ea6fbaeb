// `lost`, `stale` and `converges` on hand-made runs: five servers, a partition from 2 s to 7 s, the end at 12 s.
import { describe, expect, test } from 'vitest';
import type { Plain } from '../../src/base/plain.ts';
import type { FaultWindow, Probe, RecordedEvent } from '../../src/kernel/result.ts';
import { judge, loadScenario, reportOf } from '../../src/scenario/index.ts';
import { systems } from './fake-system.ts';
import { partition, resultOf, scenarioOf } from './runs.ts';

const seconds = 1_000_000;
const servers = ['n1', 'n2', 'n3', 'n4', 'n5'];

/** `c1 write a 1 2.5 2.6`: client, operation, key, value, and from when to when; `-` for an answer that never came. */
function history(lines: readonly string[]): readonly RecordedEvent[] {
  const events = lines.flatMap((line): readonly RecordedEvent[] => {
    const [client, f, key, text, from, to] = line.split(' ') as [string, string, string, string, string, string];
    const value: Plain = text === 'null' ? null : Number(text);
    const base = { process: Number(client.slice(1)), f, key, client };
    const at = (time: string) => ({
      time: Math.round(Number(time) * seconds),
      event: Math.round(Number(time) * 1_000),
    });
    const begun: RecordedEvent = { ...base, type: 'invoke', value: f === 'read' ? null : value, ...at(from) };
    return to === '-' ? [begun] : [begun, { ...base, type: 'ok', value, ...at(to) }];
  });
  return [...events].sort((a, b) => a.time - b.time);
}

type Held = { readonly [key: string]: readonly Plain[] };

/** What the servers hold at a time; null for one that is down. */
const look = (time: number, held: readonly (Held | null)[]): Probe => ({
  time: time * seconds,
  states: Object.fromEntries(
    servers.map((id, index) => {
      const each = held[index] === undefined ? held[0]! : held[index];
      return [id, each === null ? undefined : { role: 'follower', term: 1, held: each }];
    }),
  ),
});

const atTheEnd = (...held: readonly (Held | null)[]) => [look(12, held)];

function told(claim: string, lines: readonly string[], probes: readonly Probe[], windows = [partition]): string {
  const { findings } = judge(scenarioOf([claim]), resultOf({ history: history(lines), probes, windows }));
  const { verdict, found } = findings.find(({ key }) => key === 'expect.0')!;
  return `${verdict}: ${found}`;
}

describe('lost', () => {
  const writes = ['c1 write a 1 1 1.1', 'c2 write b 2 3 3.1', 'c1 write c 3 4 4.1'];

  test('a write that no server holds any more is lost; one that a single server holds is not', () => {
    const probes = atTheEnd({ a: [1] }, { a: [1], c: [3] });
    expect(told('lost: { atMost: 0 }', writes, probes)).toBe(
      'failed: 1 of 3 acknowledged writes lost, the first acknowledged at 3.1s',
    );
    expect(told('lost: { atLeast: 1 }', writes, probes)).toContain('held: 1 of 3');
    expect(told('lost: { atLeast: 1, atMost: 1 }', writes, atTheEnd({ a: [1], c: [3] }))).toContain('held: 1 of 3');
  });

  test('while servers differ no upper bound is kept for good, and one that is broken stays so', () => {
    // Left alone since the heal; n1 may give way to n2, or n2 to n1.
    const probes = atTheEnd({ a: [1], b: [2], c: [3] }, { a: [1] });
    const open =
      'but servers still differ at the end (b: n1 holds 2, n2 holds nothing): run for longer, until they agree';
    expect(told('lost: { atMost: 0 }', writes, probes)).toBe(
      `unknown: 0 of 3 acknowledged writes lost so far, ${open}`,
    );
    expect(told('lost: { side: minority, atMost: 2 }', writes, probes)).toContain(
      'unknown: 0 of 2 acknowledged writes ',
    );
    expect(told('lost: { atMost: 0 }', writes, atTheEnd({ a: [1] }, { c: [3] }))).toContain('failed: 1 of 3');
    // Of what goes on being written servers differ for as long as a message takes.
    const going = ['c1 write a 1 1 1.1', 'c1 write a 2 11 11.1'];
    expect(told('lost: { atMost: 0 }', going, atTheEnd({ a: [2] }, { a: [1] }))).toContain('held: 0 of 2');
  });

  test('what was replaced by a newer write is not lost, and neither is one of two siblings', () => {
    const newer = [...writes, 'c1 write b 4 5 5.1'];
    expect(told('lost: { atMost: 0 }', newer, atTheEnd({ a: [1], b: [4], c: [3] }))).toContain('held: 0 of 4');
    expect(told('lost: { atMost: 0 }', newer, atTheEnd({ a: [1], b: [2], c: [3] }))).toContain('failed: 1 of 4');
    expect(told('lost: { atMost: 0 }', writes, atTheEnd({ a: [1], b: [9, 2], c: [3] }))).toContain('held: 0 of 3');
  });

  test('a value of a write whose outcome is unknown may be newer than all that were acknowledged', () => {
    const unknown = ['c1 write a 1 1 1.1', 'c2 write a 2 3 -'];
    expect(told('lost: { atMost: 0 }', unknown, atTheEnd({ a: [2] }))).toContain('held: 0 of 1');
    expect(told('lost: { atMost: 0 }', unknown, atTheEnd({}))).toContain('failed: 1 of 1');
  });

  test('a write that was never acknowledged cannot be lost', () => {
    expect(told('lost: { atMost: 0 }', ['c1 write a 1 1 1.1', 'c2 write b 2 3 -'], atTheEnd({ a: [1] }))).toContain(
      'held: 0 of 1',
    );
    expect(told('lost: { atMost: 0 }', ['c2 write b 2 3 -'], atTheEnd({}))).toBe(
      'unknown: no write was acknowledged in it',
    );
  });

  test('only writes of the window and the side count', () => {
    const none = atTheEnd({});
    expect(told('lost: { during: partition, atMost: 9 }', writes, none)).toContain('2 of 2');
    // c2 is at home on n2, in the minority; c3 on n3.
    const sides = ['c2 write a 1 3 3.1', 'c3 write b 2 3 3.1', 'c3 write c 3 4 4.1'];
    expect(told('lost: { side: minority, atMost: 9 }', sides, none)).toContain('1 of 1');
    expect(told('lost: { side: majority, atMost: 9 }', sides, none)).toContain('2 of 2');
  });

  test('it is not told while a server is down', () => {
    expect(told('lost: { atMost: 0 }', writes, atTheEnd({}, null))).toBe(
      'unknown: n2 was down at the end, and what it holds cannot be told',
    );
  });
});

describe('stale', () => {
  // The write of 2 was over at 3.1 s, so a read of 1 at 5 s is 1.9 s old; one that begins before that is not stale.
  const lines = ['c1 write a 1 1 1.1', 'c1 write a 2 3 3.1', 'c2 read a 1 5 5.1', 'c3 read a 2 6 6.1'];
  const end = atTheEnd({});

  test('the age is the time since what was read had been replaced', () => {
    expect(told('stale: { max: 1.9s, atLeast: { max: 1.9s } }', lines, end)).toBe(
      'held: 50% of 2 reads stale, age p50 0s, p99 1.9s, max 1.9s',
    );
    expect(told('stale: { max: 1899ms }', lines, end)).toContain('failed: ');
    expect(
      told('stale: { max: 0s }', ['c1 write a 1 1 1.1', 'c1 write a 2 3 3.1', 'c2 read a 1 3.05 3.2'], end),
    ).toContain('held: 0% of 1 read stale');
  });

  test('shares, and the reads of one client', () => {
    expect(told('stale: { share: { atLeast: 50%, atMost: 50% } }', lines, end)).toContain('held');
    expect(told('stale: { share: { atMost: 49% } }', lines, end)).toContain('failed');
    expect(told('stale: { client: c3, share: { atMost: 0% } }', lines, end)).toContain('held: 0% of 1 read stale');
    expect(told('stale: { client: c4, max: 1s }', lines, end)).toBe('unknown: no read was answered in it');
  });
});

describe('converges', () => {
  const lines = ['c1 write a 1 3 3.1', 'c1 write b 2 4 4.1', 'c1 write b 3 8 8.1'];
  const differing: readonly Held[] = [{ a: [1] }, { a: [1], b: [3] }, {}];

  test('took: from the last heal to the first look from which on all hold the same', () => {
    // b is written after the heal and does not count: n1 never holds it, and no claim is broken by that.
    const looks = [
      look(6, [{ a: [1] }]),
      look(8, differing),
      look(9, [{ a: [1] }, { a: [1], b: [3] }]),
      look(12, [{ a: [1] }]),
    ];
    expect(told('converges: { within: 2s }', lines, looks)).toBe(
      'held: all held the same 2s after every fault had healed at 7s',
    );
    expect(told('converges: { within: 1999ms }', lines, looks)).toContain('failed: all held the same 2s after');
  });

  test('who differs at the end has not converged, if there was time', () => {
    const looks = [look(8, [{ a: [1] }]), look(12, differing)];
    expect(told('converges: { within: 2s }', lines, looks)).toBe(
      'failed: a: n1 holds 1, n3 holds nothing, 5s after every fault had healed at 7s',
    );
    expect(told('converges: { within: 6s }', lines, looks)).toContain(
      'unknown: a: n1 holds 1, n3 holds nothing; the run',
    );
  });

  test('diverges is the opposite', () => {
    const differ = [look(8, [{ a: [1] }]), look(12, differing)];
    expect(told('diverges: { after: 5s }', lines, differ)).toContain('held: a: n1 holds 1, n3 holds nothing, 5s after');
    expect(told('diverges: { after: 6s }', lines, differ)).toContain('unknown: ');
    expect(told('diverges: { after: 2s }', lines, [look(9, [{ a: [1] }]), look(12, [{ a: [1] }])])).toContain(
      'failed: all',
    );
  });

  test('siblings are the same in any order', () => {
    expect(told('converges: { within: 5s }', lines, atTheEnd({ a: [1, 9] }, { a: [9, 1] }))).toContain('held');
  });

  test('it is not told before the last fault has healed, or where every key is written on', () => {
    const open: FaultWindow = { ...partition, to: undefined };
    expect(told('converges: { within: 2s }', lines, atTheEnd({}), [open])).toBe('unknown: partition had not healed');
    expect(told('converges: { within: 2s }', ['c1 write b 3 8 8.1'], atTheEnd({}))).toContain(
      'unknown: no key was left alone',
    );
  });
});

test('the same as measures, and the states are kept for them', () => {
  const extra =
    'measure: [{ name: gone, lost: {} }, { name: old, stale: { percentile: max } }, { name: part, staleReads: {} }, { name: agreed, converges: {} }]';
  const scenario = scenarioOf(['lost: { atMost: 9 }'], extra);
  const lines = ['c1 write a 1 1 1.1', 'c1 write b 2 3 3.1', 'c2 read b null 5 5.1', 'c2 read a 1 6 6.1'];
  const result = resultOf({ history: history(lines), probes: [look(9, [{ a: [1] }, {}]), look(12, [{ a: [1] }])] });
  const { measures } = reportOf(scenario, { result, judgement: judge(scenario, result) }, 0);
  // b is lost; the read of it at 5 s missed what was acknowledged at 3.1 s; 12 s is 5 s after the heal at 7 s.
  expect(measures.map(({ name, value }) => `${name} ${value}`)).toEqual([
    'gone 1',
    `old ${1.9 * seconds}`,
    'part 0.5',
    `agreed ${5 * seconds}`,
  ]);
});

test('claims that cannot fail, or cannot be told, are refused', () => {
  const problemsOf = (claim: string, parts = 'system: fake-kv\nfaults: [{ at: 1s, crash: n1, restart: 1s }]') => {
    const text = `faultline: 1\nname: a\nabout: b\n${parts}\nrun: 5s\nworkload: { kind: register }\nexpect: [{ ${claim} }]`;
    return loadScenario(text, 'a.yaml', systems).problems.map(({ code }) => code);
  };
  expect(problemsOf('lost: { atMost: 0 }')).toEqual([]);
  expect(problemsOf('lost: {}')).toEqual(['nothing-claimed']);
  expect(problemsOf('lost: { atLeast: 0 }')).toEqual(['vacuous-claim']);
  expect(problemsOf('lost: { atLeast: 3, atMost: 2 }')).toEqual(['contradiction']);
  expect(problemsOf('stale: {}')).toEqual(['nothing-claimed']);
  expect(problemsOf('stale: { max: 1s, atLeast: { max: 2s } }')).toEqual(['contradiction']);
  expect(problemsOf('stale: { share: { atLeast: 3%, atMost: 2% } }')).toEqual(['contradiction']);
  expect(problemsOf('stale: { atLeast: { max: 0s } }')).toEqual(['vacuous-claim']);
  expect(problemsOf('converges: { within: 5s }')).toEqual(['after-the-end']);
  expect(problemsOf('converges: { within: 1s }', 'system: fake-kv')).toEqual(['contradiction']);
  expect(problemsOf('lost: { atMost: 0 }', 'system: fake-commit')).toContain('contradiction');
});
