// Each property fires on a bad sequence of changes made by hand, and not on the legal sequence that looks most like it.
import { describe, expect, test } from 'vitest';
import { take } from '../../../src/base/paged-list.ts';
import type { Plain } from '../../../src/base/plain.ts';
import { plainProblem } from '../../../src/base/plain.ts';
import type { NodeId } from '../../../src/contract/ids.ts';
import { emptyMachine } from '../../../src/protocols/kv/index.ts';
import { type Entry, type Log, raftMonitor, type State } from '../../../src/protocols/raft/index.ts';
import { compacted } from '../../../src/protocols/raft/log.ts';
import type { Memory } from '../../../src/protocols/raft/properties/memory.ts';
import { deepFreeze } from '../recording-context.ts';
import { candidate, entry, follower, leader, logOf, logWith, withEntry, write } from './servers.ts';

type Step = readonly [node: NodeId, after: State | undefined];
type Seen = { readonly property: string; readonly reason: string };

/** Shows the monitor a sequence of states of servers; undefined is a crash. */
class Watch {
  memory: Memory = raftMonitor.initial as Memory;
  readonly seen: Seen[] = [];
  private readonly states = new Map<NodeId, State>();

  show(...steps: readonly Step[]): this {
    for (const [node, after] of steps) {
      const change = { node, group: 'server', before: this.states.get(node), after };
      const report = (property: string, reason: string, witness: Plain) => {
        expect(plainProblem(witness)).toBeUndefined();
        this.seen.push({ property, reason });
      };
      this.memory = deepFreeze(raftMonitor.observe(this.memory as never, change as never, report) as Memory);
      if (after === undefined) this.states.delete(node);
      else this.states.set(node, after);
    }
    return this;
  }

  isExercised = (property: string) => raftMonitor.isExercised(this.memory as never, property);
}

const watch = (...steps: readonly Step[]) => new Watch().show(...steps);
const reasons = ({ seen }: Watch, property: string) =>
  seen.filter((found) => found.property === property).map(({ reason }) => reason);

/** A follower or leader of a term whose log has these entries, committed and applied up to `commit`. */
const follows = (term: number, log: Log, commit = 0) =>
  follower({ term, log, commitIndex: commit, lastApplied: commit });
const leads = (term: number, log: Log, commit = 0) => leader({ term, log, commitIndex: commit, lastApplied: commit });

const x: Entry = entry(1, write('c1', 1, 1));
const y: Entry = entry(1, write('c2', 1, 2));

test('a right run: an election, a commit, a crash, a new leader that is asked again', () => {
  const one = logOf(1);
  const two = withEntry(one, x);
  const three = withEntry(withEntry(two, entry(2)), { ...x, term: 2 });
  const run = watch(
    ['n1', follows(0, logOf())],
    ['n2', follows(0, logOf())],
    ['n3', follows(0, logOf())],
    ['n1', candidate({ term: 1 })],
    ['n1', leads(1, one)],
    ['n2', follows(1, one)],
    ['n1', leads(1, one, 1)],
    ['n1', leads(1, two, 1)],
    ['n2', follows(1, two, 1)],
    ['n1', leads(1, two, 2)],
    ['n1', undefined],
    ['n2', candidate({ term: 2, log: two, commitIndex: 1, lastApplied: 1 })],
    ['n2', leads(2, three, 1)],
    ['n3', follows(2, three)],
    ['n2', leads(2, three, 4)],
    ['n3', follows(2, three, 4)],
    ['n1', follows(1, two)],
    ['n1', follows(2, three, 4)],
  );
  expect(run.seen).toEqual([]);
  for (const { name } of raftMonitor.properties) expect([name, run.isExercised(name)]).toEqual([name, true]);
});

test('nothing is exercised by servers that only wait, and by a candidate only that its term rises', () => {
  const exercised = () => raftMonitor.properties.filter(({ name }) => run.isExercised(name)).map(({ name }) => name);
  const run = watch(['n1', follows(0, logOf())], ['n2', follows(0, logOf())]);
  expect(exercised()).toEqual([]);
  run.show(['n1', candidate({ term: 1 })]);
  expect(exercised()).toEqual(['indexes-never-fall']);
});

test('a change that no property looks at leaves the very same memory', () => {
  const state = leads(1, logOf(1), 1);
  const run = watch(['n1', state]);
  const { memory } = run;
  run.show(['n1', { ...state, votedFor: 'n1' }]);
  expect(run.memory).toBe(memory);
});

describe('election safety', () => {
  test('fires on two leaders of one term', () => {
    const run = watch(['n1', leads(7, logOf(7))], ['n4', leads(7, logOf(7))]);
    expect(reasons(run, 'election-safety')).toEqual(['n1 and n4 both lead term 7']);
  });

  test('fires though the first one is long gone', () => {
    const run = watch(['n1', leads(7, logOf(7))], ['n1', undefined], ['n4', leads(7, logOf(7))]);
    expect(reasons(run, 'election-safety')).toEqual(['n1 and n4 both lead term 7']);
  });

  test('a deposed leader of an older term may still believe in itself', () => {
    expect(
      watch(['n1', leads(1, logOf(1))], ['n2', leads(2, logOf(1, 2))], ['n1', leads(1, logOf(1, 1))]).seen,
    ).toEqual([]);
  });

  test('a late vote after winning makes no second leader', () => {
    const state = leads(3, logOf(3));
    expect(watch(['n1', state], ['n1', { ...state }]).seen).toEqual([]);
  });

  test('two candidates of one term are legal', () => {
    expect(watch(['n1', candidate({ term: 2 })], ['n2', candidate({ term: 2 })]).seen).toEqual([]);
  });
});

describe('leader append-only', () => {
  test('fires when a leader deletes an entry', () => {
    const run = watch(['n1', leads(2, logOf(1, 2, 2))], ['n1', leads(2, logOf(1, 2))]);
    expect(reasons(run, 'leader-append-only')).toEqual([
      'n1, leader of term 2, had the no-op of term 2 at index 3 and now has nothing',
    ]);
  });

  test('fires when a leader overwrites an entry', () => {
    const run = watch(['n1', leads(2, logOf(1, 2))], ['n1', leads(2, logOf(2, 2))]);
    expect(reasons(run, 'leader-append-only')).toEqual([
      'n1, leader of term 2, had the no-op of term 1 at index 1 and now has the no-op of term 2',
    ]);
  });

  test('a leader may append', () => {
    const run = watch(['n1', leads(1, logOf(1))], ['n1', leads(1, withEntry(withEntry(logOf(1), x), y))]);
    expect(run.seen).toEqual([]);
    expect(run.isExercised('leader-append-only')).toBe(true);
  });

  test.each<[string, readonly Step[]]>([
    [
      'a follower may lose what was not committed',
      [
        ['n2', follows(1, logOf(1, 1))],
        ['n2', follows(2, logOf(1, 2))],
      ],
    ],
    [
      'so may a leader that steps down',
      [
        ['n1', leads(1, logOf(1, 1))],
        ['n1', follows(2, logOf(1, 2))],
      ],
    ],
    [
      'so may a leader that crashes: its last writes were not on disk',
      [
        ['n1', leads(1, logOf(1, 1, 1))],
        ['n1', undefined],
        ['n1', follows(1, logOf(1))],
      ],
    ],
  ])('%s', (_what, steps) => {
    expect(watch(...steps).seen).toEqual([]);
  });
});

describe('log matching', () => {
  test('fires on two entries at one index and term', () => {
    const run = watch(['n1', leads(1, logWith([x]))], ['n2', follows(1, logWith([y]))]);
    expect(reasons(run, 'log-matching')).toEqual(['at index 1 n2 has c2#1 of term 1, and n1 has c1#1 of term 1']);
  });

  test('fires on one entry after different ones', () => {
    const run = watch(['n1', leads(3, logOf(1, 3))], ['n2', follows(3, logOf(2, 3))]);
    expect(reasons(run, 'log-matching')).toEqual([
      'n2 has an entry of term 2 before index 2 of term 3, n1 one of term 1',
    ]);
  });

  test.each<[string, Log, string]>([
    ['a gap', logOf(1, 1, 2), 'n2 has an entry of term 2 at index 3; those of n1 are at 1 to 1'],
    ['an earlier beginning', logOf(1), 'n2 has an entry of term 2 at index 1; those of n1 are at 2 to 2'],
  ])('fires on %s in a term', (what, log, reason) => {
    const [first, second] = what === 'a gap' ? [logOf(2), log] : [logOf(1, 2), logOf(2)];
    const run = watch(['n1', leads(2, first)], ['n2', follows(2, second)]);
    expect(reasons(run, 'log-matching')).toEqual([reason]);
  });

  test('fires on a term that another one interrupts', () => {
    const run = watch(['n1', leads(2, logOf(2))], ['n2', follows(3, logOf(2, 3))], ['n3', follows(3, logOf(2, 2))]);
    expect(run.seen).toEqual([]);
    run.show(['n3', follows(3, logOf(2, 1, 2))]);
    expect(reasons(run, 'log-matching')).toHaveLength(1);
  });

  test('fires on what is on the disk of a server that comes back', () => {
    const run = watch(['n1', leads(1, logWith([x]))], ['n2', follows(1, logOf())], ['n2', undefined]);
    run.show(['n2', follows(1, logWith([y]))]);
    expect(reasons(run, 'log-matching')).toHaveLength(1);
  });

  test('different entries of different terms at one index are legal until they meet', () => {
    const run = watch(['n1', leads(1, logOf(1, 1))], ['n2', leads(2, logOf(1, 2))], ['n1', follows(2, logOf(1, 2))]);
    expect(run.seen).toEqual([]);
  });

  test('so are entries of older terms that appear late, and a deposed leader that goes on', () => {
    const run = watch(
      ['n1', leads(1, logOf(1))],
      ['n2', leads(2, logOf(1, 2))],
      ['n1', leads(1, logOf(1, 1))],
      ['n3', follows(1, logOf(1, 1))],
      ['n1', leads(1, logOf(1, 1, 1))],
    );
    expect(run.seen).toEqual([]);
    expect(run.isExercised('log-matching')).toBe(true);
  });
});

describe('leader completeness', () => {
  const committed: readonly Step[] = [
    ['n1', leads(2, logOf(1, 2))],
    ['n1', leads(2, logOf(1, 2), 2)],
  ];

  test('fires on a new leader without a committed entry', () => {
    const run = watch(...committed, ['n3', leads(3, logOf(1, 3))]);
    expect(reasons(run, 'leader-completeness')).toEqual([
      'n3 leads term 3 without the no-op of term 2 at index 2, committed by n1 in term 2: it has the no-op of term 3 there',
    ]);
  });

  test('fires on a present leader, of a later term, without an entry that is committed now', () => {
    const run = watch(['n1', leads(2, logOf(1, 2))], ['n3', leads(3, logOf(1, 3))], ['n1', leads(2, logOf(1, 2), 2)]);
    expect(reasons(run, 'leader-completeness')).toEqual([
      'n3 leads term 3 without the no-op of term 2 at index 2, committed by n1 in term 2: it has the no-op of term 3 there',
    ]);
  });

  test('fires on a leader that came back with a shorter log', () => {
    const run = watch(...committed, ['n1', undefined], ['n1', follows(2, logOf(1))], ['n1', leads(3, logOf(1, 3))]);
    expect(reasons(run, 'leader-completeness')).toHaveLength(1);
  });

  test('a deposed leader of an older term need not have what later ones commit', () => {
    const run = watch(
      ['n1', leads(1, logOf(1))],
      ['n2', leads(2, logOf(1, 2))],
      ['n2', leads(2, logOf(1, 2), 2)],
      ['n1', leads(1, logOf(1, 1))],
    );
    expect(run.seen).toEqual([]);
  });

  test('a deposed leader may commit what its successor has: the answers came late', () => {
    const run = watch(['n1', leads(1, logOf(1))], ['n2', leads(2, logOf(1, 2))], ['n1', leads(1, logOf(1), 1)]);
    expect(run.seen).toEqual([]);
  });

  test.each<[string, readonly Step[]]>([
    ['contradicts what was committed', [['n2', follows(3, logOf(2, 3), 2)]]],
    [
      'overwrites what it had committed',
      [
        ['n2', follows(1, logOf(1), 1)],
        ['n2', follows(3, logOf(2), 1)],
        ['n2', follows(3, logOf(2, 3), 2)],
      ],
    ],
  ])('a server that %s is no witness against later leaders', (_what, steps) => {
    const run = watch(['n1', leads(1, logOf(1), 1)], ...steps, ['n3', leads(4, logOf(1, 4))]);
    expect(reasons(run, 'leader-completeness')).toEqual([]);
  });

  test('fires on a leader that stepped down before the entry it lacks was committed in an earlier term', () => {
    const run = watch(
      ['n1', leads(2, logOf(2))],
      ['n2', leads(3, logOf(3))],
      ['n2', follows(3, logOf(3))],
      ['n1', leads(2, logOf(2), 1)],
    );
    expect(reasons(run, 'leader-completeness')).toEqual([
      'n2 leads term 3 without the no-op of term 2 at index 1, committed by n1 in term 2: it has the no-op of term 3 there',
    ]);
  });

  test('a leader that crashed may come back with less than it led with', () => {
    const run = watch(['n1', leads(1, logOf(1))], ['n1', undefined], ['n2', leads(2, logOf(2), 1)]);
    run.show(['n1', follows(2, logOf(2), 1)]);
    expect(run.seen).toEqual([]);
  });

  test('a new leader may have more than what is committed', () => {
    const run = watch(...committed, ['n3', leads(5, logOf(1, 2, 2, 2, 5))]);
    expect(run.seen).toEqual([]);
    expect(run.isExercised('leader-completeness')).toBe(true);
  });

  test('a new leader need not have what was not committed', () => {
    expect(watch(['n1', leads(2, logOf(1, 2, 2), 2)], ['n3', leads(3, logOf(1, 2, 3))]).seen).toEqual([]);
  });

  test('a leader of an older term, elected late, need not have what a later one committed', () => {
    expect(watch(['n1', leads(5, logOf(1, 5), 2)], ['n3', leads(4, logOf(1, 4))]).seen).toEqual([]);
  });
});

describe('state machine safety', () => {
  test('fires on two servers that apply different entries at one index', () => {
    const run = watch(['n1', follows(1, logWith([x]), 1)], ['n2', follows(2, logWith([entry(2)]), 1)]);
    expect(reasons(run, 'state-machine-safety')).toEqual([
      'n2 applied the no-op of term 2 at index 1, where c1#1 of term 1 was applied before',
    ]);
  });

  test('fires on one server that applies another entry after a restart', () => {
    const run = watch(['n1', follows(1, logOf(1), 1)], ['n1', undefined], ['n1', follows(2, logOf(2))]);
    expect(run.seen).toEqual([]);
    run.show(['n1', follows(2, logOf(2), 1)]);
    expect(reasons(run, 'state-machine-safety')).toEqual([
      'n1 applied the no-op of term 2 at index 1, where the no-op of term 1 was applied before',
    ]);
  });

  test('fires on each server that differs, though others agree', () => {
    const run = watch(
      ['n1', follows(1, logOf(1), 1)],
      ['n2', follows(1, logOf(1), 1)],
      ['n3', follows(2, logOf(2), 1)],
    );
    expect(reasons(run, 'state-machine-safety')).toHaveLength(1);
  });

  test('applying again after a restart is legal', () => {
    const log = logOf(1, 1, 1);
    const run = watch(
      ['n1', follows(1, log, 3)],
      ['n1', undefined],
      ['n1', follows(1, { ...log, entries: take(log.entries, 2) })],
    );
    run.show(['n1', follows(1, log, 2)], ['n1', follows(1, log, 3)]);
    expect(run.seen).toEqual([]);
  });

  test('different entries that are not applied are legal, and so is a server that is behind', () => {
    const run = watch(
      ['n1', follows(2, logOf(1, 2), 2)],
      ['n2', follows(1, logOf(1, 1), 1)],
      ['n2', follows(2, logOf(1, 2), 1)],
      ['n2', follows(2, logOf(1, 2), 2)],
    );
    expect(run.seen).toEqual([]);
    expect(run.isExercised('state-machine-safety')).toBe(true);
  });
});

test('after a restart only what differs is looked at', () => {
  const long = logWith(Array.from({ length: 5000 }, () => entry(1)));
  const run = watch(['n1', leads(1, long)], ['n1', leads(1, long, 5000)], ['n1', undefined]);
  let reads = 0;
  // The log that comes back shares its pages with the one that crashed, but for a watched tail.
  const tail = long.entries.tail.map((item) => ({ ...item }));
  const watched = new Proxy(long.entries.root, {
    get: (target, key) => {
      if (typeof key === 'string' && /^\d+$/.test(key)) reads++;
      return Reflect.get(target, key);
    },
  });
  run.show(['n1', follower({ term: 1, log: { ...long, entries: { ...long.entries, tail } } })]);
  const state = follower({ term: 1, log: { ...long, entries: { ...long.entries, root: watched, tail } } });
  run.show(['n1', { ...state, commitIndex: 5000, lastApplied: 5000 } as State]);
  expect(run.seen).toEqual([]);
  // Finding out where the two logs part reads the root's 5 slots; 5000 items would be read one by one otherwise.
  expect(reads).toBeLessThan(20);
});

describe('what a server knows to be committed stays', () => {
  test('fires when it is replaced, though it was never applied elsewhere', () => {
    const run = watch(['n2', follows(2, logOf(1, 1), 2)], ['n2', { ...follows(2, logOf(1, 2), 2) }]);
    expect(reasons(run, 'committed-entries-stay')).toEqual([
      'n2 knew index 2 to be committed as the no-op of term 1 and now has the no-op of term 2 there',
    ]);
  });

  test('fires when it is dropped', () => {
    const run = watch(['n2', follows(2, logOf(1, 1), 2)], ['n2', follows(2, logOf(1), 1)]);
    expect(reasons(run, 'committed-entries-stay')).toHaveLength(1);
  });

  test('what lies after it may go, and what a snapshot covers too', () => {
    const run = watch(['n2', follows(2, logOf(1, 1), 1)], ['n2', follows(2, logOf(1, 2), 1)]);
    run.show(['n2', follows(2, compacted(logOf(1, 2), 1), 1)]);
    expect(run.seen).toEqual([]);
    expect(run.isExercised('committed-entries-stay')).toBe(true);
  });
});

describe('indexes never fall', () => {
  const state = follows(3, logOf(1, 3), 2);
  test.each([
    ['term', { ...state, term: 2 }, 'term of n1 fell from 3 to 2'],
    ['commitIndex', { ...state, commitIndex: 1 }, 'commitIndex of n1 fell from 2 to 1'],
    ['lastApplied', { ...state, lastApplied: 1 }, 'lastApplied of n1 fell from 2 to 1'],
  ])('fires when %s falls', (_field, after, reason) => {
    expect(reasons(watch(['n1', state], ['n1', after as State]), 'indexes-never-fall')).toEqual([reason]);
  });

  test('after a crash they begin anew', () => {
    const run = watch(['n1', state], ['n1', undefined], ['n1', { ...state, commitIndex: 0, lastApplied: 0 } as State]);
    expect(run.seen).toEqual([]);
  });
});

describe('quorums hold what is committed', () => {
  const one = logOf(1);

  test('fires when a leader commits what only itself holds', () => {
    const run = watch(['n2', follows(1, logOf())], ['n3', follows(1, logOf())], ['n1', leads(1, one)]);
    run.show(['n1', leads(1, one, 1)]);
    expect(reasons(run, 'committed-is-held')).toEqual([
      'the no-op of term 1 at index 1, committed by n1 in term 1, is missing at n2, n3, who are a quorum',
    ]);
  });

  test('fires when so many come back without it', () => {
    const run = watch(['n1', leads(1, one)], ['n2', follows(1, one)], ['n3', follows(1, logOf())]);
    run.show(['n1', leads(1, one, 1)]);
    expect(run.seen).toEqual([]);
    run.show(['n2', undefined], ['n2', follows(1, logOf())]);
    expect(reasons(run, 'committed-is-held')).toHaveLength(1);
  });

  test('one of three may lack it, and one without a vote counts as neither', () => {
    const run = watch(['n1', leads(1, one)], ['n2', follows(1, one)], ['n3', follows(1, logOf())]);
    run.show(['n1', leads(1, one, 1)], ['n2', undefined]);
    run.show(['n2', follower({ term: 1, log: logOf(), blankSince: 2 })]);
    expect(run.seen).toEqual([]);
    expect(run.isExercised('committed-is-held')).toBe(true);
  });
});

describe('one leader is heard in a term', () => {
  const following = (term: number, name: string) => follower({ term, leader: name });

  test('fires when two are followed', () => {
    const run = watch(['n1', following(2, 'n2')], ['n3', following(2, 'n4')]);
    expect(reasons(run, 'one-leader-heard')).toEqual(['n3 follows n4 in term 2, in which n2 was followed before']);
  });

  test('another in another term is legal, and so is none', () => {
    const run = watch(['n1', following(2, 'n2')], ['n1', following(3, 'n4')], ['n3', follower({ term: 2 })]);
    expect(run.seen).toEqual([]);
    expect(run.isExercised('one-leader-heard')).toBe(true);
  });
});

describe('sessions apply once', () => {
  const twice = logWith([x, { ...x, term: 2 }]);
  const executed = (count: number, log = twice) => ({
    ...follower({ term: 2, log, commitIndex: 2, lastApplied: 2 }),
    machine: { ...emptyMachine, executed: count },
  });

  test('fires when a request that is twice in the log is executed twice', () => {
    expect(reasons(watch(['n1', executed(2)]), 'sessions-apply-once')).toEqual([
      'n1 has executed 2 requests in 2 entries, of which 1 are different',
    ]);
  });

  test('once is legal, and two requests of one client are two', () => {
    const run = watch(['n1', executed(1)]);
    expect(run.seen).toEqual([]);
    expect(run.isExercised('sessions-apply-once')).toBe(true);
    const next = entry(2, write('c1', 2, 1));
    expect(watch(['n1', executed(2, logWith([x, next]))]).seen).toEqual([]);
  });
});

describe('servers that applied the same have the same', () => {
  // Machines are compared after every fourth entry.
  const four = logOf(1, 1, 1, 1);
  const holds = (value: number) => ({
    ...follows(1, four, 4),
    machine: { ...emptyMachine, values: { k0: value } },
  });

  test('fires on a state machine that differs after the same entries', () => {
    expect(reasons(watch(['n1', holds(1)], ['n2', holds(2)]), 'state-machine-safety')).toEqual([
      'after 4 entries n2 has another state machine than the server that applied them first',
    ]);
  });

  test('an equal one is legal, and another one after fewer entries', () => {
    expect(watch(['n1', holds(1)], ['n2', holds(1)], ['n3', follows(1, four, 3)]).seen).toEqual([]);
  });
});
