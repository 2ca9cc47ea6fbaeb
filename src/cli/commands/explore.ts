// `faultline explore`: every order of events of a scenario's protocols, within bounds.
import { join } from 'node:path';
import { type Beginning, beginningIn } from '../../campaign/explore/beginning.ts';
import { runExploration } from '../../campaign/explore/drive.ts';
import type { ExploreOptions } from '../../campaign/explore/explore-scenario.ts';
import type { ExploreRates } from '../../campaign/explore/task.ts';
import { slugOf } from '../../campaign/hunt/groups.ts';
import { exploreCard } from '../../display/explore-card.ts';
import type { ExploreReport } from '../../display/explore-report.ts';
import { formatCount } from '../../display/format.ts';
import { stepCommand } from '../../display/step-command.ts';
import { parseTimerBounds } from '../../scenario/explore-timers.ts';
import { parseCapsule } from '../../scenario/index.ts';
import { Exit, type ExitCode, exitCodes } from '../exit.ts';
import type { Format } from '../github.ts';
import { complainOf, loadOne, readText } from '../input.ts';
import { interruptible } from '../interrupt.ts';
import { type ColourChoice, complain, Progress, print, styleFor } from '../terminal.ts';

export type ExploreFlags = {
  readonly depth?: number;
  readonly states?: number;
  readonly crashes?: number;
  readonly losses?: number;
  readonly duplicates?: number;
  readonly operations?: number;
  readonly timers?: string;
  readonly disk?: 'atomic' | 'crashpoint' | 'events';
  readonly network?: 'bag' | 'set';
  readonly order?: 'breadth' | 'depth';
  readonly symmetry?: 'off' | 'on' | 'both';
  readonly from?: string;
  readonly sometimes?: readonly string[];
  readonly eventually?: readonly string[];
  readonly reached?: boolean;
  readonly out?: string;
  readonly json?: boolean;
  readonly format?: Format;
  readonly color: ColourChoice;
};

export async function explore(path: string, flags: ExploreFlags): Promise<ExitCode> {
  const options = optionsOf(flags);
  const from = flags.from === undefined ? undefined : beginningOf(flags.from, flags.format);
  if (from === 'bad') return exitCodes.usage;
  const { value: loaded, interrupted: early } = await interruptible((signal) =>
    loadOne('explore', path, { format: flags.format, signal }),
  );
  if (early !== undefined || loaded === undefined) return early ?? exitCodes.usage;
  const { file, text, scenario } = loaded;
  const folder = flags.out ?? join('.faultline', 'explore', slugOf(scenario.name));
  const line = new Progress();
  const onProgress = (states: number, wallMs: number) =>
    line.update(() => `${formatCount(states)} states  ${formatCount(perSecond(states, wallMs))}/s`);
  const { value: result, interrupted } = await interruptible((signal) =>
    runExploration({ file, text, options, from, folder, signal, onProgress }),
  );
  line.clear();
  if ('bug' in result) throw new Exit(exitCodes.internal, `a bug in Faultline, please report it:\n${result.bug}`);
  if ('gaveUp' in result) {
    throw new Exit(interrupted ?? exitCodes.interrupted, 'interrupted before there was anything to show');
  }
  if ('refused' in result) throw new Exit(exitCodes.usage, `${file}: it cannot be explored: ${result.refused}`);
  if ('exhausted' in result) throw new Exit(exitCodes.inconclusive, `${file}: ${result.exhausted}`);
  if ('problems' in result) {
    complainOf(result.problems, text, flags.format);
    return exitCodes.usage;
  }
  show(result.report, result.rates, flags, interrupted);
  return interrupted ?? codeOf(result.report);
}

function optionsOf(flags: ExploreFlags): Omit<ExploreOptions, 'properties'> {
  const { depth, states, order, symmetry, sometimes, eventually, reached } = flags;
  const { crashes, losses, duplicates, operations, disk, network } = flags;
  const timers = flags.timers === undefined ? {} : parseTimerBounds(flags.timers);
  if ('problem' in timers) throw new Exit(exitCodes.usage, `--timers: ${timers.problem}`);
  const bounds = defined({ crashes, losses, duplicates, operations, disk, network, ...timers });
  return { bounds, ...defined({ depth, states, order, symmetry, sometimes, eventually, reached }) };
}

/** The schedule of a capsule. `bad`: it is none, which has been said. */
function beginningOf(path: string, format: Format | undefined): Beginning | 'bad' {
  const { file, text } = readText(path, format);
  const { capsule, problems } = parseCapsule(text, file);
  if (capsule === undefined) {
    complainOf(problems, text, format);
    return 'bad';
  }
  const beginning = beginningIn(capsule);
  if (beginning !== undefined) return beginning;
  throw new Exit(exitCodes.usage, `--from: ${file} has no schedule: make one with faultline minimise ${file}`);
}

/** Without the fields that are undefined: they stand for the default. */
function defined<T extends object>(fields: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

function show(
  report: ExploreReport,
  rates: ExploreRates,
  flags: ExploreFlags,
  interrupted: ExitCode | undefined,
): void {
  if (flags.json === true) {
    const isPartial = interrupted === undefined ? {} : { interrupted: true };
    print(JSON.stringify({ ...report, step: stepOf(report), ...isPartial }, null, 2));
  } else print(exploreCard(report, styleFor(process.stdout, flags.color), process.stdout.columns).join('\n'));
  const { states, wallMs, heapBytes } = rates;
  const bytes = formatCount(Math.round(heapBytes / Math.max(1, states)));
  complain(
    `rate: ${formatCount(perSecond(states, wallMs))} states/s (${(wallMs / 1000).toFixed(1)} s), at most ${Math.ceil(heapBytes / 1e6)} MB, ${bytes} bytes a state`,
  );
}

/** The command that opens the counterexample; null where there is no capsule of one. */
function stepOf({ counterexample }: ExploreReport): string | null {
  const { capsule = null, needsCode = false } = counterexample ?? {};
  return capsule === null ? null : stepCommand({ file: capsule, usesCode: needsCode });
}

function perSecond(states: number, wallMs: number): number {
  return Math.round((1000 * states) / Math.max(1, wallMs));
}

function codeOf({ verdict }: ExploreReport): ExitCode {
  return { held: exitCodes.ok, violated: exitCodes.violated, inconclusive: exitCodes.inconclusive }[verdict];
}
