// The tenth column: a scenario that leads to one bug and is violated by it. That it holds without the bug is tested in
// `directed.test.ts`.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Finding } from '../../../src/scenario/expect/finding.ts';
import type { Mutant } from '../apply.ts';
import type { Product } from './product.ts';
import { type Catch, type Cell, counts, RECOVERS, secondsSince } from './row.ts';
import { loaded } from './world.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Two such scenarios are in the book anyway. */
const inTheBook: { readonly [id: string]: string } = {
  M29: 'scenarios/paper/raft-figure-8.yaml',
  M74: 'scenarios/raft/change-in-a-new-term.yaml',
};

export function directedPath(id: string): string {
  return join(root, inTheBook[id] ?? `test/mutants/directed/${id}.yaml`);
}

export type Led = { readonly cell: Cell; readonly killed?: Catch; readonly other?: Catch };

/** Undefined: no scenario leads to this bug. */
export function directedOf(mutant: Mutant, product: Product): Led | undefined {
  const path = directedPath(mutant.id);
  if (!existsSync(path)) return undefined;
  const begun = process.cpuUsage();
  const scenario = loaded(product.loadScenario(readFileSync(path, 'utf8'), path, product.systems), path);
  const { result, judgement } = product.runScenario(scenario);
  const failed = judgement.findings.filter(({ verdict }) => verdict === 'failed');
  const caught = failed.map((finding) => catchOf(finding, mutant));
  const killed = caught.find(({ property }) => counts(property, mutant));
  const seconds = secondsSince(begun);
  const isKilled = killed !== undefined;
  const cell: Cell = { profile: 'directed', seeds: 1, seconds, isKilled, events: result.events };
  if (killed !== undefined) return { cell, killed };
  return caught[0] === undefined ? { cell } : { cell, other: caught[0] };
}

/** The claim of a scenario that a leader or an answer comes in time is what liveness after the last fault is there. */
function catchOf({ text, found }: Finding, { kind }: Mutant): Catch {
  const named = /^([a-z-]+) (?:holds|\(promised\))$/.exec(text)?.[1];
  const property = named ?? (kind === 'liveness' ? RECOVERS : text);
  return { property, reason: named === undefined ? `${text}: ${found}` : found, profile: 'directed', seed: 1 };
}
