// Scenarios of figures, run in a product with a planted bug, and what their reports say.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../cli/command.ts';

export type Expectation = { readonly text: string; readonly verdict: string; readonly found: string };

/** `product`: the folder that `dist/` is in. `scenario`: below `scenarios/`, without its ending. */
export function expectationsOf(product: string, scenario: string, seed: number): readonly Expectation[] {
  const args = [join(product, 'dist/cli/main.js'), 'run', `scenarios/${scenario}.yaml`, '--seed', `${seed}`, '--json'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  const { runs } = JSON.parse(stdout) as {
    readonly runs: readonly [{ readonly expectations: readonly Expectation[] }];
  };
  return runs[0].expectations;
}

export function failedIn(expectations: readonly Expectation[]): readonly Expectation[] {
  return expectations.filter(({ verdict }) => verdict === 'failed');
}

/** What was found for the first whose text begins so; empty where there is none. */
export function foundFor(expectations: readonly Expectation[], text: string): string {
  return expectations.find((each) => each.text.startsWith(text))?.found ?? '';
}
