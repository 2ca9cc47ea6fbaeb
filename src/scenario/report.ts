// A scenario's run from plan to report: what cards show and `--json` prints.
import type { Plain, PlainRecord } from '../base/plain.ts';
import { judgeLevels, type LevelVerdict, levelsOfModel } from '../checkers/index.ts';
import { OutsideError } from '../contract/outside.ts';
import type { AvailabilityReport, FailureReport, RunReport } from '../contract/report.ts';
import type { VerdictName } from '../contract/verdict.ts';
import type { RunOptions, RunPlan, RunResult } from '../kernel/index.ts';
import { TimedRun } from '../kernel/index.ts';
import { compile } from './compile.ts';
import type { Finding, Judged, Judgement } from './expect/finding.ts';
import { judge } from './expect/judge.ts';
import { measuredIn } from './expect/measure.ts';
import type { Scenario } from './scenario.ts';
import { standingOf } from './standing.ts';
import { type Summary, summarize } from './summary.ts';
import { pluralOf } from './targets.ts';
import { durationText } from './words.ts';

export type ScenarioRun = {
  readonly plan: RunPlan;
  readonly run: TimedRun;
  readonly result: RunResult;
  readonly judgement: Judgement;
};

/** Runs a scenario once, with its own seed or another. */
export function runScenario(scenario: Scenario, seed: string = scenario.seed, options: RunOptions = {}): ScenarioRun {
  const run = startScenario(scenario, seed, options);
  run.run();
  return finishScenario(scenario, run);
}

/** A run that stands at its beginning, for a caller that takes it on by itself. */
export function startScenario(scenario: Scenario, seed: string, options: RunOptions): TimedRun {
  return new TimedRun(compile(scenario, { seed }).plan, options);
}

/** What a run that is over has shown. */
export function finishScenario(scenario: Scenario, run: TimedRun): ScenarioRun {
  const result = run.result();
  return { plan: run.plan, run, result, judgement: judge(scenario, result) };
}

/** `wallMs`: how long it took in real time; measured by the caller, because nothing here knows real time. */
export function reportOf(
  scenario: Scenario,
  { result, judgement }: Pick<ScenarioRun, 'result' | 'judgement'>,
  wallMs: number,
): RunReport {
  const summary = summarize(scenario, result);
  const failures = failuresOf(scenario, result, judgement);
  const event = momentOf(failures, judgement);
  const consistency = consistencyOf(scenario, judgement);
  const measures = measuredIn(scenario, result);
  const [strongest] = levelsOfModel(scenario.model ?? '');
  // Of a history that keeps the strongest level there is no more to say, and one that was cut off is not judged.
  const isLevelled = consistency[strongest!] !== 'ok' && result.ending !== 'interrupted';
  const levels = isLevelled || scenario.compared !== undefined ? judgeLevels(result.history, scenario.model) : [];
  return {
    scenario: scenario.file,
    name: scenario.name,
    about: scenario.about,
    system: scenario.system.name,
    ...(scenario.modules.length > 0 ? { modules: scenario.modules } : {}),
    seed: result.seed,
    ...(scenario.row === undefined ? {} : { row: scenario.row }),
    ...(scenario.compared === undefined ? {} : { standing: standingOf(scenario, result, summary, levels, measures) }),
    verdict: judgement.verdict,
    reason: judgement.reason,
    ...(result.ending === 'interrupted' ? { isInterrupted: true } : {}),
    fingerprint: result.fingerprint,
    events: result.events,
    simulatedUs: result.time,
    wallMs: Math.round(wallMs),
    nodes: nodesText(scenario),
    windows: result.windows.map(({ name, text, from, to, nodes, skipped, note }) => ({
      name,
      text,
      from,
      to,
      nodes,
      skipped,
      ...(note === undefined ? {} : { note }),
    })),
    expectations: judgement.findings.map(({ line: _, ...expectation }) => expectation),
    consistency,
    ...untestedOf(scenario, judgement),
    ...(isLevelled ? levelReports(levels) : {}),
    availability: availabilityOf(scenario, summary),
    latency: summary.latencies.flatMap(({ f, answered, p50, p99, max }) =>
      p50 === undefined || p99 === undefined || max === undefined ? [] : [{ f, count: answered, p50, p99, max }],
    ),
    counts: { ...result.counts },
    measures,
    halts: result.halts,
    failures,
    moment: event === undefined ? null : `${scenario.file}:${result.seed}:${event}`,
    view: viewOf(scenario, result),
  };
}

/** Of the first failure; where only expectations failed, of the first that has one; else of a failure that is expected. */
function momentOf(failures: readonly FailureReport[], { findings }: Judgement): number | undefined {
  const unexpected = failures.find(({ isExpected }) => !isExpected);
  const failed = findings.find(({ verdict, event }) => verdict === 'failed' && event !== undefined);
  return (unexpected ?? failed ?? failures[0])?.event;
}

function nodesText({ nodes, clients }: Scenario): string {
  const groups = new Map<string, number>();
  for (const { group } of nodes) groups.set(group, (groups.get(group) ?? 0) + 1);
  if (clients.length > 0) groups.set('client', clients.length);
  return [...groups].map(([group, count]) => `${count} ${count === 1 ? group : pluralOf(group)}`).join(', ');
}

/** The property that a finding judges, and whether it is expected to hold. */
function propertyOf(scenario: Scenario, { key, kind }: Finding): { name: string; holds: boolean } | undefined {
  if (kind === 'promise') return { name: key.slice('promise.'.length), holds: true };
  if (kind !== 'expectation') return undefined;
  const expectation = scenario.expectations[Number(key.slice('expect.'.length))];
  return expectation?.kind === 'property' ? { name: expectation.property, holds: expectation.holds } : undefined;
}

function consistencyOf(scenario: Scenario, { findings }: Judgement): { readonly [property: string]: VerdictName } {
  const verdicts: { [property: string]: VerdictName } = {};
  for (const finding of findings) {
    const property = propertyOf(scenario, finding);
    if (property !== undefined) verdicts[property.name] = verdictName(finding.verdict, property.holds);
  }
  return verdicts;
}

function untestedOf(scenario: Scenario, { findings }: Judgement): Pick<RunReport, 'untested'> {
  const untested = findings.flatMap((finding) => {
    const property = finding.isVacuous === true ? propertyOf(scenario, finding) : undefined;
    return property === undefined ? [] : [[property.name, finding.found] as const];
  });
  return untested.length === 0 ? {} : { untested: Object.fromEntries(untested) };
}

function levelReports(levels: readonly LevelVerdict[]): Pick<RunReport, 'levels'> {
  if (levels.every(({ verdict }) => verdict.verdict === 'ok')) return {};
  return {
    levels: levels.map(({ level, verdict, event }) => ({
      level,
      verdict: verdict.verdict,
      ...(verdict.verdict === 'ok' ? {} : { reason: verdict.reason }),
      ...(event === undefined ? {} : { event }),
    })),
  };
}

function verdictName(judged: Judged, holds: boolean): VerdictName {
  if (judged === 'unknown') return 'unknown';
  return (judged === 'held') === holds ? 'ok' : 'violated';
}

function availabilityOf(scenario: Scenario, { availability, sides }: Summary): readonly AvailabilityReport[] {
  if (scenario.clients.length === 0) return [];
  const row = (of: string, { answered, invoked, longestGap }: typeof availability): AvailabilityReport => ({
    of,
    answered,
    invoked,
    longestGap,
  });
  const names = sides.map(({ side, partition }) => `${side}, ${partition.name}`);
  const isTwice = (name: string) => names.indexOf(name) !== names.lastIndexOf(name);
  return [
    row('all clients', availability),
    ...sides.map(({ partition, availability: measured }, index) => {
      const name = names[index]!;
      return row(isTwice(name) ? `${name} at ${durationText(partition.from)}` : name, measured);
    }),
  ];
}

/** What went wrong, in order of time: violated properties, a history that no order explains, a run that stopped. */
function failuresOf(scenario: Scenario, result: RunResult, { findings }: Judgement): readonly FailureReport[] {
  const expected = new Set(
    scenario.expectations.flatMap((item) => (item.kind === 'property' && !item.holds ? [item.property] : [])),
  );
  const timeOf = (event: number) => result.history.find((line) => line.event === event)?.time ?? result.time;
  const violated: FailureReport[] = result.violations.map(({ property, reason, witness, event, time }) => ({
    what: property,
    reason,
    event,
    time,
    isExpected: expected.has(property),
    witness: witnessText(witness),
  }));
  for (const finding of findings) {
    const property = propertyOf(scenario, finding);
    if (property === undefined || finding.event === undefined || violated.some(({ what }) => what === property.name))
      continue;
    if (verdictName(finding.verdict, property.holds) !== 'violated') continue;
    const { found: reason, event } = finding;
    const isExpected = !property.holds;
    violated.push({ what: property.name, reason, event, time: timeOf(event), isExpected, witness: undefined });
  }
  const { stop } = result;
  if (stop !== undefined) {
    const isExpected = scenario.expectations.some((item) => item.kind === 'ends' && item.ending === stop.ending);
    const { ending: what, reason, event, time } = stop;
    const witness = ownFrames(stop.stack);
    violated.push({ what, reason, event, time, isExpected, witness });
  }
  return violated.sort((a, b) => a.event - b.event);
}

/** A stack without our own frames: of an author's mistake only the author's lines say where it is. */
function ownFrames(stack: string | undefined): string | undefined {
  const frames = stack?.split('\n').filter((line) => /^\s+at /.test(line) && !OURS.test(line));
  return frames === undefined || frames.length === 0 ? undefined : frames.map((line) => line.trim()).join('\n');
}

const OURS = /[\\/](?:dist|src)[\\/](?:kernel|scenario|campaign|cli|contract|base)[\\/]|node:|internal[\\/]/;

function witnessText(witness: Plain): string | undefined {
  return witness === null ? undefined : JSON.stringify(witness);
}

function viewOf(scenario: Scenario, result: RunResult): RunReport['view'] {
  const last = result.probes.at(-1)?.states ?? {};
  const view: { [node: string]: PlainRecord | null } = {};
  for (const { id, group } of scenario.nodes) {
    const state = last[id];
    const show = scenario.system.view[group];
    if (show !== undefined) view[id] = state === undefined ? null : fieldsShown(() => show(state as never));
  }
  return view;
}

/** What a view shows; of one of the author's own that throws, that it does. */
export function fieldsShown(show: () => PlainRecord): PlainRecord {
  try {
    return show();
  } catch (error) {
    if (error instanceof OutsideError) return { error: error.message };
    throw error;
  }
}
