// Each expectation is shown to hold, to fail, and not to be told. Five clients c1 to c5 live on n1 to n5; the partition
// of n1 and n2 lasts from 2 s to 7 s, so c1 and c2 are on the minority side.
import { describe, expect, test } from 'vitest';
import type { RunResult } from '../../src/kernel/result.ts';
import { clientsOn } from '../../src/scenario/expect/segments.ts';
import { type Finding, judge, partsOf, summarize } from '../../src/scenario/index.ts';
import { historyOf, partition, resultOf, scenarioOf } from './runs.ts';

function finding(item: string, result: RunResult): Finding {
  const { findings } = judge(scenarioOf([item]), result);
  return findings.find(({ key }) => key === 'expect.0')!;
}

/** `verdict: found` of one expectation on one run. */
function told(item: string, result: RunResult): string {
  const { verdict, found } = finding(item, result);
  return `${verdict}: ${found}`;
}

// Minority: c1 invokes 2 (one refused, one unknown), c2 2 (one at the very start of the window; one unanswered): 0 of 4.
// Majority: c3 invokes 3 (ok at 4.5; mismatch at 5; ok at 6), c4 1 (ok, but after its deadline): 3 of 4.
// Outside: c1 at 1.9 s before it, c5 at exactly 7 s, when the partition has healed.
const history = historyOf([
  'c1 read 1.9 ok 1.95',
  'c1 write 2.5 no-leader 2.6',
  'c1 write 4 timeout 6',
  'c2 read 2 unavailable 2.1',
  'c2 read 3 - -',
  'c3 write 4.4 ok 4.5',
  'c3 cas 4.9 cas-mismatch 5',
  'c3 read 5.9 ok 6',
  'c4 read 3.5 ok 5.6',
  'c5 read 7 ok 7.1',
]);
const split = resultOf({ history });

describe('availability', () => {
  test('on the minority side: 0 of 4', () => {
    const found = '0 of 4 operations answered (0%)';
    expect(told('available: { side: minority, during: partition, atMost: 0% }', split)).toBe(`held: ${found}`);
    expect(told('available: { side: minority, during: partition, atLeast: 1% }', split)).toBe(`failed: ${found}`);
  });

  test('on the majority side: a mismatch is an answer, a late ok is none: 3 of 4', () => {
    const found = '3 of 4 operations answered (75%)';
    expect(told('available: { side: majority, during: partition, atLeast: 75% }', split)).toBe(`held: ${found}`);
    expect(told('available: { side: majority, during: partition, atMost: 75% }', split)).toBe(`held: ${found}`);
    expect(told('available: { side: majority, during: partition, atLeast: 75.01% }', split)).toBe(`failed: ${found}`);
  });

  test('what is answered only after the fault has ended does not count for the time that it lasted', () => {
    // Asked at 6 s, answered at 7.2 s, because the partition healed at 7 s. Over the whole run it is answered.
    const late = resultOf({ history: historyOf(['c1 write 2.5 no-leader 2.6', 'c1 read 6 ok 7.2']) });
    expect(told('available: { side: minority, during: partition, atMost: 0% }', late)).toBe(
      'held: 0 of 1 operation answered (0%); 1 not counted, answered only after the fault had ended',
    );
    expect(told('available: { client: c1, atLeast: 50% }', late)).toBe('held: 1 of 2 operations answered (50%)');
    // A window that the scenario ends itself counts it.
    expect(told('available: { side: minority, during: partition, to: 6.5s, atMost: 0% }', late)).toContain('1 of 2');
  });

  test('on all sides: 3 of 8; of one client; of the whole run: 5 of 10', () => {
    expect(told('available: { side: all, during: partition, atLeast: 3/8 }', split)).toContain('held: 3 of 8');
    expect(told('available: { during: partition, atMost: 374/1000 }', split)).toContain('failed: 3 of 8');
    expect(told('available: { client: c3, atLeast: 100% }', split)).toContain('held: 3 of 3');
    expect(told('available: { atLeast: 50% }', split)).toContain('held: 5 of 10');
  });

  test('a side with times of its own: those of the partition that they meet', () => {
    // From 4 s on the majority side: the three of c3.
    expect(told('available: { side: majority, from: 4s, to: 10s, atLeast: 100% }', split)).toContain('held: 3 of 3');
    expect(told('available: { side: minority, during: partition, from: 3s, to: 4s, atMost: 0% }', split)).toContain(
      '0 of 1',
    );
  });

  test('the longest gap counts from the start of the window to its end', () => {
    // Majority: answers at 4.5, 5 and 6 between 2 and 7: gaps 2.5, 0.5, 1, 1.
    const found = '3 of 4 operations answered (75%), longest gap 2.5s';
    expect(told('available: { side: majority, during: partition, longestGap: 2.5s }', split)).toBe(`held: ${found}`);
    expect(told('available: { side: majority, during: partition, longestGap: 2499ms }', split)).toBe(
      `failed: ${found}`,
    );
    expect(told('available: { side: majority, during: partition, gapAtLeast: 2.5s }', split)).toBe(`held: ${found}`);
    expect(told('available: { side: majority, during: partition, gapAtLeast: 2501ms }', split)).toBe(
      `failed: ${found}`,
    );
    // Minority: no answer at all, so the gap is the window.
    expect(told('available: { side: minority, during: partition, gapAtLeast: 5s }', split)).toContain('longest gap 5s');
  });

  test('what the end of the run cut off is not counted', () => {
    // Deadline 2 s, end at 12 s: one without an answer at 10 s is unknown, one at 10.000001 s is cut off.
    const late = resultOf({ history: historyOf(['c1 read 10 - -', 'c2 read 10.000001 - -', 'c3 read 11.9 ok 11.95']) });
    expect(told('available: { from: 9s, atLeast: 50% }', late)).toBe(
      'held: 1 of 2 operations answered (50%); 1 not counted, the run ended before their deadline',
    );
    const only = resultOf({ history: historyOf(['c2 read 11 - -']) });
    expect(told('available: { from: 9s, atMost: 0% }', only)).toBe(
      'unknown: no operation was invoked in it; 1 not counted, the run ended before their deadline',
    );
  });

  test('is not told where nothing was invoked, the fault did nothing or never began, or the run stopped before', () => {
    const item = 'available: { side: minority, during: partition, atMost: 0% }';
    expect(told(item, resultOf({ history: [] }))).toBe('unknown: no operation was invoked in it');
    const skipped = { ...partition, nodes: [], skipped: 'no node is leader' };
    expect(told(item, resultOf({ history, windows: [skipped] }))).toBe(
      'unknown: partition did nothing: no node is leader',
    );
    expect(told(item, resultOf({ history, windows: [] }))).toBe('unknown: partition never began');
    expect(told('available: { to: 11s, atMost: 0% }', resultOf({ history, time: 5_000_000 }))).toBe(
      'unknown: the run ended at 5s, before 11s',
    );
  });

  test('a side that no client stands on, or that is none, is not told', () => {
    const all = { ...partition, nodes: [['n1', 'n2', 'n3', 'n4', 'n5'], ['c1']] };
    // c1 is listed by itself: it stands where it is listed, alone.
    expect(
      told('available: { side: minority, during: partition, atMost: 0% }', resultOf({ history, windows: [all] })),
    ).toContain('held: 0 of 2');
    const none = { ...partition, nodes: [['n1', 'n2', 'n3', 'n4', 'n5'], ['c9']] };
    expect(
      told('available: { side: minority, during: partition, atMost: 0% }', resultOf({ history, windows: [none] })),
    ).toBe('unknown: no client stood on the minority side');
    const even = { ...partition, nodes: [['n1', 'n2'], ['n3', 'n4'], ['n5']] };
    expect(
      told('available: { side: majority, during: partition, atLeast: 1% }', resultOf({ history, windows: [even] })),
    ).toBe('unknown: no side held more than half of 5 servers');
  });

  test('half of the servers is no majority: then everybody is on the minority side', () => {
    const place = { servers: ['n1', 'n2', 'n3', 'n4'], clients: [{ id: 'c1', home: 'n1', servers: ['n1'] }] };
    const halves = {
      ...partition,
      nodes: [
        ['n1', 'n2'],
        ['n3', 'n4'],
      ],
    };
    expect(clientsOn('majority', halves, place)).toBeUndefined();
    expect(clientsOn('minority', halves, place)).toEqual(new Set(['c1']));
  });

  test('a home on two sides is with the majority if one of them is', () => {
    const bridge = {
      ...partition,
      nodes: [
        ['n1', 'n2', 'n3'],
        ['n3', 'n4', 'n5'],
      ],
    };
    // Both sides hold three of five: everybody is with a majority.
    const result = resultOf({ history, windows: [bridge] });
    expect(told('available: { side: majority, during: partition, atLeast: 3/8 }', result)).toContain('held: 3 of 8');
  });

  test('a kind that several faults share means all of their windows', () => {
    const second = { ...partition, from: 7_000_000, to: 8_000_000 };
    const result = resultOf({ history, windows: [partition, second] });
    // c5 at 7 s is in the second one: 4 of 9.
    expect(told('available: { during: partition, atLeast: 4/9 }', result)).toContain('held: 4 of 9');
  });

  test('that fails points at the event to look at', () => {
    const event = (item: string, result = split) => finding(item, result).event;
    const minority = 'side: minority, during: partition';
    const majority = 'side: majority, during: partition';
    // The first operation of the window that was not answered: c2 at 2 s; on the majority side c4 at 3.5 s.
    expect(event(`available: { ${minority}, atLeast: 1% }`)).toBe(2_000);
    expect(event(`available: { ${majority}, atLeast: 76% }`)).toBe(3_500);
    // The first answer to an operation of the window, of c3 at 4.5 s.
    expect(event(`available: { ${majority}, atMost: 74% }`)).toBe(4_500);
    // The longest gap begins with the partition itself at 2 s; on the whole run, with the answer at 7.1 s.
    expect(event(`available: { ${majority}, longestGap: 2s }`)).toBe(2_000);
    expect(event('available: { longestGap: 4s }')).toBe(7_100);
    expect(event(`available: { ${majority}, gapAtLeast: 3s }`)).toBe(2_000);
    // Where no fault begins the window, the first thing known to happen in it: c4 invokes at 3.5 s.
    expect(event('available: { client: c4, from: 3.2s, longestGap: 1s }')).toBe(3_500);
    // What cannot be told, and what holds, has no event.
    expect(event('available: { during: outage, atLeast: 1% }')).toBeUndefined();
    expect(event(`available: { ${minority}, atMost: 0% }`)).toBeUndefined();
  });

  test('an operation that is not counted is not pointed at', () => {
    // Answered by the heal at 7.2 s, cut off at 11 s: the one that failed is the second.
    const late = resultOf({ history: historyOf(['c1 read 6 ok 7.2', 'c2 read 6.5 no-leader 6.6', 'c1 read 11 - -']) });
    expect(finding('available: { during: partition, atLeast: 1% }', late).event).toBe(6_500);
  });

  test('a fault is meant by its name, too', () => {
    const outage = {
      ...partition,
      name: 'outage',
      kind: 'crash',
      nodes: [['n1']],
      from: 6_500_000,
      to: undefined,
    } as const;
    expect(told('available: { during: outage, atLeast: 100% }', resultOf({ history, windows: [outage] }))).toContain(
      'held: 1 of 1',
    );
  });
});

describe('counts of operations', () => {
  test('hold and fail by each bound', () => {
    // Answered: 1.9, 4.4, 4.9, 5.9 and 7; refused 2; unknown 3 (info, none, late).
    expect(
      told(
        'operations: { answered: { atLeast: 5 }, refused: { atMost: 2 }, unknown: { atLeast: 3, atMost: 3 } }',
        split,
      ),
    ).toBe('held: 5 answered, 2 refused, 3 unknown');
    expect(told('operations: { f: write, invoked: { atLeast: 4 } }', split)).toBe('failed: 3 invoked');
    expect(told('operations: { side: minority, during: partition, answered: { atLeast: 1 } }', split)).toBe(
      'failed: 0 answered',
    );
  });

  test('are not told where none could break them', () => {
    const reads = resultOf({ history: historyOf(['c1 read 1 ok 1.1']) });
    expect(told('operations: { f: cas, refused: { atMost: 0 } }', reads)).toBe(
      'unknown: no cas operation was invoked in it',
    );
    expect(told('operations: { f: cas, invoked: { atMost: 0 } }', reads)).toBe('held: 0 invoked');
  });

  test('that are too high point at the first one too many, too few answers at the first operation without', () => {
    const event = (item: string) => finding(`operations: { ${item} }`, split).event;
    // Refused: of c2 at 2.1 s and of c1 at 2.6 s. Unknown: invoked at 3 s (never ends), 3.5 s and 4 s.
    expect(event('refused: { atMost: 1 }')).toBe(2_600);
    expect(event('refused: { atMost: 0 }')).toBe(2_100);
    expect(event('unknown: { atMost: 0 }')).toBe(3_000);
    expect(event('invoked: { atMost: 1 }')).toBe(2_000);
    expect(event('answered: { atMost: 4 }')).toBe(7_100);
    expect(event('answered: { atLeast: 6 }')).toBe(2_000);
    expect(event('invoked: { atLeast: 99 }')).toBeUndefined();
    expect(event('refused: { atMost: 2 }, answered: { atMost: 4 }')).toBe(7_100);
  });
});

describe('latency of answered operations', () => {
  // 100 reads of 1 ms to 100 ms: the nearest rank of p50 is the 50th, of p99 the 99th.
  const reads = Array.from(
    { length: 100 },
    (_, index) => `c1 read ${index / 10} ok ${index / 10 + (index + 1) / 1_000}`,
  );
  const result = resultOf({ history: historyOf(reads) });

  test('holds and fails at the nearest rank', () => {
    expect(told('latency: { f: read, p50: 50ms, p99: 99ms, max: 100ms }', result)).toBe(
      'held: p50 50ms, p99 99ms, max 100ms of 100 answered read operations',
    );
    expect(told('latency: { p50: 49.999ms }', result)).toContain('failed: p50 50ms');
    expect(told('latency: { atLeast: { p99: 99.001ms } }', result)).toContain('failed: p99 99ms');
  });

  test('p99.9 is the nearest rank of a thousand: of 1,001 reads the last but one', () => {
    // ⌈0.999 · 1001⌉ = 1000; p99 is the 991st.
    const many = Array.from(
      { length: 1_001 },
      (_, index) => `c1 read ${index / 100} ok ${index / 100 + (index + 1) / 1e6}`,
    );
    const result = resultOf({ history: historyOf(many) });
    expect(told('latency: { p99: 1ms, p99.9: 1ms, max: 2ms }', result)).toBe(
      'held: p99 991us, p99.9 1ms, max 1.001ms of 1001 answered operations',
    );
    expect(told('latency: { p99.9: 0.999ms }', result)).toContain('failed: p99.9 1ms');
  });

  test('is not told where none was answered', () => {
    expect(told('latency: { f: write, max: 1s }', result)).toBe('unknown: no write operation was answered in it');
  });

  test('that is too high points at the slowest operation, too low at the fastest', () => {
    // The slowest is the 100th, invoked at 9.9 s; the fastest the first, at 0 s.
    expect(finding('latency: { max: 99ms }', result).event).toBe(9_900);
    expect(finding('latency: { p50: 10ms }', result).event).toBe(9_900);
    expect(finding('latency: { atLeast: { p50: 51ms } }', result).event).toBe(0);
    expect(finding('latency: { max: 100ms }', result).event).toBeUndefined();
  });
});

describe('how often a role is taken', () => {
  const change = (node: string, time: number, event: number) => ({
    role: 'leader',
    node,
    time: time * 1_000_000,
    event,
  });
  const result = resultOf({ roleChanges: [change('n1', 1, 10), change('n3', 4, 40), change('n4', 12, 99)] });

  test('holds and fails within times', () => {
    expect(told('becomes: { role: leader, atLeast: 3, atMost: 3 }', result)).toBe(
      'held: 3 times (n1 at 1s, n3 at 4s, n4 at 12s)',
    );
    expect(told('becomes: { role: leader, atLeast: 1, from: 1s, to: 4s }', result)).toBe('held: 1 time (n1 at 1s)');
    expect(told('becomes: { role: leader, atMost: 0, during: partition }', result)).toBe('failed: 1 time (n3 at 4s)');
    expect(told('becomes: { role: follower, atLeast: 1 }', result)).toBe('failed: 0 times');
  });

  test('points at the change that is one too many', () => {
    expect(finding('becomes: { role: leader, atMost: 1 }', result).event).toBe(40);
    expect(finding('becomes: { role: leader, atLeast: 4 }', result).event).toBeUndefined();
  });
});

describe('states', () => {
  const state = (role: 'leader' | 'follower', term: number) => ({ role, term });
  const states = {
    n1: state('leader', 2),
    n2: state('follower', 3),
    n3: state('leader', 3),
    n4: state('follower', 3),
    n5: undefined,
  };
  const probes = [
    { time: 7_000_000, states },
    { time: 12_000_000, states: { ...states, n1: state('follower', 3), n5: state('follower', 3) } },
  ];
  const result = resultOf({ probes });

  test('of a role: the node of the highest rank', () => {
    expect(told('state: { of: leader, at: 7s, field: term, atLeast: 3, atMost: 3 }', result)).toBe('held: n3 3');
    expect(told('state: { of: leader, at: 7s, field: term, atLeast: 4 }', result)).toBe('failed: n3 3');
    expect(told('state: { of: follower(2), at: 7s, field: term, equals: 3 }', result)).toBe('held: n4 3');
    expect(told('state: { of: follower(5), at: 7s, field: term, equals: 3 }', result)).toBe(
      'failed: no node is follower(5) then',
    );
  });

  test('of all servers, at the end unless said otherwise', () => {
    expect(told('state: { of: servers, field: term, same: true }', result)).toBe('held: 3 at all 5');
    expect(told('state: { of: servers, at: 7s, field: term, same: true }', result)).toBe('failed: n5 is down then');
    expect(told('state: { of: servers, field: role, same: true }', result)).toContain(
      'failed: n1 follower, n2 follower, n3 leader',
    );
    expect(told('state: { of: n1, at: 7s, field: role, equals: leader }', result)).toBe('held: n1 leader');
  });

  test('a field that is no number has no bounds, and one that is not shown is named', () => {
    expect(told('state: { of: n1, field: role, atLeast: 0 }', result)).toBe('failed: n1 follower');
    expect(told('state: { of: n1, field: trem, atLeast: 0 }', result)).toContain('did you mean "term"?');
  });

  test('of many nodes the figures are by value', () => {
    const nodes = Array.from({ length: 8 }, (_, index) => ({ id: `n${index + 1}`, group: 'server' }));
    const apart = Object.fromEntries(nodes.map(({ id }, index) => [id, state('follower', index)]));
    const scenario = { ...scenarioOf(['state: { of: servers, field: term, same: true }']), nodes };
    const { findings } = judge(scenario, resultOf({ probes: [{ time: 12_000_000, states: apart }] }));
    expect(findings[0]!.found).toMatch(/^0 at 1, 1 at 1 \(n2 first\), .*, 6 at 1 \(n7 first\), and 1 more value$/);
  });

  test('are not told where the run ended before', () => {
    expect(told('state: { of: n1, at: 7s, field: term, atLeast: 0 }', resultOf({ probes: [], time: 5_000_000 }))).toBe(
      'unknown: the run ended at 5s, before 7s',
    );
  });
});

describe('properties', () => {
  const violation = {
    property: 'log-matching',
    reason: 'n1 and n2 differ at 3',
    witness: null,
    event: 42,
    time: 3_000_000,
  };
  const broken = resultOf({ violations: [violation] });

  test('that the scenario names hold, are violated, or were never exercised', () => {
    expect(told('holds: log-matching', resultOf({}))).toBe('held: never violated');
    expect(told('holds: log-matching', broken)).toBe('failed: n1 and n2 differ at 3, at 3s');
    expect(told('violates: log-matching', broken)).toBe('held: n1 and n2 differ at 3, at 3s');
    expect(told('violates: log-matching', resultOf({}))).toBe('failed: never violated');
    expect(told('violates: log-matching', resultOf({ exercised: {} }))).toBe('unknown: never exercised');
    expect(finding('holds: log-matching', broken).event).toBe(42);
  });

  const value = (v: number) => ({ value: v });
  const line = (process: number, type: 'invoke' | 'ok', f: string, time: number, more = {}) =>
    ({ process, type, f, time: time * 1_000_000, event: time, client: `c${process}`, value: null, ...more }) as const;
  // A write of 1 completed before the read began, and the read saw the initial value.
  const stale = [
    line(1, 'invoke', 'write', 1, value(1)),
    line(1, 'ok', 'write', 2, value(1)),
    line(2, 'invoke', 'read', 3),
    line(2, 'ok', 'read', 4),
  ];

  test('linearizable is judged from the history', () => {
    expect(finding('violates: linearizable', resultOf({ history: stale }))).toMatchObject({
      verdict: 'held',
      event: 4,
    });
    expect(finding('holds: linearizable', resultOf({ history: stale })).verdict).toBe('failed');
    expect(finding('holds: linearizable', resultOf({ history: stale.slice(0, 2) })).verdict).toBe('held');
    expect(told('violates: linearizable', resultOf({}))).toBe('unknown: never exercised: no operation was invoked');
  });

  test('so is every other level, with the read that breaks it', () => {
    const read = [line(2, 'invoke', 'read', 3), line(2, 'ok', 'read', 4, value(1))];
    const back = [...stale.slice(0, 2), ...read, line(2, 'invoke', 'read', 5), line(2, 'ok', 'read', 6)];
    expect(finding('holds: sequential', resultOf({ history: stale })).verdict).toBe('held');
    expect(finding('violates: sequential', resultOf({ history: stale })).verdict).toBe('failed');
    expect(finding('holds: read-your-writes', resultOf({ history: back })).verdict).toBe('held');
    const { verdict, event, found } = finding('violates: monotonic-reads', resultOf({ history: back }));
    expect([verdict, event]).toEqual(['held', 6]);
    expect(found).toContain('process 2 read -> null (5s to 6s) misses process 1 write 1 (1s to 2s)');
    expect(found).toContain('process 2 had read it before: process 2 read -> 1 (3s to 4s)');
  });

  test('a history in which no operation was answered says nothing', () => {
    const silent = resultOf({
      history: historyOf(['c1 read 1 timeout 3', 'c2 write 1 no-leader 1.1', 'c3 cas 2 - -']),
    });
    const found = 'unknown: never exercised: no operation was answered';
    expect(told('holds: linearizable', silent)).toBe(found);
    expect(told('violates: linearizable', silent)).toBe(found);
    const { verdict, reason, findings } = judge(scenarioOf([]), { ...silent, exercised: {} });
    expect(findings.find(({ key }) => key === 'promise.linearizable')?.isVacuous).toBe(true);
    expect([verdict, reason]).toEqual(['unknown', expect.stringContaining('nothing was tested')]);
  });

  test('a history of no sound shape is not told, though nothing was answered', () => {
    const torn = stale.slice(0, 1).flatMap((line) => [line, line]);
    expect(told('holds: linearizable', resultOf({ history: torn }))).toContain('no sound shape');
  });

  test('that the system promises are expected unasked, unless the scenario names them', () => {
    const keys = (items: readonly string[]) =>
      judge(scenarioOf(items), resultOf({ history: stale })).findings.map(({ key, verdict }) => `${key} ${verdict}`);
    expect(keys([])).toEqual(['promise.election-safety held', 'promise.linearizable failed']);
    expect(keys(['violates: linearizable'])).toEqual(['expect.0 held', 'promise.election-safety held']);
  });
});

describe('the ending', () => {
  const stop = { ending: 'livelock', reason: 'Ping and Pong repeat', event: 9, time: 1, node: 'n1' } as const;
  const stopped = resultOf({ ending: 'livelock', stop, time: 1_000_000 });

  test('that is expected holds, another fails', () => {
    expect(told('ends: livelock', stopped)).toBe('held: livelock: Ping and Pong repeat');
    expect(told('ends: livelock', resultOf({}))).toBe('failed: the run completed');
    expect(told('ends: event budget', stopped)).toContain('failed: livelock');
  });

  test('that is not expected fails the run; a spent budget leaves it open', () => {
    expect(judge(scenarioOf([]), stopped).findings.at(-1)).toMatchObject({
      key: 'ending',
      verdict: 'failed',
      event: 9,
    });
    const spent = resultOf({ ending: 'event budget', stop: { ...stop, ending: 'event budget' } });
    expect(judge(scenarioOf([]), spent).findings.at(-1)).toMatchObject({ key: 'ending', verdict: 'unknown' });
  });
});

describe('the verdict of a run', () => {
  const sound = historyOf(['c1 read 1 ok 1.1']);

  test('is held only if all held, failed if any failed, else unknown', () => {
    const verdict = (item: string, parts: Partial<RunResult>) =>
      judge(scenarioOf([item]), resultOf({ history: sound, ...parts })).verdict;
    expect(verdict('operations: { invoked: { atLeast: 1 } }', {})).toBe('held');
    expect(verdict('operations: { invoked: { atLeast: 2 } }', {})).toBe('failed');
    expect(verdict('available: { during: outage, atLeast: 50% }', {})).toBe('unknown');
    expect(verdict('operations: { invoked: { atLeast: 2 } }', { exercised: {} })).toBe('failed');
  });

  test('does not hang on a promise that was never exercised, unless the scenario expects it', () => {
    const verdict = (items: readonly string[]) => {
      const { verdict: whole, findings } = judge(scenarioOf(items), resultOf({ history: sound, exercised: {} }));
      return `${whole}, ${findings.find(({ text }) => text.includes('election-safety'))?.found}`;
    };
    expect(verdict(['operations: { invoked: { atLeast: 1 } }'])).toBe('held, never exercised');
    expect(verdict(['holds: election-safety'])).toBe('unknown, never exercised');
  });

  test('is unknown where nothing was tested', () => {
    const scenario = { ...scenarioOf([]), system: { ...scenarioOf([]).system, promises: [] } };
    const { verdict, reason } = judge(scenario, resultOf({ history: sound }));
    expect(verdict).toBe('unknown');
    expect(reason).toContain('nothing was tested');
  });
});

test('an expectation says itself in words', () => {
  const text = (item: string) => finding(item, split).text;
  expect(text('available: { side: majority, during: partition, longestGap: 2.5s, atLeast: 99% }')).toBe(
    'majority side during partition: at least 99% of operations answered, no gap longer than 2.5s',
  );
  expect(text('becomes: { role: leader, atLeast: 1, atMost: 3, from: 2s, to: 9s }')).toBe(
    'from 2s to 9s: nodes become leader 1 to 3 times',
  );
  expect(text('state: { of: leader, at: 7s, field: term, atLeast: 3 }')).toBe('at 7s, term of leader is at least 3');
  expect(text('latency: { f: read, p99: 50ms }')).toBe('latency of read operations: p99 at most 50ms');
  expect(text('latency: { f: cas, max: 1s }')).toBe('latency of cas operations: max at most 1s');
  expect(text('latency: { max: 1s }')).toBe('latency of operations: max at most 1s');
  expect(text('operations: { f: cas, refused: { atMost: 1 } }')).toBe('cas operations: at most 1 refused');
  expect(text('operations: { client: c1, answered: { atLeast: 100 } }')).toBe('c1: operations: at least 100 answered');
});

test('a promise says its property, not each time all that it is promised under', () => {
  const { findings } = judge(scenarioOf([]), split);
  expect(findings.map(({ text }) => text)).toEqual(['election-safety (promised)', 'linearizable (promised)']);
});

test('the summary of a run: counts, availability by side, latencies by kind', () => {
  const { counts, availability, sides, latencies } = summarize(scenarioOf([]), split);
  expect(counts).toEqual({ invoked: 10, answered: 5, refused: 2, unknown: 3 });
  // Answers at 1.95, 4.5, 5, 6 and 7.1: the longest gap is from there to the end at 12 s.
  expect(availability).toEqual({ invoked: 10, answered: 5, cutOff: 0, healed: 0, longestGap: 4_900_000 });
  expect(
    sides.map(({ side, clients, availability: a }) => [side, clients, a.answered, a.invoked, a.longestGap]),
  ).toEqual([
    ['majority', 3, 3, 4, 2_500_000],
    ['minority', 2, 0, 4, 5_000_000],
  ]);
  expect(latencies).toEqual([
    { f: 'cas', answered: 1, p50: 100_000, p99: 100_000, max: 100_000 },
    { f: 'read', answered: 3, p50: 100_000, p99: 100_000, max: 100_000 },
    { f: 'write', answered: 1, p50: 100_000, p99: 100_000, max: 100_000 },
  ]);
});

test('the summary of a run by its faults: before, while one lasted, after the last; and by client', () => {
  const history = historyOf([
    'c1 read 1 ok 1.1',
    'c1 read 3 ok 3.5',
    'c2 read 4 timeout 6',
    'c1 read 8 ok 8.2',
    'c2 read 9.2 ok 9.6',
    'c2 read 10 ok 10.3',
  ]);
  // The partition lasts from 2 s to 7 s, the outage from 9 s to 9.5 s; what is between them is in no phase.
  const outage = { ...partition, kind: 'crash', name: 'outage', from: 9_000_000, to: 9_500_000 } as const;
  const { phases, clients } = partsOf(scenarioOf([]), resultOf({ history, windows: [partition, outage] }));
  const shown = phases.map(({ phase, availability: { answered, invoked }, latency }) => ({
    phase,
    answered,
    invoked,
    max: latency.max,
  }));
  expect(shown).toEqual([
    { phase: 'before', answered: 1, invoked: 1, max: 100_000 },
    // Answered only after the outage: it tells of the latency, not of whether the store was there.
    { phase: 'during', answered: 1, invoked: 2, max: 500_000 },
    { phase: 'after', answered: 1, invoked: 1, max: 300_000 },
  ]);
  const of = (id: string) => clients.find(({ client }) => client === id)!.availability;
  expect([of('c1').answered, of('c2').answered, of('c2').invoked]).toEqual([3, 2, 3]);
  expect(partsOf(scenarioOf([]), resultOf({ history, windows: [] })).phases.map(({ phase }) => phase)).toEqual([
    'before',
  ]);
});
