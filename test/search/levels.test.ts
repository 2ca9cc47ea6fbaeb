// Histories in a search: judged by the levels that are promised or named, and what is violated is the weakest of them.
import { describe, expect, test } from 'vitest';
import type { ConsistencyLevel } from '../../src/checkers/index.ts';
import { systems } from '../../src/protocols/registry.ts';
import { levelsOf, loadScenarioObject } from '../../src/scenario/index.ts';
import { failureOfHistory } from '../../src/search/index.ts';

type Line = Parameters<typeof failureOfHistory>[0][number];

/** `0 write 1`, `1 read 2`: a process, what it did and with which value; each is over before the next begins. */
function history(...lines: readonly string[]): readonly Line[] {
  return lines.flatMap((text, index): readonly Line[] => {
    const [process, f, value] = text.split(' ') as [string, string, string];
    const base = { process: Number(process), f, key: 'k' };
    const at = (event: number) => ({ event, time: event * 1_000 });
    const asked = f === 'read' ? null : Number(value);
    return [
      { ...base, type: 'invoke', value: asked, ...at(2 * index) },
      { ...base, type: 'ok', value: value === 'null' ? null : Number(value), ...at(2 * index + 1) },
    ];
  });
}

const failure = (lines: readonly Line[], levels: readonly ConsistencyLevel[]) => {
  const found = failureOfHistory(lines, 'register', levels);
  return found === undefined ? 'nothing' : `${found.property}: ${found.rule}, event ${found.event}`;
};

describe('what is violated', () => {
  // One session reads 2 and then 1 again: that breaks monotonic reads, and with it all that is stronger.
  const back = history('0 write 1', '0 write 2', '1 read 2', '1 read 1');
  // Another reads 1 once 2 was acknowledged: not linearizable, but sequential.
  const late = history('0 write 1', '0 write 2', '1 read 1', '1 read 2');

  test('is the weakest level of those that are asked for', () => {
    expect(failure(back, ['linearizable', 'monotonic-reads'])).toBe(
      'monotonic-reads: the answers are not monotonic-reads, event 7',
    );
    expect(failure(back, ['linearizable'])).toBe('linearizable: no order explains the answers, event 7');
    expect(failure(late, ['linearizable', 'monotonic-reads'])).toBe(
      'linearizable: no order explains the answers, event 5',
    );
  });

  test('is nothing where the levels asked for hold, or none is', () => {
    expect(failure(late, ['sequential', 'monotonic-reads'])).toBe('nothing');
    expect(failure(back, [])).toBe('nothing');
    expect(failureOfHistory(back, undefined, ['linearizable'])).toBeUndefined();
  });

  test('levels that do not follow from one another are each judged', () => {
    // Causal memory and the guarantees hold of `late`; of `back` read-your-writes holds and monotonic reads does not.
    expect(failure(back, ['read-your-writes'])).toBe('nothing');
    expect(failure(back, ['monotonic-reads', 'read-your-writes'])).toContain('monotonic-reads');
  });
});

test('levels are those that the system promises and those that the scenario names', () => {
  const levels = (system: string, ...expected: readonly object[]) => {
    const claims = expected.length === 0 ? {} : { expect: expected };
    const base = { faultline: 1, name: 'a', about: 'b', system, run: '1s', ...claims };
    const workload = { kind: system === 'echo' ? 'echo' : 'register' };
    const { scenario, problems } = loadScenarioObject({ ...base, workload }, 'a', systems);
    expect(problems).toEqual([]);
    return levelsOf(scenario!);
  };
  expect(levels('raft-kv')).toEqual(['linearizable']);
  expect(levels('raft-kv', { violates: 'monotonic-reads' }, { holds: 'sequential' })).toEqual([
    'linearizable',
    'sequential',
    'monotonic-reads',
  ]);
  expect(levels('echo')).toEqual([]);
});
