// One rule of the model at a time.
import { expect, test } from 'vitest';
import type { AnyProtocol } from '../../../src/contract/protocol.ts';
import {
  Exploration,
  type ExplorationOptions,
  NO_FAILURE,
  type ProtocolBounds,
  playSchedule,
} from '../../../src/search/index.ts';
import { clientText, planOf, raftText } from './scenarios.ts';
import { clockReader, counting, impure, ping, special, throwing, timers, toyPlan } from './toy.ts';

/** Whether some state is such that a node's state is this one. */
function reaches(of: AnyProtocol, bounds: Partial<ProtocolBounds>, state: object, count = 2): string {
  const holds: NonNullable<ExplorationOptions['properties']>[number]['holds'] = (view) =>
    view.nodes.some((node) => JSON.stringify(node.state) === JSON.stringify(state));
  const properties = [{ kind: 'sometimes', name: 'it', holds }] as const;
  const { verdicts } = new Exploration(toyPlan(of, count), { bounds, properties }).run();
  return verdicts.find(({ name }) => name === 'it')!.verdict;
}

test('a timer does not fire before one that is due before it in any case', () => {
  const bounds = { timers: 3 };
  // 10..20 comes before 30..40, whichever was set first; 15..50 may come anywhere between or around.
  for (const fired of [
    ['early', 'late', 'any'],
    ['early', 'any', 'late'],
    ['any', 'early', 'late'],
  ]) {
    expect(reaches(timers, bounds, { fired }, 1), fired.join()).toBe('reached');
  }
  for (const fired of [['late'], ['any', 'late'], ['late', 'early']]) {
    expect(reaches(timers, bounds, { fired }, 1), fired.join()).toBe('never reached');
  }
});

test('a bound on firings holds for all timers, for a kind, and for a kind at a node', () => {
  const rules = (kind: string, node?: string) => ({ timerRules: [{ kind, node, firings: 0 }] });
  expect(reaches(timers, { timers: 0 }, { fired: ['early'] }, 1)).toBe('never reached');
  expect(reaches(timers, { timers: 1 }, { fired: ['early', 'any'] }, 1)).toBe('never reached');
  expect(reaches(timers, rules('any'), { fired: ['any'] }, 1)).toBe('never reached');
  expect(reaches(timers, rules('any'), { fired: ['early'] }, 1)).toBe('reached');
  expect(reaches(timers, rules('any', 'n2'), { fired: ['any'] }, 2)).toBe('reached');
  expect(reaches(timers, rules('*'), { fired: ['early'] }, 1)).toBe('never reached');
});

test('a message arrives once in a bag, once more with a duplicate, and again and again in a set', () => {
  expect(reaches(ping, {}, { pings: 1 })).toBe('reached');
  expect(reaches(ping, {}, { pings: 2 })).toBe('never reached');
  expect(reaches(ping, { duplicates: 1 }, { pings: 2 })).toBe('reached');
  expect(reaches(ping, { duplicates: 1 }, { pings: 3 })).toBe('never reached');
  expect(reaches(ping, { network: 'set' }, { pings: 3 })).toBe('reached');
});

test('losses, crashes and restarts are moves: the states of one ping, counted by hand', () => {
  const count = (bounds: Partial<ProtocolBounds>) => new Exploration(toyPlan(ping), { bounds }).run().states;
  // On its way, arrived.
  expect(count({})).toBe(2);
  // On its way, arrived, lost.
  expect(count({ losses: 1 })).toBe(3);
});

test('a protocol that reads a clock is refused by name, but for its first start', () => {
  expect(() => new Exploration(toyPlan(clockReader)).run()).toThrow(
    'clock-reader reads ctx.monotonic in on.Ping at n2: time stands still in an exploration',
  );
});

test('a handler that asks for other choices when it is run again is told to be impure', () => {
  expect(() => new Exploration(toyPlan(impure)).run()).toThrow(
    /not pure: run again it chose .*which of 3 where it chose .* of 2/,
  );
});

test('a handler that is not pure in another way is a violation', () => {
  const exploration = new Exploration(toyPlan(counting));
  const found = exploration.run().verdicts.find(({ name }) => name === NO_FAILURE)!;
  expect(found.verdict).toBe('violated');
  const { property } = exploration.counterexample('path' in found ? (found.path as never) : (0 as never))!;
  expect(property).toBe('impure handler');
});

test('a handler that throws is a violation with a schedule that shows it', () => {
  const plan = toyPlan(throwing);
  const exploration = new Exploration(plan);
  const found = exploration.run().verdicts.find(({ name }) => name === NO_FAILURE)!;
  expect(found.verdict).toBe('violated');
  const { property, reason, schedule } = exploration.counterexample(
    'path' in found ? (found.path as never) : (0 as never),
  )!;
  expect([property, reason]).toEqual(['crashed in handler', "n2's handler on.Ping threw: no room for a ping"]);
  expect(playSchedule(plan, schedule).stop?.reason).toBe(reason);
});

test('with symmetry a node that does not do as the others is caught', () => {
  const bounds = { crashes: 1 };
  expect(() => new Exploration(toyPlan(special), { bounds, symmetry: true }).run()).toThrow(
    /n\d and n\d are not interchangeable: when they start again they do not do the same/,
  );
});

test('names that are not there, streams, and symmetry where there is none are refused in a sentence', () => {
  const run =
    (options: ExplorationOptions, text = raftText) =>
    () =>
      new Exploration(planOf(text), options).run();
  const rule = (kind: string, node?: string) => ({ bounds: { timerRules: [{ kind, node, firings: 1 }] } });
  expect(run(rule('elections'))).toThrow(
    'there is no timer "elections": expected election, quiet, heartbeat, quorum, transfer, catchUp',
  );
  expect(run(rule('election', 'n4'))).toThrow('there is no node "n4": expected n1, n2, n3');
  expect(run({ roles: ['boss'] })).toThrow('there is no role "boss": expected leader, follower, candidate');
  expect(run({ symmetry: true }, clientText)).toThrow('with clients no nodes are interchangeable');
  const streams = { retransmit: 1, resetAfter: 1 };
  expect(() => new Exploration({ ...planOf(raftText), streams })).toThrow('links are streams');
});
