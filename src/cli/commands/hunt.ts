// `faultline hunt`: many seeds, each in a world of its own, on all cores; or the journals of several hunts joined.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { runCampaign } from '../../campaign/hunt/campaign.ts';
import type { Course } from '../../campaign/hunt/course.ts';
import { slugOf } from '../../campaign/hunt/groups.ts';
import { SeedsDiffer } from '../../campaign/hunt/merge.ts';
import { HuntRefused } from '../../campaign/hunt/refused.ts';
import { runMerge } from '../../campaign/hunt/run-merge.ts';
import { countOf, type Share } from '../../campaign/hunt/seeds.ts';
import { version } from '../../campaign/version.ts';
import { withDocument } from '../document.ts';
import { Exit, type ExitCode, exitCodes } from '../exit.ts';
import { courseOf, type HuntFlags, timeOf } from '../hunt/flags.ts';
import { showHunt } from '../hunt/show.ts';
import { complainOf, loadOne } from '../input.ts';
import { interruptible } from '../interrupt.ts';
import { complain, Progress, print } from '../terminal.ts';

/** The document where there is nothing to report. */
const empty = { scenario: null, verdict: null, seeds: null, failures: [] } as const;

export function hunt(path: string | undefined, flags: HuntFlags): Promise<ExitCode> {
  return withDocument(flags, empty, async () => {
    try {
      return flags.merge === undefined
        ? await huntScenario(path, flags)
        : await mergeJournals(path, flags.merge, flags);
    } catch (error) {
      if (!(error instanceof HuntRefused)) throw error;
      throw new Exit(error instanceof SeedsDiffer ? exitCodes.notDeterministic : exitCodes.usage, error.message);
    }
  });
}

async function huntScenario(path: string | undefined, flags: HuntFlags): Promise<ExitCode> {
  if (path === undefined) throw new Exit(exitCodes.usage, 'expected a scenario file, or --merge and journals');
  const { share, course } = courseOf(flags);
  const timeMax = timeOf(flags.time);
  if (countOf(share) === 0) {
    throw new Exit(exitCodes.usage, `--shard ${flags.shard}: of ${share.first}..${share.last} no seed falls to it`);
  }
  const { value: loaded, interrupted: early } = await interruptible((signal) =>
    loadOne('hunt', path, { format: flags.format, signal }),
  );
  if (early !== undefined || loaded === undefined) return early ?? exitCodes.usage;
  const { file, text, scenario } = loaded;
  const progress = new HuntProgress(countOf(share));
  const jobs = flags.jobs ?? availableParallelism();
  const { value: result, interrupted } = await interruptible((signal) =>
    runCampaign({
      ...{ file, text, name: scenario.name, version, share, course, jobs, timeMax, signal, ...settings(flags) },
      folder: flags.out ?? folderOf(scenario.name, share, course),
      isResumed: flags.resume === true,
      onSeed(record) {
        if (flags.ndjson === true) print(JSON.stringify(record));
        progress.onSeed(record.failure !== undefined);
      },
      onMinimising: (failures) => progress.onMinimising(failures),
    }),
  );
  progress.clear();
  if ('isEmpty' in result) {
    throw new Exit(interrupted ?? exitCodes.inconclusive, 'interrupted before there was anything to show');
  }
  if ('bug' in result) throw new Exit(exitCodes.internal, `a bug in Faultline, please report it:\n${result.bug}`);
  if ('problems' in result) {
    complainOf(result.problems, text, flags.format);
    return exitCodes.usage;
  }
  for (const complaint of result.complaints) complain(complaint);
  return showHunt(result.report, flags, { rates: { ...progress.rates(), jobs }, interrupted });
}

async function mergeJournals(path: string | undefined, more: readonly string[], flags: HuntFlags): Promise<ExitCode> {
  const forbidden = (['seeds', 'strategy', 'world', 'shard', 'time', 'resume'] as const).find(
    (name) => flags[name] !== undefined,
  );
  if (forbidden !== undefined) throw new Exit(exitCodes.usage, `--merge runs no seeds: leave out --${forbidden}`);
  const paths = path === undefined ? more : [path, ...more];
  const progress = new HuntProgress(0);
  const { value, interrupted } = await interruptible((signal) =>
    runMerge({
      ...{ paths, version, signal, jobs: flags.jobs ?? availableParallelism(), ...settings(flags) },
      folderOf: (name) => flags.out ?? folderOf(name),
      isCodeAllowed: flags.allowCode === true,
      onMinimising: (failures) => progress.onMinimising(failures),
    }),
  );
  progress.clear();
  for (const complaint of value.complaints) complain(complaint);
  return showHunt(value.report, flags, { interrupted });
}

function settings({ maxFailures, minimise }: HuntFlags) {
  return { maxFailures, isMinimising: minimise };
}

/** Undefined: it cannot be loaded, and has been complained of. */

/** Each shard has a folder of its own, and so has a world that is named. */
function folderOf(name: string, share?: Share, course?: Course): string {
  const folder = join('.faultline', 'hunt', slugOf(name));
  if (course?.world !== undefined) return join(folder, `world-${slugOf(course.world)}`);
  const { index = 1, of = 1 } = share?.shard ?? {};
  return of === 1 ? folder : join(folder, `shard-${index}-of-${of}`);
}

/** Counts seeds, and shows how far it is: on a terminal. */
class HuntProgress {
  private readonly line = new Progress();
  private readonly asked: number;
  private readonly begun = performance.now();
  private seeds = 0;
  private failures = 0;
  private wallMs = 0;

  constructor(asked: number) {
    this.asked = asked;
  }

  onSeed(hasFailed: boolean): void {
    this.seeds++;
    if (hasFailed) this.failures++;
    this.wallMs = performance.now() - this.begun;
    this.line.update(() => {
      const rate = Math.round((1000 * this.seeds) / Math.max(1, this.wallMs));
      const found = this.failures === 1 ? '1 failure' : `${this.failures} failures`;
      return `${this.seeds} of ${this.asked} seeds  ${rate}/s  ${found}`;
    });
  }

  onMinimising(failures: number): void {
    this.line.update(() => `minimising ${failures === 1 ? 'a failure' : `${failures} failures`}`);
  }

  clear(): void {
    this.line.clear();
  }

  rates(): { readonly wallMs: number; readonly seeds: number } {
    return { wallMs: Math.round(this.wallMs), seeds: this.seeds };
  }
}
