// One scenario at one seed: its card, its JSON, the events around a moment, its capsule.
import { readFileSync, writeFileSync } from 'node:fs';
import { interruptibleRun, type RunTask, timedRun } from '../../campaign/execute.ts';
import { explainWrite, shownPath } from '../../campaign/files.ts';
import type { RunReport } from '../../contract/report.ts';
import { card } from '../../display/card.ts';
import { formatCount, formatTime } from '../../display/format.ts';
import type { RunOptions } from '../../kernel/index.ts';
import { aroundMoment, capsuleOf, capsuleText, reportOf, type ScenarioRun } from '../../scenario/index.ts';
import { Exit, type ExitCode, exitCodes } from '../exit.ts';
import type { LoadedFile } from '../input.ts';
import { interruptible } from '../interrupt.ts';
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
  const { scenario, text } = file;
  if (flags.save !== undefined) refuseOverwriting(flags.save);
  const options: RunOptions = { level: event === undefined ? 'verdict' : 'full' };
  const progress = new Progress();
  let stood = '';
  const run = (signal: AbortSignal) =>
    interruptibleRun(scenario, task.seed, options, signal, (events, time) => {
      stood = `${formatCount(events)} events, t=${formatTime(time)}`;
      progress.update(() => `seed ${task.seed}  ${stood}`);
    });
  // A checked run has traps in place for its whole time and lets nothing through: a signal ends the process.
  const { value: done, interrupted } = task.isChecked
    ? { value: timedRun(scenario, task.seed, true, options), interrupted: undefined }
    : await interruptible(run);
  progress.clear();
  if (done === undefined) {
    if (flags.json === true) print(JSON.stringify({ runs: [], interrupted: true }, null, 2));
    complain(`interrupted at ${stood}: nothing was judged`);
    return interrupted ?? exitCodes.interrupted;
  }
  const report = reportOf(scenario, done.run, done.wallMs);
  if (flags.save !== undefined) save(flags.save, capsuleText(capsuleOf(version, text, report, done.run.result)));
  if (flags.json === true) print(JSON.stringify({ runs: [jsonRun(report)] }, null, 2));
  else if (flags.ndjson === true) print(JSON.stringify(jsonRun(report)));
  else print(cardLines(file, report, done.run, flags, event).join('\n'));
  if (flags.save !== undefined) complain(`saved ${shownPath(flags.save)}`);
  return verdictCode(report.verdict);
}

function cardLines(
  { scenario }: LoadedFile,
  report: RunReport,
  run: ScenarioRun,
  flags: RunFlags,
  event: number | undefined,
): readonly string[] {
  const style = styleFor(process.stdout, flags.color);
  const lines = card(report, style, process.stdout.columns);
  if (event === undefined) return lines;
  const around = aroundMoment(scenario, run, event, style);
  if (around !== undefined) return [lines[0]!, '', ...around];
  const range = `the run has ${report.events} events, expected 0 to ${report.events - 1}`;
  throw new Exit(exitCodes.usage, `--at ${event}: ${range}`);
}

/** A capsule may be written anew; whatever else is there is somebody's work. */
function refuseOverwriting(path: string): void {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return; // Nothing there, or nothing that can be read: writing will tell.
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
