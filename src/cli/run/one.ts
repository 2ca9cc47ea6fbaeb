// One scenario at one seed: its card, its JSON, the events around a moment, its capsule.
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { RunOutcome, RunTask, TaskResult } from '../../campaign/execute.ts';
import { explain, explainWrite, shownPath } from '../../campaign/files.ts';
import { runAll } from '../../campaign/run-all.ts';
import { card } from '../../display/card.ts';
import { formatCount, formatTime } from '../../display/format.ts';
import { colourStyle } from '../../display/style.ts';
import { capsuleOf, capsuleText } from '../../scenario/index.ts';
import { Exit, type ExitCode, exitCodes } from '../exit.ts';
import { complainOf, type LoadedFile } from '../input.ts';
import { type Interruptible, interruptible } from '../interrupt.ts';
import { jsonRun } from '../json.ts';
import { complain, Progress, print, styleFor } from '../terminal.ts';
import { version } from '../version.ts';
import { type RunFlags, verdictCode } from './flags.ts';

/** One run: its card, or its JSON; with `event` what happened around it; with `--save` its capsule. */
export async function runOne(
  file: LoadedFile,
  task: RunTask,
  flags: RunFlags,
  event: number | undefined,
): Promise<ExitCode> {
  if (flags.save !== undefined) refuseOverwriting(flags.save);
  const isColoured = styleFor(process.stdout, flags.color) === colourStyle;
  const wanted = event === undefined ? task : { ...task, around: { event, isColoured } };
  const { value: outcome, interrupted } = await runAlone(wanted, file);
  const { report, kept } = outcome;
  if (flags.save !== undefined && interrupted === undefined) {
    save(flags.save, capsuleText(capsuleOf(version, file.text, report, kept)));
  }
  const isPartial = interrupted === undefined ? {} : { interrupted: true };
  if (flags.json === true) print(JSON.stringify({ runs: [jsonRun(report)], ...isPartial }, null, 2));
  else if (flags.ndjson === true) print(JSON.stringify(jsonRun(report)));
  else print(cardLines(outcome, flags, interrupted === undefined ? event : undefined).join('\n'));
  if (flags.save !== undefined) {
    complain(interrupted === undefined ? `saved ${shownPath(flags.save)}` : 'interrupted: no capsule was saved');
  }
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

function cardLines({ report, around }: RunOutcome, flags: RunFlags, event: number | undefined): readonly string[] {
  const lines = card(report, styleFor(process.stdout, flags.color), process.stdout.columns);
  if (event === undefined) return lines;
  if (around !== undefined) return [lines[0]!, '', ...around];
  const range = `the run has ${report.events} events, expected 0 to ${report.events - 1}`;
  throw new Exit(exitCodes.usage, `--at ${event}: ${range}`);
}

/** A capsule may be written anew; whatever else is there is somebody's work. */
function refuseOverwriting(path: string): void {
  let text: string;
  try {
    // What is no file is nobody's work; writing will tell.
    const found = statSync(path);
    if (!found.isFile() && !found.isDirectory()) return;
    text = readFileSync(path, 'utf8');
  } catch (error) {
    // A run may take long: what is certain to fail is said before it.
    const isMissing = (error as { code?: string }).code === 'ENOENT';
    if (isMissing && existsSync(dirname(path))) return;
    const why = isMissing ? 'there is no such folder' : explain(error);
    throw new Exit(exitCodes.usage, `--save ${path}: the capsule cannot be written: ${why}`);
  }
  if (text === '' || /^(\s*#.*\n|\s*\n)*capsule: 1\s/.test(text)) return;
  throw new Exit(exitCodes.usage, `--save ${path}: the file is there and is no capsule; name another`);
}

function save(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new Exit(exitCodes.usage, `--save ${path}: the capsule cannot be written: ${explainWrite(error)}`);
  }
}
