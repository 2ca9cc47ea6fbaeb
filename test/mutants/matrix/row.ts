// One row of the kill matrix: a planted bug is hunted profile by profile and seed by seed, until a property catches it
// that the row names. Runs in a process of its own, with the modules of the copy that has the bug.
import { existsSync, readFileSync } from 'node:fs';
import type { RunResult } from '../../../src/kernel/result.ts';
import type { RecoversExpectation } from '../../../src/scenario/scenario.ts';
import type { Mutant } from '../apply.ts';
import { directedPath } from './journal.ts';
import type { Product } from './product.ts';
import { inOrder, type ProfileName } from './profiles.ts';
import { faultless, loaded, type World, Worlds } from './world.ts';

/** What caught it, and where. */
export type Catch = {
  readonly property: string;
  readonly reason: string;
  readonly profile: ColumnName;
  readonly seed: number;
};

/** The tenth column: the scenario that leads to the bug, `test/mutants/directed/<id>.yaml`, where there is one. */
export type ColumnName = ProfileName | 'directed';

/** What a profile came to; of one that was not tried there is none. */
export type Cell = {
  readonly profile: ColumnName;
  /** Until it was caught by a property that the row names, or all. */
  readonly seeds: number;
  readonly seconds: number;
  readonly isKilled: boolean;
  readonly events: number;
};

export type Row = {
  readonly id: string;
  readonly kind: Mutant['kind'];
  /** `green`, or what the fault-free scenario was violated by: then the bug proves nothing. */
  readonly faultless: string;
  readonly cells: readonly Cell[];
  /** By a property that the row names. */
  readonly killed?: Catch;
  /** The first by another one, before that. */
  readonly other?: Catch;
};

export type Budget = { readonly profiles: readonly ProfileName[]; readonly seeds: number };

export function huntRow(mutant: Mutant, product: Product, { profiles, seeds }: Budget): Row {
  const { id, kind } = mutant;
  const faultless = faultlessOf(product);
  const cells: Cell[] = [];
  let other: Catch | undefined;
  const led = directedOf(mutant, product);
  if (led !== undefined) {
    cells.push(led.cell);
    if (led.killed !== undefined) return { id, kind, faultless, cells, killed: led.killed };
    other = led.other;
  }
  for (const profile of inOrder(mutant.profile).filter(({ name }) => profiles.includes(name))) {
    const worlds = new Worlds(product, profile, mutant);
    const begun = process.cpuUsage();
    let events = 0;
    let killed: Catch | undefined;
    let seed = 0;
    while (seed < seeds && killed === undefined) {
      const caught = judged(worlds.of(++seed), product);
      events += caught.events;
      if (caught.property === undefined) continue;
      const { property, reason } = caught;
      const found = { property, reason, profile: profile.name, seed };
      if (counts(property, mutant)) killed = found;
      else other ??= found;
    }
    const seconds = secondsSince(begun);
    cells.push({ profile: profile.name, seeds: seed, seconds, isKilled: killed !== undefined, events });
    if (killed !== undefined) return { id, kind, faultless, cells, killed, ...(other === undefined ? {} : { other }) };
  }
  return { id, kind, faultless, cells, ...(other === undefined ? {} : { other }) };
}

type Led = { readonly cell: Cell; readonly killed?: Catch; readonly other?: Catch };

/** The directed scenario, once: with the bug it is violated, and without it, as its own test has it, it holds. */
function directedOf(mutant: Mutant, product: Product): Led | undefined {
  const path = directedPath(mutant.id);
  if (!existsSync(path)) return undefined;
  const begun = process.cpuUsage();
  const scenario = loaded(product.loadScenario(readFileSync(path, 'utf8'), path, product.systems), path);
  const { result, judgement } = product.runScenario(scenario);
  const failed = judgement.findings.filter(({ verdict }) => verdict === 'failed');
  const caught = failed.map(
    ({ text, found }) => ({ property: propertyIn(text), reason: found, profile: 'directed', seed: 1 }) as const,
  );
  const killed = caught.find(({ property }) => counts(property, mutant));
  const seconds = secondsSince(begun);
  const cell = {
    profile: 'directed',
    seeds: 1,
    seconds,
    isKilled: killed !== undefined,
    events: result.events,
  } as const;
  if (killed !== undefined) return { cell, killed };
  return caught[0] === undefined ? { cell } : { cell, other: caught[0] };
}

/** `linearizable holds`, `election-safety (promised)`; of other claims the sentence. */
function propertyIn(text: string): string {
  if (text.endsWith('after every fault has healed')) return RECOVERS;
  return /^([a-z-]+) (?:holds|\(promised\))$/.exec(text)?.[1] ?? text;
}

function secondsSince(begun: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1_000_000;
}

/** A benign row is flagged by whatever it violates. */
export function counts(property: string, { kind, properties = [] }: Mutant): boolean {
  return kind === 'benign' || properties.includes(property);
}

/** The claims of the fault-free scenario, and what Raft promises, are judged as `faultline run` judges them. */
function faultlessOf(product: Product): string {
  const scenario = faultless(product);
  const { judgement } = product.runScenario(scenario);
  const failed = judgement.findings.find(({ verdict }) => verdict === 'failed');
  if (failed !== undefined) return `${failed.text}: ${failed.found}`;
  return judgement.verdict === 'held' ? 'green' : (judgement.reason ?? judgement.verdict);
}

type Judged = { readonly events: number; readonly property?: string; readonly reason: string };

/** The first failure of a run: of its states, its end, its history, and if there is none of its recovery. */
export function judged({ plan, scenario }: World, product: Product): Judged {
  const hunt = new product.Hunt(plan, { model: scenario.model });
  hunt.next(Number.POSITIVE_INFINITY);
  const { failure, events, unjudged } = hunt.hunted();
  if (failure !== undefined) return { events, property: failure.property, reason: failure.reason };
  return { events, ...recovery(hunt.run.result(), scenario, product, unjudged ?? '') };
}

export const RECOVERS = 'recovers';

function recovery(result: RunResult, scenario: World['scenario'], product: Product, unjudged: string) {
  const operations = product.clientOperations(result, scenario.workload?.deadline);
  const claim = scenario.expectations.find(
    (item): item is RecoversExpectation & { line: number } => item.kind === RECOVERS,
  );
  if (claim === undefined) return { reason: unjudged };
  if (result.windows.length === 0) {
    const isAny = operations.some(({ outcome, f }) => outcome === 'answered' && f === 'write');
    return isAny ? { reason: unjudged } : { property: RECOVERS, reason: 'no write was answered' };
  }
  const { verdict, found } = product.judgeRecovers(claim, { scenario, result, operations });
  return verdict === 'failed' ? { property: RECOVERS, reason: found } : { reason: found };
}
