// One row of the kill matrix: a planted bug is hunted profile by profile and seed by seed, until a property catches it
// that the row names. Runs in a process of its own, with the modules of the copy that has the bug.
import type { RunResult } from '../../../src/kernel/result.ts';
import type { RecoversExpectation } from '../../../src/scenario/scenario.ts';
import type { Mutant } from '../apply.ts';
import { directedOf } from './directed.ts';
import type { Product } from './product.ts';
import { inOrder, type Profile, type ProfileName } from './profiles.ts';
import { compare, PAIRS_MIN, SIGNIFICANCE } from './statistics.ts';
import { faultless, type World, Worlds } from './world.ts';

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

/** Seeds of each profile before any has its second turn: which one exposes a bug is not always the one that should. */
const FIRST_TURN = 20;

/** `right`: the product without a bug, to compare with where the bug only costs time. */
export function huntRow(mutant: Mutant, product: Product, budget: Budget, right?: Product): Row {
  const { id, kind } = mutant;
  const { profiles, seeds } = budget;
  const row = { id, kind, faultless: faultlessOf(product) };
  const led = directedOf(mutant, product);
  const start = led === undefined ? [] : [led.cell];
  if (mutant.compares !== undefined && right !== undefined)
    return { ...row, ...comparison(mutant, { planted: product, right }, budget) };
  if (led?.killed !== undefined) return { ...row, cells: start, killed: led.killed };
  const lanes = inOrder(mutant.profile)
    .filter(({ name }) => profiles.includes(name))
    .map((profile) => new Lane(mutant, product, profile));
  for (const turn of [Math.min(FIRST_TURN, seeds), seeds]) {
    for (const lane of lanes) {
      lane.goOn(turn);
      if (lane.killed !== undefined) break;
    }
    if (lanes.some(({ killed }) => killed !== undefined)) break;
  }
  const cells = [...start, ...lanes.flatMap(({ cell }) => (cell.seeds === 0 ? [] : [cell]))];
  const killed = lanes.find((lane) => lane.killed !== undefined)?.killed;
  const other = led?.other ?? lanes.find((lane) => lane.other !== undefined)?.other;
  return { ...row, cells, ...(killed === undefined ? {} : { killed }), ...(other === undefined ? {} : { other }) };
}

/** Under its own profile alone: one test, at one level of significance. */
function comparison(mutant: Mutant, products: Parameters<typeof compare>[1], budget: Budget) {
  const [profile] = inOrder(mutant.profile);
  const seeds = Math.max(budget.seeds, PAIRS_MIN);
  const begun = process.cpuUsage();
  const { measure, worse, better, p } = compare(mutant, products, profile!, seeds);
  const isKilled = p < SIGNIFICANCE;
  const cell: Cell = { profile: profile!.name, seeds, seconds: secondsSince(begun), isKilled, events: 0 };
  const reason = `${measure}: more in ${worse} of ${seeds} runs, fewer in ${better}, p = ${p.toPrecision(2)}`;
  const found: Catch = { property: measure, reason, profile: profile!.name, seed: seeds };
  return { cells: [cell], [isKilled ? 'killed' : 'other']: found };
}

/** One profile of a row, seed by seed from 1 on. */
class Lane {
  killed: Catch | undefined;
  other: Catch | undefined;
  cell: Cell;
  private readonly mutant: Mutant;
  private readonly product: Product;
  private readonly worlds: Worlds;

  constructor(mutant: Mutant, product: Product, profile: Profile) {
    this.mutant = mutant;
    this.product = product;
    this.worlds = new Worlds(product, profile, mutant);
    this.cell = { profile: profile.name, seeds: 0, seconds: 0, isKilled: false, events: 0 };
  }

  /** Up to that seed, or the first that is caught by a property of the row. */
  goOn(last: number): void {
    const begun = process.cpuUsage();
    const { seconds } = this.cell;
    while (this.cell.seeds < last && this.killed === undefined) this.seed(this.cell.seeds + 1);
    this.cell = { ...this.cell, seconds: seconds + secondsSince(begun) };
  }

  private seed(seed: number): void {
    const { property, reason, events } = judged(this.worlds.of(seed), this.product);
    const found = property === undefined ? undefined : { property, reason, profile: this.cell.profile, seed };
    if (found !== undefined && counts(found.property, this.mutant)) this.killed = found;
    else this.other ??= found;
    this.cell = { ...this.cell, seeds: seed, events: this.cell.events + events, isKilled: this.killed !== undefined };
  }
}

export function secondsSince(begun: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1_000_000;
}

/** A benign row is flagged by whatever it violates, and a row that names nothing dies by that. */
export function counts(found: string, { kind, property, properties = [] }: Mutant): boolean {
  const named = property === undefined ? properties : [property, ...properties];
  return kind === 'benign' || named.length === 0 || named.includes(found);
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
