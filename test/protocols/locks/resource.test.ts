// The protected resource: what it takes, what it refuses, and that it answers a copy as it answered the first.
import { expect, test } from 'vitest';
import type { Kind } from '../../../src/contract/context.ts';
import { type Fencing, type ResourceState, resource } from '../../../src/protocols/locks/resource/index.ts';
import { effectsOf, type Outcome, persisted, receive, sent, start } from '../recording-context.ts';

const read = (number: number, token: number | null = null) => ({ kind: 'Read', number, token });
const write = (number: number, token: number | null, from: number) => ({
  ...{ kind: 'Write', number, token },
  ...{ from, to: from + 1 },
});

/** What is left, and the last outcome, after these requests: client, message. */
function after(fencing: Fencing, ...requests: readonly (readonly [string, Kind])[]): Outcome<ResourceState> {
  const protocol = resource(fencing);
  const first = start<ResourceState>(protocol);
  return requests.reduce(({ state }, [from, message]) => receive(protocol, state, message, from), first);
}

test('a write that had read the value before another one is taken, and is stale', () => {
  const { state } = after(
    'off',
    ['c1', read(1)],
    ['c2', read(1)],
    ['c1', write(2, null, 0)],
    ['c2', write(2, null, 0)],
  );
  expect(state).toMatchObject({ value: 1, accepted: 2, rejected: 0, lastAccepted: { client: 'c2', isStale: true } });
});

test('without a fence a lower token is taken; with one it is refused, and told of the higher', () => {
  const requests = [
    ['c2', write(1, 2, 0)],
    ['c1', write(1, 1, 0)],
  ] as const;
  expect(after('off', ...requests).state).toMatchObject({ accepted: 2, lastAccepted: { isStale: true } });
  const refused = after('writes', ...requests);
  expect(refused.state).toMatchObject({ value: 1, accepted: 1, rejected: 1 });
  expect(sent(refused)).toEqual([{ kind: 'Fenced', number: 1, highest: 2 }]);
  // The same token again is the same holder.
  expect(after('writes', ['c2', write(1, 2, 0)], ['c2', write(2, 2, 1)]).state).toMatchObject({ accepted: 2 });
});

test('a fence for writes does not know of a holder that has only read; one for all does', () => {
  const requests = [
    ['c2', read(1, 2)],
    ['c1', write(1, 1, 0)],
  ] as const;
  expect(after('writes', ...requests).state).toMatchObject({
    accepted: 1,
    rejected: 0,
    lastAccepted: { isStale: true },
  });
  expect(after('all', ...requests).state).toMatchObject({ accepted: 0, rejected: 1 });
  expect(sent(after('all', ['c2', read(1, 2)], ['c1', read(1, 1)]))).toMatchObject([{ kind: 'Fenced' }]);
});

test('two with the same token: the write of the first is stale once the second has read, and no fence sees it', () => {
  const second = [
    ['c1', read(1, 1)],
    ['c1', write(2, 1, 0)],
    ['c2', read(1, 1)],
  ] as const;
  const late = after('all', ...second, ['c1', write(3, 1, 1)]);
  expect(late.state).toMatchObject({ accepted: 2, rejected: 0, lastAccepted: { client: 'c1', isStale: true } });
  expect(after('all', ...second, ['c2', write(2, 1, 1)]).state.lastAccepted).toMatchObject({ isStale: false });
  expect(receive<ResourceState>(resource('all'), late.state, write(2, 1, 1), 'c2').state.lastAccepted).toMatchObject({
    isStale: false,
  });
});

test('a copy is answered alike and does nothing; an older request is not answered', () => {
  const copy = after('off', ['c1', write(2, null, 0)], ['c1', write(2, null, 0)]);
  expect(copy.state.value).toBe(1);
  expect([sent(copy), persisted(copy)]).toEqual([[{ kind: 'Written', number: 2 }], []]);
  expect(after('off', ['c1', write(2, null, 0)], ['c1', write(1, null, 0)]).effects).toEqual([]);
});

test('answers wait for the disk, and what is on it is all there is', () => {
  const outcome = after('all', ['c1', read(1, 7)], ['c1', write(2, 7, 0)]);
  expect(effectsOf(outcome, 'send').map(({ durable }) => durable)).toEqual([true]);
  const again = start<ResourceState>(resource('all'), persisted(outcome)[0]!, { incarnation: 2 });
  expect(again.state).toEqual(outcome.state);
  expect(receive<ResourceState>(resource('all'), again.state, write(1, 6, 1), 'c2').state.rejected).toBe(1);
});
