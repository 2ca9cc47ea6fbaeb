// Many runs: on all cores, in one table, each scenario judged over all its seeds.
import { onOneLine, printable } from '../../base/printable.ts';
import type { RunTask } from '../../campaign/execute.ts';
import { type Parted, repeatAlone } from '../../campaign/repeat.ts';
import { runAll } from '../../campaign/run-all.ts';
import type { RunReport, RunVerdict, SweepReport } from '../../contract/report.ts';
import { modules, verdictLines } from '../../display/card.ts';
import { comparisonLines, comparisonMarkdown } from '../../display/comparison.ts';
import { formatCount } from '../../display/format.ts';
import { stepCommand } from '../../display/step-command.ts';
import { plainStyle, type Style } from '../../display/style.ts';
import { type ScenarioSummary, summaryTable } from '../../display/summary.ts';
import { sweepCard } from '../../display/sweep-card.ts';
import { judgeRows, type SweepChoices } from '../../scenario/index.ts';
import { type ExitCode, exitCodes, gravest } from '../exit.ts';
import { complainOf, type LoadedFile } from '../input.ts';
import { interruptible } from '../interrupt.ts';
import { jsonParted, jsonRun, jsonScenario } from '../json.ts';
import { complain, isAscii, Progress, print, printLine, styleFor } from '../terminal.ts';
import { type RunFlags, verdictCode } from './flags.ts';

/** `seed`: the one that was asked for, which is then printed first. */
export async function runMany(
  files: readonly LoadedFile[],
  tasks: readonly RunTask[],
  flags: RunFlags,
  seed: string | undefined,
): Promise<ExitCode> {
  const isText = flags.json !== true && flags.ndjson !== true;
  if (isText && seed !== undefined) print(`seed ${seed}\n`);
  const progress = new Progress();
  let done = 0;
  const later = new Set<number>();
  const { value, interrupted } = await interruptible(async (signal) => {
    const jobs = flags.jobs === undefined ? {} : { jobs: flags.jobs };
    const results = await runAll(tasks, {
      signal,
      outlineOf: (name) => files.find(({ file }) => file === name)?.scenario,
      ...jobs,
      onResult(result, index, isFirst) {
        if (!isFirst) later.add(index);
        if (!('report' in result) || result.report.isInterrupted !== true) done++;
        if (flags.ndjson === true && 'report' in result) printLine(JSON.stringify(jsonRun(result.report)));
        progress.update(() => `${done} of ${tasks.length} runs done`);
      },
    });
    return { results, parted: await repeatAlone(tasks, results, later, { ...jobs, signal }) };
  });
  const { results, parted } = value;
  progress.clear();
  const reports = results.flatMap((result) => (result !== undefined && 'report' in result ? [result.report] : []));
  const bugs = results.flatMap((result) => (result !== undefined && 'bug' in result ? [result.bug] : []));
  for (const bug of bugs) complain(`a bug in Faultline, please report it:\n${bug}`);
  const refused = results.flatMap((result) => (result !== undefined && 'problems' in result ? result.problems : []));
  for (const { file, text } of files) {
    const seen = new Set<string>();
    const own = refused.filter(
      (problem) => problem.file === file && !seen.has(problem.message) && seen.add(problem.message),
    );
    complainOf(own, text, flags.format);
  }
  const scenarios = summarise(reports, files, { isQuick: flags.quick === true, isOneSeed: seed !== undefined }, tasks);
  const leftOut = files.map(({ file }) => file).filter((file) => !tasks.some((task) => task.file === file));
  show(scenarios, parted, flags, { planned: tasks.length, leftOut });
  const codes: ExitCode[] = scenarios.map(({ sweep }) => verdictCode(sweep.verdict));
  if (refused.length > 0) codes.push(exitCodes.usage);
  if (parted.length > 0) codes.push(exitCodes.notDeterministic);
  return gravest([...codes, ...(bugs.length > 0 ? [exitCodes.internal] : []), ...(interrupted ? [interrupted] : [])]);
}

/** Each scenario's reports, judged as a whole. One of which seeds are missing cannot be told, unless it has failed. */
function summarise(
  reports: readonly RunReport[],
  files: readonly LoadedFile[],
  choices: SweepChoices,
  tasks: readonly RunTask[],
): readonly ScenarioSummary[] {
  return files.flatMap(({ file, scenario }) => {
    const group = reports.filter((report) => report.scenario === file);
    if (group.length === 0) return [];
    const wanted = tasks.filter((task) => task.file === file);
    const rows = scenario.rows.map((outline) => ({
      outline,
      reports: group.filter(({ row }) => row === outline.row),
      planned: wanted.filter(({ row }) => row === outline.row).length,
    }));
    const sweep = judgeRows(rows, choices);
    const isWhole = finished(group).length === wanted.length || sweep.verdict === 'failed';
    return [
      { reports: group, planned: wanted.length, sweep: { ...sweep, verdict: isWhole ? sweep.verdict : 'unknown' } },
    ];
  });
}

/** Without those that were cut short by an interrupt. */
function finished(reports: readonly RunReport[]): readonly RunReport[] {
  return reports.filter(({ isInterrupted }) => isInterrupted !== true);
}

function show(
  scenarios: readonly ScenarioSummary[],
  parted: readonly Parted[],
  flags: RunFlags,
  { planned, leftOut }: { readonly planned: number; readonly leftOut: readonly string[] },
): void {
  if (flags.json === true || flags.ndjson === true) for (const each of parted) complain(partedLine(each));
  if (flags.ndjson === true) return;
  const reports = scenarios.flatMap((scenario) => scenario.reports);
  const whole = finished(reports).length;
  const isInterrupted = whole < planned;
  if (flags.json === true) {
    const runs = reports.map((report) => jsonRun(report));
    const interrupted = isInterrupted ? { interrupted: true, planned } : {};
    const document = { runs, scenarios: scenarios.map(jsonScenario), ...jsonParted(parted), ...interrupted };
    return print(JSON.stringify(document, null, 2));
  }
  const style = styleFor(process.stdout, flags.color);
  if (flags.markdown === true) return print(markdownOf(scenarios).join('\n'));
  const lines = [...summaryTable(scenarios, style, process.stdout.columns), ''];
  // Of many scenarios a line each has to do.
  if (scenarios.length === 1) lines.push(...sweepLines(scenarios[0]!.sweep, style));
  for (const scenario of scenarios.filter(({ sweep }) => sweep.verdict !== 'held').slice(0, 5)) {
    lines.push(...failureLines(scenario, style), '');
  }
  const count = (verdict: RunVerdict) => scenarios.filter(({ sweep }) => sweep.verdict === verdict).length;
  const events = reports.reduce((sum, report) => sum + report.events, 0);
  const simulated = Math.round(reports.reduce((sum, report) => sum + report.simulatedUs, 0) / 1_000_000);
  const total = `${count('held')} of ${scenarios.length} held, ${count('failed')} failed, ${count('unknown')} unknown`;
  lines.push(
    `scenarios: ${total}`,
    `runs: ${reports.length}, ${formatCount(events)} events, ${formatCount(simulated)} s simulated`,
  );
  if (leftOut.length > 0) lines.push(`left out of a quick run: ${leftOut.map((file) => printable(file)).join(', ')}`);
  lines.push(...new Set(reports.flatMap(modules)));
  lines.push(...parted.map((each) => style.bad(partedLine(each))));
  if (isInterrupted)
    lines.push(
      style.unsure(`INTERRUPTED  ${whole} of ${planned} runs were finished${cutShort(reports.length - whole)}`),
    );
  print(lines.join('\n'));
}

function sweepLines(sweep: SweepReport, style: Style): readonly string[] {
  const { columns: width = 120 } = process.stdout;
  const compared = comparisonLines(sweep.rows, style, width);
  return [
    ...compared,
    ...(compared.length > 0 && compared.at(-1) !== '' ? [''] : []),
    ...sweepCard(sweep, style, { width, isAscii: isAscii(process.stdout) }),
  ];
}

/** Only what compares systems has a table to quote. */
function markdownOf(scenarios: readonly ScenarioSummary[]): readonly string[] {
  return scenarios.flatMap(({ sweep }) => comparisonMarkdown(sweep.rows, plainStyle));
}

function partedLine({ file, seed, fingerprint, alone }: Parted): string {
  const runs = `seed ${seed} of ${printable(file)} has fingerprint ${fingerprint} after other runs, and ${alone} alone`;
  const kept = 'what it keeps outside of states from run to run (a variable, a list, a counter)';
  return `NOT DETERMINISTIC  ${runs}: look in the module for ${kept}, or takes from Math.random or Date`;
}

function cutShort(count: number): string {
  return count === 0 ? '' : `, ${count} cut short`;
}

/** Of a sweep the run at the seed that decided it; its last lines say what failed and how to look at it. */
function failureLines({ reports, sweep, planned }: ScenarioSummary, style: Style): readonly string[] {
  if (finished(reports).length < planned && sweep.verdict === 'unknown') {
    const { scenario } = reports[0]!;
    return [
      style.unsure(
        `UNKNOWN  ${printable(scenario)}: interrupted after ${finished(reports).length} of ${planned} seeds`,
      ),
    ];
  }
  const deciding = sweep.expectations.find(({ verdict }) => verdict === sweep.verdict);
  const ofRow = reports.filter(({ row }) => deciding?.row === undefined || row === deciding.row);
  const report = ofRow.find(({ seed }) => seed === deciding?.seed) ?? ofRow[0] ?? reports[0]!;
  const whole =
    reports.length === 1 || deciding === undefined
      ? []
      : [`over ${reports.length} seeds: ${deciding.text}: ${deciding.found}`];
  // A claim on all runs together is no single run's: the one that lies farthest out is opened.
  if (deciding !== undefined && !report.expectations.some(({ key }) => key === deciding.key)) {
    const [word, paint] = sweep.verdict === 'failed' ? ['FAILED', style.bad] : ['UNKNOWN', style.unsure];
    const { scenario: file, row, seed } = report;
    const canOpen = deciding.seed === seed && /\.ya?ml$/.test(file);
    return [
      paint(`${word}  ${printable(file)}: ${printable(deciding.text)}: ${onOneLine(deciding.found)}`),
      ...(canOpen ? [`  step:   ${stepCommand({ file, row, seed })}`] : []),
    ];
  }
  return [...whole, ...verdictLines(report, style)];
}
