// Bugs that break no property but cost time: runs with the bug against runs without, in the same worlds, by a sign test.
// One test over all seeds, decided once: a test after each seed would find something in the end whatever there is.
import type { AnyProtocol } from '../../../src/contract/protocol.ts';
import type { RunResult } from '../../../src/kernel/result.ts';
import type { Mutant } from '../apply.ts';
import type { Product } from './product.ts';
import type { Profile } from './profiles.ts';
import { type World, Worlds } from './world.ts';

/** The chance that a test flags a bug which costs nothing. */
export const SIGNIFICANCE = 0.001;

/**
 * Pairs that a test compares at least, however few seeds a profile has: of ten pairs all ten have to be worse to be
 * significant, of sixty 43 (p = 0.0005).
 */
export const PAIRS_MIN = 60;

type Measured = {
  readonly result: RunResult;
  readonly scenario: World['scenario'];
  readonly product: Product;
  readonly entries: number;
};

const measures = {
  /** How often a server stood for election, or asked whether it might. */
  candidacies: ({ result: { roleChanges } }: Measured) => roleChanges.filter(({ role }) => role === 'candidate').length,
  /** How long clients waited for answers in all, in µs; for what was never answered until they gave up. */
  waiting: ({ result, scenario, product }: Measured) =>
    product
      .clientOperations(result, scenario.workload?.deadline)
      .reduce((sum, { invokedAt, answeredAt }) => sum + ((answeredAt ?? invokedAt + 1_000_000) - invokedAt), 0),
  /** Entries that arrived at followers, those again that they had. */
  entries: ({ entries }: Measured) => entries,
};

export type MeasureName = keyof typeof measures;

export type Comparison = {
  readonly measure: MeasureName;
  /** Of the pairs that differ: where the bug cost more, and where less. */
  readonly worse: number;
  readonly better: number;
  /** One-sided: the chance of so many or more, were worse and better equally likely. */
  readonly p: number;
};

export function compare(
  mutant: Mutant,
  { planted, right }: { readonly planted: Product; readonly right: Product },
  profile: Profile,
  seeds: number,
): Comparison {
  const measure = mutant.compares as MeasureName;
  const worlds = [planted, right].map((product) => new Worlds(product, profile, mutant)) as [Worlds, Worlds];
  let [worse, better] = [0, 0];
  for (let seed = 1; seed <= seeds; seed++) {
    const cost = measured(measure, worlds[0].of(seed), planted) - measured(measure, worlds[1].of(seed), right);
    if (cost > 0) worse++;
    if (cost < 0) better++;
  }
  return { measure, worse, better, p: atLeastHeads(worse, worse + better) };
}

function measured(measure: MeasureName, { plan, scenario }: World, product: Product): number {
  let entries = 0;
  const nodes = plan.nodes.map((node) => ({ ...node, protocol: seenBy(node.protocol, (count) => (entries += count)) }));
  const run = new product.TimedRun({ ...plan, nodes, watchedRoles: ['candidate', 'leader'] });
  run.run();
  return measures[measure]({ result: run.result(), scenario, product, entries });
}

/** The same protocol, whose AppendEntries are counted as they arrive. */
function seenBy(protocol: AnyProtocol, count: (entries: number) => void): AnyProtocol {
  const handler = protocol.on['AppendEntries'];
  if (handler === undefined) return protocol;
  const counting: typeof handler = (state, message, from, ctx) => {
    count((message as unknown as { readonly entries: readonly unknown[] }).entries.length);
    return handler(state, message, from, ctx);
  };
  return { ...protocol, on: { ...protocol.on, AppendEntries: counting } };
}

/** The chance of at least so many heads among so many tosses of a fair coin. */
export function atLeastHeads(heads: number, tosses: number): number {
  let chance = 0.5 ** tosses;
  let sum = 0;
  for (let k = tosses; k >= heads; k--) {
    sum += chance;
    chance = (chance * k) / (tosses - k + 1);
  }
  return Math.min(1, sum);
}
