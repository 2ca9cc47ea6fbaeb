// `faultline plan`: the faults of a scenario at a seed, as a list that a scenario can hold. Of a generated plan it is the
// way from "seed 41 fails" to faults that can be read, changed and kept.
import { printPlan, unprintable } from '../../plans/index.ts';
import { systems } from '../../protocols/registry.ts';
import { faultsOf, headOf, loadScenario } from '../../scenario/index.ts';
import { Exit, type ExitCode, exitCodes } from '../exit.ts';
import type { Format } from '../github.ts';
import { complainOf, readText } from '../input.ts';
import { chosenSeed } from '../seed.ts';
import { print } from '../terminal.ts';

export function plan(path: string, flags: { readonly seed?: string; readonly format?: Format }): ExitCode {
  const { file, text } = readText(path, flags.format);
  if (headOf(text) !== undefined) {
    throw new Exit(
      exitCodes.usage,
      `${file}: plan loads no modules, and the scenario uses one; run it, and read its card`,
    );
  }
  const { scenario, problems } = loadScenario(text, file, systems);
  if (scenario === undefined) {
    complainOf(problems, text, flags.format);
    return exitCodes.usage;
  }
  const seed = chosenSeed(flags.seed) ?? scenario.seed;
  const faults = faultsOf(scenario, seed);
  const odd = faults.findIndex((fault) => unprintable(fault) !== undefined);
  if (odd !== -1) {
    const why = unprintable(faults[odd]!);
    throw new Exit(
      exitCodes.usage,
      `${file}: fault ${odd + 1} stands in the file as it is, and cannot be printed: ${why}`,
    );
  }
  print(`# seed ${seed}\n${printPlan(faults).trimEnd()}`);
  return exitCodes.ok;
}
