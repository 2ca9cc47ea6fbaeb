// `faultline run`: scenarios in, a card or a table out.
import type { RunTask } from '../../campaign/execute.ts';
import { headOf, seedsOf } from '../../scenario/index.ts';
import { emptyDocuments, withDocument } from '../document.ts';
import { Exit, type ExitCode, exitCodes, gravest } from '../exit.ts';
import type { Format } from '../github.ts';
import { type LoadedFile, loadFiles } from '../input.ts';
import { interruptible } from '../interrupt.ts';
import { type Moment, parseMoment } from '../moment.ts';
import { noSuchRow } from '../row-names.ts';
import type { RunFlags } from '../run/flags.ts';
import { runMany } from '../run/many.ts';
import { runOne } from '../run/one.ts';
import { chosenSeed } from '../seed.ts';

type Flags = RunFlags & { readonly format?: Format };

export function run(paths: readonly string[], flags: Flags): Promise<ExitCode> {
  return withDocument(flags, emptyDocuments.run, () => runFiles(paths, flags));
}

async function runFiles(paths: readonly string[], flags: Flags): Promise<ExitCode> {
  const moment = flags.at === undefined ? undefined : parseMoment(flags.at);
  const seed = chosenSeed(flags.seed ?? moment?.seed);
  const { value, interrupted } = await interruptible((signal) =>
    loadFiles(paths, { format: flags.format, withModules: true, signal }),
  );
  if (interrupted !== undefined) throw new Exit(interrupted, 'interrupted before there was anything to show');
  const { files, bad } = value;
  const tasks = files.flatMap((file) => tasksOf(file, flags, seed));
  checkRow(files, flags);
  if (tasks.length === 0 && files.length > 0 && bad === 0) {
    const names = files.map(({ file }) => file).join(', ');
    throw new Exit(exitCodes.inconclusive, `${names}: a quick run leaves it out (quick: 0); run it without --quick`);
  }
  // One seed of a larger sweep is judged as a part of it, unless it was asked for by name.
  const isPart = seed === undefined && (files[0]?.scenario.rows[0]?.sweep?.seeds ?? 1) > 1;
  const single = tasks.length === 1 && files.length === 1 && bad === 0 && !isPart ? files[0] : undefined;
  if (single === undefined && (moment !== undefined || flags.save !== undefined || flags.history !== undefined)) {
    const found = bad > 0 ? 'a file that cannot be run' : `${tasks.length} runs`;
    throw new Exit(
      exitCodes.usage,
      `--at, --save and --history take one scenario at one seed, found ${found}; name a file and --seed`,
    );
  }
  if (moment !== undefined && (flags.json === true || flags.ndjson === true)) {
    throw new Exit(exitCodes.usage, '--at prints text: leave out --json and --ndjson');
  }
  if (moment?.scenario !== undefined && moment.scenario !== single?.file) {
    throw new Exit(exitCodes.usage, `--at is a moment of ${moment.scenario}, and the scenario is ${single?.file}`);
  }
  if (single !== undefined && tasks[0]?.row !== undefined && flags.save !== undefined) {
    const message = 'a capsule holds one scenario: write what the row has of its own into a file, and save from there';
    throw new Exit(exitCodes.usage, `--save is not for a row of a sweep: ${message}`);
  }
  if (single !== undefined) return runOne(single, withBranch(tasks[0]!, moment), flags, moment);
  const code = files.length === 0 ? exitCodes.ok : await runMany(files, tasks, flags, seed);
  return gravest(bad > 0 ? [exitCodes.usage, code] : [code]);
}

function withBranch(task: RunTask, moment: Moment | undefined): RunTask {
  return moment?.branch === undefined ? task : { ...task, interventions: moment.branch };
}

function tasksOf({ file, text, scenario }: LoadedFile, flags: RunFlags, seed: string | undefined): readonly RunTask[] {
  const choices = { quick: flags.quick === true, ...(seed === undefined ? {} : { seed }) };
  // Of code from outside the first run is checked in any case: a state that is no plain data would pass unseen.
  const isOutside = headOf(text) !== undefined;
  const rows = scenario.rows.filter(({ row }) => flags.row === undefined || row === flags.row);
  const runs = rows.flatMap(({ row, sweep }) => {
    return seedsOf({ seed: scenario.seed, sweep }, choices).map((each) =>
      row === undefined ? { seed: each } : { seed: each, row },
    );
  });
  return runs.map((each, index) => {
    return { file, text, ...each, isChecked: flags.checked === true || (isOutside && index === 0) };
  });
}

/** A row that no scenario has is a slip, not an empty table. */
function checkRow(files: readonly LoadedFile[], { row }: RunFlags): void {
  if (row === undefined || files.length === 0) return;
  const known = [...new Set(files.flatMap(({ scenario }) => scenario.rows.flatMap((each) => each.row ?? [])))];
  if (!known.includes(row)) throw noSuchRow(row, known);
}
