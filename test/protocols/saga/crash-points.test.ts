// Every crash point of one saga: each node crashes after each event of its run, with its unsynced writes lost (the
// orchestrator also with them kept), and comes back. However far the saga was, it ends whole or leaves nothing, and money and goods add up.
import { describe, expect, test } from 'vitest';
import { systems } from '../../../src/protocols/registry.ts';
import { loadScenario, runScenario, type Scenario } from '../../../src/scenario/index.ts';

/** One order. A crash may come at any event of its first second; by the closing all has been well for four. */
const scenario = (options: string, more = '') => `
faultline: 1
name: One saga
about: One order, and a crash at each of its events.
system: saga
options: { closing: 6s, stock: 5, balance: 50${options} }
network: { latency: 0.5ms..2ms }
disk: { latency: 0.2ms..1ms }
workload: { kind: order, clients: 1, think: 20s, attempt: 500ms, deadline: 6s${more} }
run: 7s
`;

function loaded(text: string): Scenario {
  const { scenario: found, problems } = loadScenario(text, 'one.yaml', systems);
  if (found === undefined) throw new Error(problems.map(({ message }) => message).join('; '));
  return found;
}

/** Times at which something happened in the saga, before the client's next attempt at the earliest. */
function moments(base: Scenario): readonly number[] {
  const { run } = runScenario(base, '1', { level: 'trace' });
  const times = Array.from({ length: run.trace!.length }, (_, index) => run.trace!.at(index).time);
  return [...new Set(times)].filter((time) => time < 1_000_000);
}

/** What `loadScenario` makes of a crash that ends with a restart. */
function crashedAt(base: Scenario, node: string, at: number, unsynced: 'lost' | 'kept'): Scenario {
  const targets = [{ select: 'node', node }] as const;
  // Just after what happened then, and before whatever comes next.
  const window = { at: at + 1, until: at + 300_001 };
  const fault = {
    name: 'crash',
    text: `crash ${node}`,
    ...window,
    action: { kind: 'crash', targets, unsynced },
  } as const;
  return { ...base, faults: [fault] };
}

const kinds: readonly (readonly [string, string, string])[] = [
  ['an order that is whole', '', ''],
  ['an order that is refused at its third step', '', ', fresh: 100%'],
  ['an order whose outcomes are asked after', ', unknown: query, stepTimeout: 100ms', ''],
  ['an order under semantic locks', ', countermeasure: semantic-lock', ''],
  ['a choreography', ', style: choreographed', ''],
];

describe.each(kinds)('%s', (_name, options, more) => {
  const base = loaded(scenario(options, more));
  const times = moments(base);
  test.each(['o1', 'n1', 'n2', 'n3'])('%s crashes at each event', (node) => {
    expect(times.length).toBeGreaterThan(10);
    let judged = 0;
    const found = times.flatMap((at) =>
      (node === 'o1' ? (['lost', 'kept'] as const) : (['lost'] as const)).flatMap((unsynced) => {
        const { result } = runScenario(crashedAt(base, node, at, unsynced), '1');
        expect(result.windows.map(({ skipped }) => skipped)).toEqual([undefined]);
        // Where the first step was lost there is nothing in the books.
        if (result.exercised['ends'] === true) judged++;
        return result.violations.map(({ property, reason }) => `${at} ${unsynced}: ${property}, ${reason}`);
      }),
    );
    expect(found).toEqual([]);
    expect(judged).toBeGreaterThan(times.length / 2);
  });
});

test('without idempotency keys some of these crashes has the customer charged twice', () => {
  const base = loaded(scenario(', idempotencyKeys: false'));
  const violated = moments(base).flatMap((at) =>
    runScenario(crashedAt(base, 'o1', at, 'lost'), '1').result.violations.map(({ property }) => property),
  );
  expect(violated).toContain('once');
});
