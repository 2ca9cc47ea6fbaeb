// Keeps the lanes of a hunt at work until there is nothing left to do, or it is to end. What comes of it is told as it
// comes; what it means is for the caller.
import type { Problem } from '../../scenario/index.ts';
import type { Dispatch } from './dispatch.ts';
import { Lane, type LaneOptions, type Loss, type SeedLoss } from './lane.ts';
import type { Description, Difference } from './record.ts';
import type { Finished, FromWorker } from './task.ts';

export type CrewOptions = LaneOptions & {
  readonly jobs: number;
  readonly dispatch: Dispatch;
  /** Told once, before anything else. */
  readonly onReady: (description: Description) => void;
  readonly onFinished: (finished: readonly Finished[], lane: number) => void;
  /** The worker of a seed is gone. */
  readonly onLost: (loss: SeedLoss, lane: number) => void;
};

/** What ends a campaign before its time. */
export type Breakdown =
  | { readonly problems: readonly Problem[] }
  | { readonly bug: string }
  | { readonly lost: string };

/** Seeds that are interrupted have so long to answer, in milliseconds. */
const GRACE_MS = 1_000;

export class Crew {
  private readonly options: CrewOptions;
  private readonly lanes: readonly Lane[];
  private isReady = false;
  private breakdown: Breakdown | undefined;
  private difference: Difference | undefined;
  private settle: () => void = () => {};

  constructor(options: CrewOptions) {
    this.options = options;
    const events = { onAnswer: this.answer.bind(this), onLost: this.lost.bind(this) };
    this.lanes = Array.from({ length: options.jobs }, (_, index) => new Lane(index, options, events));
  }

  /** Resolves when all is done. Undefined: nothing has broken. */
  async run(signal?: AbortSignal): Promise<Breakdown | undefined> {
    const looks = setInterval(() => this.guarded(() => this.each((lane) => lane.look())), this.options.silence / 10);
    let grace: NodeJS.Timeout | undefined;
    const onAbort = () => {
      this.options.dispatch.close();
      this.each((lane) => lane.interrupt());
      grace = setTimeout(() => this.settle(), GRACE_MS);
      this.guarded(() => this.feed());
    };
    signal?.addEventListener('abort', onAbort);
    try {
      await this.settled(() => (signal?.aborted === true ? onAbort() : this.feed()));
    } finally {
      clearInterval(looks);
      clearTimeout(grace);
      signal?.removeEventListener('abort', onAbort);
      await Promise.all(this.lanes.map((lane) => lane.end()));
    }
    return this.breakdown;
  }

  /** Where two runs of a world part. To be called when nothing else goes on. */
  async compare(world: string): Promise<Difference> {
    const [lane] = this.lanes;
    const looks = setInterval(() => lane!.look(), this.options.silence / 10);
    await this.settled(() => void lane!.compare(world));
    clearInterval(looks);
    await lane!.end();
    return (
      this.difference ?? { event: null, lines: ['when the two were to be compared, the run did not come to an end'] }
    );
  }

  /** Nothing is begun any more: what goes on is finished. */
  close(): void {
    this.options.dispatch.close();
    this.each((lane) => lane.limit(0));
  }

  private failure: unknown;

  private settled(begin: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.settle = () => (this.failure === undefined ? resolve() : reject(this.failure));
      this.guarded(begin);
    });
  }

  /** What a callback throws, such as a journal that cannot be written, ends the crew. */
  private guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.failure = error;
      this.settle();
    }
  }

  private each(work: (lane: Lane) => void): void {
    for (const lane of this.lanes) work(lane);
  }

  private feed(): void {
    const { dispatch } = this.options;
    for (const lane of this.lanes) {
      // Towards the end the batches become small, so that no lane is left with many of the last seeds.
      const share = Math.ceil(dispatch.left / (4 * this.lanes.length));
      const batch = this.breakdown === undefined ? dispatch.take(lane.index, lane.room(share)) : [];
      if (batch.length > 0) lane.give(batch, dispatch.until);
    }
    if (this.lanes.every((lane) => !lane.isBusy)) this.settle();
  }

  private answer(lane: Lane, answer: FromWorker): void {
    this.guarded(() => {
      if ('ready' in answer) {
        if (!this.isReady) this.options.onReady(answer.ready);
        this.isReady = true;
      } else if ('finished' in answer) {
        const { finished, skipped, ms } = answer;
        lane.answered([...finished.map(({ task }) => task), ...skipped], ms);
        this.options.dispatch.giveBack(skipped);
        this.options.onFinished(finished, lane.index);
        this.each((each) => each.limit(this.options.dispatch.until));
        this.feed();
      } else if ('difference' in answer) {
        this.difference = answer.difference;
        this.settle();
      } else this.broken(answer);
    });
  }

  private lost(lane: Lane, loss: Loss): void {
    this.guarded(() => {
      const { task, left } = loss;
      if (task === undefined) return this.broken({ lost: loss.reason });
      this.options.dispatch.giveBack(left);
      this.options.onLost({ ...loss, task }, lane.index);
      this.each((each) => each.limit(this.options.dispatch.until));
      this.feed();
    });
  }

  private broken(breakdown: Breakdown): void {
    this.breakdown ??= breakdown;
    this.close();
    this.settle();
  }
}
