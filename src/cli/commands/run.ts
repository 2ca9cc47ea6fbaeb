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
import type { Style } from '../../display/style.ts';
import { type ScenarioSummary, summaryTable } from '../../display/summary.ts';
import { aroundMoment, capsuleOf, capsuleText, judgeSweep, reportOf, seedsOf } from '../../scenario/index.ts';
import { Exit, type ExitCode, exitCodes, gravest } from '../exit.ts';
import { type LoadedFile, loadFiles } from '../input.ts';
import { jsonRun, jsonScenario } from '../json.ts';
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
  const scenarios = summarise(reports, files, flags.quick === true);
  show(scenarios, flags);
  codes.push(...scenarios.map(({ sweep }) => verdictCode(sweep.verdict)));
  if (results.some((result) => result !== undefined && 'bug' in result)) codes.push(exitCodes.internal);
  return gravest([...codes, ...(interrupted === undefined ? [] : [interrupted])]);
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
    const lines = card(report, style);
    if (flags.at === undefined) print(lines.join('\n'));
    else {
      const around = aroundMoment(scenario, run, flags.at, style);
      if (around === undefined) {
        const last = report.events - 1;
        throw new Exit(exitCodes.usage, `--at ${flags.at}: the run has ${report.events} events, expected 0 to ${last}`);
      }
      print([lines[0]!, '', ...around].join('\n'));
    }
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

/** Each scenario's reports, judged as a whole. */
function summarise(
  reports: readonly RunReport[],
  files: readonly LoadedFile[],
  isQuick: boolean,
): readonly ScenarioSummary[] {
  return files.flatMap(({ file }) => {
    const group = reports.filter((report) => report.scenario === file);
    if (group.length === 0) return [];
    const sweep = judgeSweep(group, { isQuick });
    return [{ reports: group, sweep: group.length === 1 ? { ...sweep, verdict: group[0]!.verdict } : sweep }];
  });
}

function show(scenarios: readonly ScenarioSummary[], flags: RunFlags): void {
  if (flags.ndjson === true) return;
  const reports = scenarios.flatMap((scenario) => scenario.reports);
  if (flags.json === true) {
    const runs = reports.map(jsonRun);
    return print(JSON.stringify({ runs, scenarios: scenarios.map(jsonScenario) }, null, 2));
  }
  const style = styleFor(process.stdout, flags.color);
  const lines = [...summaryTable(scenarios, style, process.stdout.columns), ''];
  for (const scenario of scenarios.filter(({ sweep }) => sweep.verdict !== 'held').slice(0, 5)) {
    lines.push(...failureLines(scenario, style), '');
  }
  const count = (verdict: RunVerdict) => scenarios.filter(({ sweep }) => sweep.verdict === verdict).length;
  const events = reports.reduce((sum, report) => sum + report.events, 0);
  const simulated = Math.round(reports.reduce((sum, report) => sum + report.simulatedUs, 0) / 1_000_000);
  lines.push(
    `${count('held')} of ${scenarios.length} scenarios held, ${count('failed')} failed, ${count('unknown')} unknown; ` +
      `${reports.length} runs, ${formatCount(events)} events, ${formatCount(simulated)} s simulated`,
  );
  print(lines.join('\n'));
}

/** Of a sweep the run at the seed that decided it; its last lines say what failed and how to look at it. */
function failureLines({ reports, sweep }: ScenarioSummary, style: Style): readonly string[] {
  const deciding = sweep.expectations.find(({ verdict }) => verdict === sweep.verdict);
  const report = reports.find(({ seed }) => seed === deciding?.seed) ?? reports[0]!;
  const whole =
    reports.length === 1 || deciding === undefined
      ? []
      : [`over ${reports.length} seeds: ${deciding.text}: ${deciding.found}`];
  return [...whole, ...verdictLines(report, style)];
}

export function verdictCode(verdict: RunVerdict): ExitCode {
  return { held: exitCodes.ok, failed: exitCodes.violated, unknown: exitCodes.inconclusive }[verdict];
}
