// A campaign: many seeds of one scenario on many threads, each seed's result in the journal as soon as it is there. The
// way through: `dispatch.ts` (what is next), `crew.ts` (threads), `journal.ts` (what is kept), `report.ts` (what it means).
import { join } from 'node:path';
import type { HuntReport } from '../../display/hunt-report.ts';
import type { Problem } from '../../scenario/index.ts';
import { shownPath } from '../files.ts';
import { type Code, codeOf } from './code.ts';
import type { Course } from './course.ts';
import { Crew } from './crew.ts';
import { Dispatch } from './dispatch.ts';
import { hasFailed } from './groups.ts';
import { hashOf, type Journal, JournalWriter, readJournal } from './journal.ts';
import type { SeedLoss } from './lane.ts';
import { lockJournal } from './lock.ts';
import { lostRecord, lostRepeat } from './lost-seed.ts';
import { isMinimisable, minimiseGroups } from './minimise.ts';
import type { Header, Line, MinimisedRecord, Repeat, SeedRecord } from './record.ts';
import { HuntRefused } from './refused.ts';
import { minimisedOf, reportOfHunt, type Tally, tallyOf } from './report.ts';
import { refuseOther } from './same-campaign.ts';
import { positionOf, type Share } from './seeds.ts';
import type { Finished } from './task.ts';
import { type Worlds, worldsOf } from './worlds.ts';

export const JOURNAL = 'journal.ndjson';

export type CampaignOptions = {
  readonly file: string;
  readonly text: string;
  readonly name: string;
  readonly version: string;
  readonly share: Share;
  readonly course: Course;
  readonly folder: string;
  readonly jobs: number;
  readonly maxFailures: number;
  /** Milliseconds after which no seed is begun any more. */
  readonly timeMax?: number | undefined;
  readonly isResumed: boolean;
  readonly isMinimising: boolean;
  /** Milliseconds without a new event after which a worker is given up. Default 10,000. */
  readonly silence?: number;
  readonly signal?: AbortSignal;
  readonly onSeed?: (record: SeedRecord) => void;
  readonly onMinimising?: (failures: number) => void;
};

export type CampaignResult = {
  readonly report: HuntReport;
  /** Failures that could not be made small, in sentences. */
  readonly complaints: readonly string[];
};

/** What the scenario's own code did, or we, that left nothing to report. */
export type Breakdown =
  | { readonly problems: readonly Problem[] }
  | { readonly bug: string }
  /** Interrupted before the scenario was loaded. */
  | { readonly isEmpty: true };

/** Throws `HuntRefused` for what the user has to mend first. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult | Breakdown> {
  const unlock = lockJournal(join(options.folder, JOURNAL));
  try {
    return await hunted(new Campaign(options));
  } finally {
    unlock();
  }
}

async function hunted(campaign: Campaign): Promise<CampaignResult | Breakdown> {
  try {
    return (await campaign.hunt()) ?? (await campaign.conclude());
  } finally {
    campaign.close();
  }
}

class Campaign {
  private readonly options: CampaignOptions;
  private readonly path: string;
  private readonly sha256: string;
  private readonly code: Code;
  private readonly records = new Map<string, SeedRecord>();
  private readonly repeats = new Map<string, Repeat>();
  private readonly minimised: MinimisedRecord[];
  private readonly dispatch: Dispatch;
  private readonly worlds: Worlds;
  private readonly writer: JournalWriter;
  private readonly crew: Crew;
  private header: Header | undefined;
  /** A seed whose second run came to something else, and that second run. */
  private odd: { readonly seed: string; readonly fingerprint: string } | undefined;

  constructor(options: CampaignOptions) {
    this.options = options;
    const { file, text, share, course, jobs, maxFailures, folder, silence = 10_000 } = options;
    this.path = join(folder, JOURNAL);
    this.sha256 = hashOf(text);
    this.code = codeOf(text, file);
    const old = this.resumed();
    this.header = old?.header;
    this.minimised = [...(old?.minimised ?? [])];
    this.worlds = worldsOf(course, share);
    this.dispatch = new Dispatch({ share, lanes: jobs, maxFailures, worlds: this.worlds });
    for (const repeat of old?.repeats ?? []) this.repeats.set(repeat.repeated, repeat);
    for (const record of old?.records ?? []) this.enterOld(record);
    this.writer = JournalWriter.open(this.path, old?.bytes ?? 0);
    this.crew = new Crew({
      ...{ file, text, jobs, silence, dispatch: this.dispatch },
      worker: new URL('./worker.js', import.meta.url),
      onReady: (description) => {
        if (this.header !== undefined) return;
        const { version, name } = options;
        const campaign = { version, code: this.code, scenario: file, name, ...share, ...course };
        this.header = { hunt: 1, ...campaign, sha256: this.sha256, description, text };
        this.writer.append([this.header]);
      },
      onFinished: (finished, lane) => this.finished(finished, lane),
      onLost: (loss, lane) => this.lost(loss, lane),
    });
  }

  /** Hunts until there is nothing left to do. Undefined: there is something to report. */
  async hunt(): Promise<Breakdown | undefined> {
    const { timeMax, signal } = this.options;
    if (this.hasDifference()) return undefined;
    const clock = timeMax === undefined ? undefined : setTimeout(() => this.crew.close(), timeMax);
    const broken = await this.crew.run(signal);
    clearTimeout(clock);
    if (broken !== undefined && 'lost' in broken)
      throw new HuntRefused(`the scenario cannot be loaded: ${broken.lost}`);
    if (broken !== undefined) return broken;
    if (this.odd !== undefined && signal?.aborted !== true) {
      const { seed, fingerprint } = this.odd;
      this.repeated({ repeated: seed, fingerprint, difference: await this.crew.compare(this.worldOf(seed)) });
    }
    return undefined;
  }

  /** Makes the first failure of each group small, and reports. */
  async conclude(): Promise<CampaignResult | Breakdown> {
    const { options, header, minimised } = this;
    const { share, folder } = options;
    if (header === undefined) return { isEmpty: true };
    const tally = tallyOf(this.records.values(), this.repeats.values(), options.maxFailures, minimised);
    const complaints = options.isMinimising && !this.hasDifference() ? await this.minimise(tally) : [];
    return { report: reportOfHunt({ header, shares: [share], tally, minimised, folder }), complaints };
  }

  close(): void {
    this.writer.close();
  }

  private async minimise({ groups }: Tally): Promise<readonly string[]> {
    const { onMinimising } = this.options;
    const left = groups.filter(({ first }) => isMinimisable(first) && !minimisedOf(first, this.minimised));
    if (left.length === 0 || this.options.signal?.aborted === true) return [];
    onMinimising?.(left.length);
    const { minimised, complaints } = await minimiseGroups(left, { ...this.options, module: moduleOf(this.header) });
    this.minimised.push(...minimised);
    this.writer.append(minimised);
    return complaints;
  }

  /** The journal of the campaign so far; undefined where there is none. */
  private resumed(): Journal | undefined {
    const old = readJournal(this.path);
    if (old !== undefined) refuseOther(old, this.path, { ...this.options, sha256: this.sha256, code: this.code });
    return old;
  }

  private finished(finished: readonly Finished[], lane: number): void {
    const lines: Line[] = [];
    for (const { task, record } of finished) {
      if (task.isRepeat) {
        const repeat = this.compared(record);
        if (repeat !== undefined) lines.push(repeat);
      } else {
        lines.push(record);
        this.enter(record, lane);
      }
    }
    this.writer.append(lines);
    for (const { task, record } of finished) if (!task.isRepeat) this.options.onSeed?.(record);
  }

  /** Undefined: the second run was another one. It is told when it is known where they part. */
  private compared({ seed, fingerprint, events, ending }: SeedRecord): Repeat | undefined {
    const first = this.records.get(seed)!;
    if (first.fingerprint === fingerprint && first.events === events && first.ending === ending) {
      const repeat = { repeated: seed, fingerprint };
      this.repeats.set(seed, repeat);
      return repeat;
    }
    if (this.odd === undefined || Number(seed) < Number(this.odd.seed)) this.odd = { seed, fingerprint };
    this.crew.close();
    return undefined;
  }

  private repeated(repeat: Repeat): void {
    this.repeats.set(repeat.repeated, repeat);
    this.writer.append([repeat]);
  }

  private lost(loss: SeedLoss, lane: number): void {
    const description = this.header?.description;
    if (loss.task.isRepeat) {
      this.repeated(lostRepeat(loss, description));
      return this.crew.close();
    }
    const record = lostRecord(loss, description);
    this.writer.append([record]);
    this.enter(record, lane);
    this.options.onSeed?.(record);
  }

  private enterOld(record: SeedRecord): void {
    const { seed, world = seed } = record;
    if (this.worlds.at(positionOf(this.options.share, Number(seed))) !== world) {
      const why = `of seed ${seed} is not the one that follows from the lines before it`;
      throw new HuntRefused(`${shownPath(this.path)}: the world ${why}; move the file away to begin anew`);
    }
    this.enter(record, undefined);
  }

  private enter(record: SeedRecord, lane: number | undefined): void {
    this.records.set(record.seed, record);
    const needsRepeat = record.ending !== 'lost' && !this.repeats.has(record.seed);
    const position = positionOf(this.options.share, Number(record.seed));
    this.dispatch.finish(position, hasFailed(record), needsRepeat, lane);
    this.worlds.learn(position, record);
  }

  private worldOf(seed: string): string {
    return this.records.get(seed)?.world ?? seed;
  }

  private hasDifference(): boolean {
    return [...this.repeats.values()].some(({ difference }) => difference !== undefined);
  }
}

/** The module of the scenario's system, where it has one. */
export function moduleOf(header: Header | undefined): string | undefined {
  return header?.description.modules[0]?.path;
}
