// `faultline run`: scenarios in, a card or a table out.
import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { RunTask, TaskResult } from '../../campaign/execute.ts';
import { timedRun } from '../../campaign/execute.ts';
import { explain, shownPath } from '../../campaign/files.ts';
import { runAll } from '../../campaign/run-all.ts';
import type { RunReport, RunVerdict } from '../../contract/report.ts';
import { card, verdictLines } from '../../display/card.ts';
import { formatCount } from '../../display/format.ts';
import { summaryTable } from '../../display/summary.ts';
import { capsuleOf, capsuleText, reportOf, seedsOf } from '../../scenario/index.ts';
import { Exit, type ExitCode, exitCodes, gravest } from '../exit.ts';
import { type LoadedFile, loadFiles } from '../input.ts';
import { jsonRun } from '../json.ts';
import { aroundMoment } from '../moment.ts';
import { type ColourChoice, complain, Progress, print, styleFor } from '../terminal.ts';
import { version } from '../version.ts';

export type RunFlags = {
  readonly seed?: string;
  readonly quick?: boolean;
  readonly checked?: boolean;
  readonly jobs?: number;
  readonly at?: number;
  readonly save?: string;
  readonly json?: boolean;
  readonly ndjson?: boolean;
  readonly color: ColourChoice;
};

export async function run(paths: readonly string[], flags: RunFlags): Promise<ExitCode> {
  const seed = chosenSeed(flags.seed);
  const { files, bad } = loadFiles(paths);
  const tasks = files.flatMap((file) => tasksOf(file, flags, seed));
  const single = tasks.length === 1 && bad === 0 ? files[0] : undefined;
  if ((flags.at !== undefined || flags.save !== undefined) && single === undefined) {
    const found = bad > 0 ? 'a file that cannot be run' : `${tasks.length} runs`;
    throw new Exit(
      exitCodes.usage,
      `--at and --save take one scenario at one seed, found ${found}; name a file and --seed`,
    );
  }
  const codes: ExitCode[] = bad > 0 ? [exitCodes.usage] : [];
  if (single !== undefined) return gravest([...codes, runOne(single, tasks[0]!, flags)]);
  if (files.length === 0) return gravest(codes);
  const { results, interrupted } = await runMany(tasks, flags);
  const reports = results.flatMap((result) => (result !== undefined && 'report' in result ? [result.report] : []));
  for (const result of results) {
    if (result !== undefined && 'bug' in result) complain(`a bug in Faultline, please report it:\n${result.bug}`);
  }
  show(reports, files, flags);
  const outcomes = results.map((result) => codeOf(result));
  return gravest([...codes, ...outcomes, ...(interrupted === undefined ? [] : [interrupted])]);
}

function chosenSeed(seed: string | undefined): string | undefined {
  if (seed === undefined) return undefined;
  if (seed === 'random') return String(randomInt(1, 2 ** 47));
  if (/^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$/.test(seed)) return seed;
  throw new Exit(
    exitCodes.usage,
    '--seed: expected a whole number, a short word of letters, digits and dashes, or random',
  );
}

function tasksOf({ file, text, scenario }: LoadedFile, flags: RunFlags, seed: string | undefined): readonly RunTask[] {
  const choices = { quick: flags.quick === true, ...(seed === undefined ? {} : { seed }) };
  return seedsOf(scenario, choices).map((each) => ({ file, text, seed: each, isChecked: flags.checked === true }));
}

/** One run: its card, or its JSON; with `--at` what happened around that event; with `--save` its capsule. */
function runOne({ scenario, text }: LoadedFile, task: RunTask, flags: RunFlags): ExitCode {
  const style = styleFor(process.stdout, flags.color);
  const level = flags.at === undefined ? 'verdict' : 'full';
  const { run, wallMs } = timedRun(scenario, task.seed, task.isChecked, { level });
  const report = reportOf(scenario, run, wallMs);
  if (flags.save !== undefined) save(flags.save, capsuleText(capsuleOf(version, text, report, run.result)));
  if (flags.json === true) print(JSON.stringify({ runs: [jsonRun(report)] }, null, 2));
  else if (flags.ndjson === true) print(JSON.stringify(jsonRun(report)));
  else {
    const around = flags.at === undefined ? [] : ['', ...aroundMoment(scenario, run, flags.at, style)];
    print([...card(report, style).slice(0, around.length === 0 ? undefined : 1), ...around].join('\n'));
    if (flags.save !== undefined) complain(`saved ${shownPath(flags.save)}`);
  }
  return verdictCode(report.verdict);
}

function save(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new Exit(exitCodes.usage, `--save ${path}: the capsule cannot be written: ${explain(error)}`);
  }
}

type Many = { readonly results: readonly (TaskResult | undefined)[]; readonly interrupted: ExitCode | undefined };

/** Runs all, and stops between two runs at ctrl-c: what has been finished is shown. */
async function runMany(tasks: readonly RunTask[], flags: RunFlags): Promise<Many> {
  const abort = new AbortController();
  let interrupted: ExitCode | undefined;
  const stop = (code: ExitCode) => () => {
    interrupted = code;
    abort.abort();
  };
  const onInt = stop(exitCodes.interrupted);
  const onTerm = stop(exitCodes.terminated);
  process.on('SIGINT', onInt).on('SIGTERM', onTerm);
  const progress = new Progress();
  let done = 0;
  const results = await runAll(tasks, {
    signal: abort.signal,
    ...(flags.jobs === undefined ? {} : { jobs: flags.jobs }),
    onResult(result) {
      done++;
      if (flags.ndjson === true && 'report' in result) print(JSON.stringify(jsonRun(result.report)));
      progress.update(() => `${done} of ${tasks.length} runs done`);
    },
  });
  progress.clear();
  process.off('SIGINT', onInt).off('SIGTERM', onTerm);
  return { results, interrupted };
}

function show(reports: readonly RunReport[], files: readonly LoadedFile[], flags: RunFlags): void {
  if (flags.ndjson === true) return;
  if (flags.json === true) return print(JSON.stringify({ runs: reports.map(jsonRun) }, null, 2));
  const style = styleFor(process.stdout, flags.color);
  const groups = files
    .map(({ file }) => reports.filter((report) => report.scenario === file))
    .filter((group) => group.length > 0);
  const bad = reports.filter((report) => report.verdict !== 'held');
  const lines = [...summaryTable(groups, style), ''];
  for (const report of bad.slice(0, 5)) lines.push(...verdictLines(report, style), '');
  const count = (verdict: RunVerdict) => reports.filter((report) => report.verdict === verdict).length;
  const events = reports.reduce((sum, report) => sum + report.events, 0);
  const simulated = Math.round(reports.reduce((sum, report) => sum + report.simulatedUs, 0) / 1_000_000);
  lines.push(
    `${count('held')} of ${reports.length} runs held, ${count('failed')} failed, ${count('unknown')} unknown; ` +
      `${formatCount(events)} events, ${formatCount(simulated)} s simulated`,
  );
  print(lines.join('\n'));
}

function codeOf(result: TaskResult | undefined): ExitCode {
  if (result === undefined) return exitCodes.ok;
  return 'bug' in result ? exitCodes.internal : verdictCode(result.report.verdict);
}

export function verdictCode(verdict: RunVerdict): ExitCode {
  return { held: exitCodes.ok, failed: exitCodes.violated, unknown: exitCodes.inconclusive }[verdict];
}
