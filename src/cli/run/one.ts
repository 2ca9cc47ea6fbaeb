// One scenario at one seed: its card, its JSON, the events around a moment, its capsule.
import { writeFileSync } from 'node:fs';
import type { RunOutcome, RunTask, TaskResult } from '../../campaign/execute.ts';
import { explainWrite, shownPath } from '../../campaign/files.ts';
import { runAll } from '../../campaign/run-all.ts';
import { version } from '../../campaign/version.ts';
import { branchText } from '../../contract/branch-text.ts';
import { card } from '../../display/card.ts';
import { formatCount, formatTime } from '../../display/format.ts';
import { colourStyle } from '../../display/style.ts';
import { capsuleOf, capsuleText } from '../../scenario/index.ts';
import { recordedModule } from '../capsule-place.ts';
import { Exit, type ExitCode, exitCodes } from '../exit.ts';
import { complainOf, type LoadedFile } from '../input.ts';
import { type Interruptible, interruptible } from '../interrupt.ts';
import { jsonRun } from '../json.ts';
import type { Moment } from '../moment.ts';
import { refuseOverwriting, refuseOverwritingHistory } from '../overwriting.ts';
import { complain, Progress, print, styleFor } from '../terminal.ts';
import { type RunFlags, verdictCode } from './flags.ts';

/** One run: its card, or its JSON; with a moment what happened around it; with `--save` its capsule. */
export async function runOne(
  file: LoadedFile,
  task: RunTask,
  flags: RunFlags,
  moment: Moment | undefined,
): Promise<ExitCode> {
  if (flags.save !== undefined) refuseOverwriting(flags.save, '--save');
  if (flags.history !== undefined) refuseOverwritingHistory(flags.history);
  const isColoured = styleFor(process.stdout, flags.color) === colourStyle;
  const at = moment && (moment.event === undefined ? { time: moment.time! } : { event: moment.event });
  const recorded = flags.history === undefined ? task : { ...task, withHistory: true };
  const wanted = at === undefined ? recorded : { ...recorded, around: { at, isColoured } };
  const { value: outcome, interrupted } = await runAlone(wanted, file);
  const { report } = outcome;
  const unsaved =
    flags.save === undefined ? undefined : ((interrupted && 'interrupted') ?? saved(flags.save, file, wanted, outcome));
  if (flags.history !== undefined) writeHistory(flags.history, outcome);
  const isPartial = interrupted === undefined ? {} : { interrupted: true };
  if (flags.json === true) print(JSON.stringify({ runs: [jsonRun(report)], ...isPartial }, null, 2));
  else if (flags.ndjson === true) print(JSON.stringify(jsonRun(report)));
  else print(cardLines(outcome, flags, interrupted === undefined ? moment : undefined).join('\n'));
  if (flags.save !== undefined) {
    complain(unsaved === undefined ? `saved ${shownPath(flags.save)}` : `${unsaved}: no capsule was saved`);
  }
  if (flags.history !== undefined) complain(`saved ${shownPath(flags.history)}`);
  return interrupted ?? verdictCode(report.verdict);
}

/** Runs a task by itself, with a line of progress; an interrupt keeps what there is. */
export async function runAlone(task: RunTask, { text, scenario }: LoadedFile): Promise<Interruptible<RunOutcome>> {
  const progress = new Progress();
  const { value, interrupted } = await interruptible((signal) =>
    runAll([task], {
      signal,
      outlineOf: () => scenario,
      onProgress(events, time) {
        const at = time === undefined ? '' : `, t=${formatTime(time)}`;
        progress.update(() => `seed ${task.seed}  ${formatCount(events)} events${at}`);
      },
    }),
  );
  progress.clear();
  return { value: outcomeOf(value[0], text, interrupted), interrupted };
}

function outcomeOf(result: TaskResult | undefined, text: string, interrupted: ExitCode | undefined): RunOutcome {
  if (result === undefined) throw new Exit(interrupted ?? exitCodes.interrupted, 'interrupted before the first event');
  if ('bug' in result) throw new Exit(exitCodes.internal, `a bug in Faultline, please report it:\n${result.bug}`);
  if ('problems' in result) {
    complainOf(result.problems, text);
    throw new Exit(exitCodes.usage);
  }
  return result;
}

function cardLines({ report, around }: RunOutcome, flags: RunFlags, moment: Moment | undefined): readonly string[] {
  const lines = card(report, styleFor(process.stdout, flags.color), process.stdout.columns);
  if (moment === undefined) return lines;
  if (around !== undefined) return [lines[0]!, '', ...around];
  // It had no end, so nothing is known of it but where it stood.
  if (report.fingerprint === undefined) return lines;
  const range = `the run has ${report.events} events, expected 0 to ${report.events - 1}`;
  throw new Exit(exitCodes.usage, `--at ${moment.event ?? formatTime(moment.time!)}: ${range}`);
}

/** Writes the capsule; or says why there is none. */
function saved(
  path: string,
  { text }: LoadedFile,
  { isChecked, interventions = [] }: RunTask,
  { report, kept }: RunOutcome,
): string | undefined {
  const { fingerprint } = kept;
  if (fingerprint === undefined) return 'the run was given up, and there is nothing to compare a replay with';
  const module = recordedModule(report, path);
  const branch = interventions.length === 0 ? undefined : branchText(interventions);
  const capsule = capsuleOf(version, text, report, { ...kept, fingerprint }, { isChecked, module, branch });
  write(path, capsuleText(capsule), '--save', 'capsule');
  return undefined;
}

function writeHistory(path: string, { history = [] }: RunOutcome): void {
  write(path, history.map((line) => `${JSON.stringify(line)}\n`).join(''), '--history', 'history');
}

function write(path: string, text: string, flag: string, what: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new Exit(exitCodes.usage, `${flag} ${path}: the ${what} cannot be written: ${explainWrite(error)}`);
  }
}
