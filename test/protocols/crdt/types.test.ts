// The laws of a join, for each type: entries are made by random histories of several replicas that hear of one another now
// and then. And what each type is for, in the smallest case.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { equalPlain } from '../../../src/base/plain.ts';
import { add, type Counter, rightsOf, total, zero } from '../../../src/protocols/crdt/counter.ts';
import { type Entry, joinEntries, shownOf } from '../../../src/protocols/crdt/entry.ts';
import { addTo, elementsOf, empty, joinSets, type OrSet, removeFrom } from '../../../src/protocols/crdt/or-set.ts';
import { joinRegisters, type Register, write } from '../../../src/protocols/crdt/register.ts';

const replicas = ['n1', 'n2', 'n3'];

type Step = { readonly at: number; readonly value: number; readonly hears: number | undefined };

const steps = fc.array(
  fc.record({
    at: fc.nat(2),
    value: fc.integer({ min: -3, max: 3 }),
    hears: fc.option(fc.nat(2), { nil: undefined }),
  }),
  { maxLength: 25 },
);

/** Three replicas after a history: each step is an update at one of them, or it hears of another. */
function histories(first: Entry, update: (entry: Entry, replica: string, value: number, step: number) => Entry) {
  return steps.map((list: readonly Step[]): readonly Entry[] => {
    const states = [first, first, first];
    list.forEach(({ at, value, hears }, index) => {
      const own = states[at]!;
      states[at] = hears === undefined ? update(own, replicas[at]!, value, index) : joinEntries(own, states[hears]!);
    });
    return states;
  });
}

const types = {
  counter: histories(zero, (entry, replica, value) => add(entry as Counter, replica, value)),
  // Clocks that are apart and go back: the time of a write has nothing to do with its place in the history.
  register: histories(write(undefined, null, 0, 'n1', 0), (entry, replica, value, step) =>
    write(entry as Register, step, Math.abs(value), replica, step + 1),
  ),
  set: histories(empty, (entry, replica, value, step) =>
    value < 0 ? removeFrom(entry as OrSet, -value) : addTo(entry as OrSet, value, `${replica}-${step}`),
  ),
};

describe.each(Object.entries(types))('the join of a %s', (_name, entries) => {
  const same = (a: Entry, b: Entry) => equalPlain(a, b);

  test('is commutative, associative and idempotent', () => {
    fc.assert(
      fc.property(entries, (found) => {
        const [a, b, c] = found as [Entry, Entry, Entry];
        expect(same(joinEntries(a, b), joinEntries(b, a))).toBe(true);
        expect(same(joinEntries(joinEntries(a, b), c), joinEntries(a, joinEntries(b, c)))).toBe(true);
        expect(joinEntries(a, a)).toBe(a);
      }),
    );
  });

  test('only ever goes up: what was joined once adds nothing a second time', () => {
    fc.assert(
      fc.property(entries, ([a, b]) => {
        const joined = joinEntries(a!, b!);
        expect(same(joinEntries(joined, b!), joined)).toBe(true);
        expect(same(joinEntries(joined, a!), joined)).toBe(true);
      }),
    );
  });

  test('in any order all come to show the same', () => {
    fc.assert(
      fc.property(entries, fc.array(fc.nat(2), { maxLength: 6 }), (found, order) => {
        const [a, b, c] = found as [Entry, Entry, Entry];
        const all = joinEntries(joinEntries(a, b), c);
        const other = [...order, 2, 0, 1].reduce<Entry>(
          (joined, index) => joinEntries(joined, found[index]!),
          found[order[0] ?? 1]!,
        );
        expect(equalPlain(shownOf(other), shownOf(all))).toBe(true);
      }),
    );
  });
});

test('a counter counts what every replica did, once', () => {
  const one = add(add(zero, 'n1', 5), 'n1', -2);
  const other = add(zero, 'n2', 4);
  expect(total(joinEntries(joinEntries(one, other), one) as Counter)).toBe(7);
  // n1 has added 5 and taken 2; n2 may take what it has added itself, and nothing of the 5.
  expect(rightsOf(joinEntries(one, other) as Counter, 'n1')).toBe(3);
  expect(rightsOf(joinEntries(one, other) as Counter, 'n2')).toBe(4);
});

test('of an addition and a removal that did not know of each other the addition wins', () => {
  const first = addTo(empty, 1, 'n1-1');
  const removed = removeFrom(first, 1);
  const again = addTo(first, 1, 'n2-1');
  expect(elementsOf(joinSets(removed, again))).toEqual([1]);
  // A removal that knew of both leaves nothing, and an old state does not bring it back.
  const both = removeFrom(joinSets(removed, again), 1);
  expect(elementsOf(joinSets(both, again))).toEqual([]);
  expect(elementsOf(joinSets(first, removed))).toEqual([]);
});

test('of two writes the one with the later time wins, of two at one time the greater name', () => {
  const early = write(undefined, 'a', 5, 'n2', 1);
  const late = write(undefined, 'b', 6, 'n1', 1);
  expect(joinRegisters(early, late).value).toBe('b');
  expect(joinRegisters(write(undefined, 'c', 5, 'n3', 1), early).value).toBe('c');
  // Its own earlier write is no reason to lose, though the clock has gone back from 6 to 2.
  expect(joinRegisters(late, write(late, 'd', 2, 'n1', 2)).value).toBe('d');
});

test('two writes of one replica at one time are told apart, wherever they meet', () => {
  const first = write(undefined, 'a', 0, 'n1', 1);
  // It has heard n3 meanwhile, so the write before is not its own; its clock says 0 still.
  const heard = joinRegisters(first, write(undefined, 'b', 0, 'n3', 1));
  const second = write(heard, 'c', 0, 'n1', 2);
  expect([joinRegisters(first, second).value, joinRegisters(second, first).value]).toEqual(['c', 'c']);
});
