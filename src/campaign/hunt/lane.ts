// One worker thread of a hunt and what it has been given. When it dies or falls silent it is ended, and the next task
// gets a new one.
import { Worker } from 'node:worker_threads';
import { messageOf } from '../../contract/outside.ts';
import type { Time } from '../../contract/time.ts';
import type { FromWorker, SeedTask, ToWorker, WorkerData } from './task.ts';
import { huntPlaces, PLACES } from './task.ts';

/**
 * A batch takes about so long. On a busy machine the thread that hands them out may have to wait for its turn; the next
 * batch is there before the last one is done.
 */
const BATCH_MS = 250;
const BATCH_MAX = 512;
/** A worker has so long to start and to load its module, in milliseconds, however soon it counts as silent then. */
const LOADING_MS = 10_000;
/** How often a worker is looked at before it counts as silent. */
const LOOKS = 10;

export type LaneEvents = {
  readonly onAnswer: (lane: Lane, answer: FromWorker) => void;
  /** The worker is gone. `event`: of the run at work, −1 before its first; `node`: position of the one at work. */
  readonly onLost: (lane: Lane, loss: Loss) => void;
};

export type Loss = {
  readonly property: 'stuck in handler' | 'out of memory' | 'lost';
  readonly reason: string;
  /** Undefined: it had not begun any. */
  readonly task: SeedTask | undefined;
  /** What else it had been given. */
  readonly left: readonly SeedTask[];
  readonly event: number;
  readonly time: Time;
  readonly node: number | undefined;
};

/** While there was a seed at work. */
export type SeedLoss = Loss & { readonly task: SeedTask };

export type LaneOptions = {
  readonly worker: URL;
  readonly file: string;
  readonly text: string;
  /** Milliseconds without a new event after which a worker is given up. */
  readonly silence: number;
};

export class Lane {
  readonly index: number;
  /** What it was given and has not answered. */
  private tasks: readonly SeedTask[] = [];
  private isComparing = false;
  private readonly view = new Int32Array(new SharedArrayBuffer(PLACES * Int32Array.BYTES_PER_ELEMENT));
  private readonly options: LaneOptions;
  private readonly events: LaneEvents;
  private worker: Worker | undefined;
  private msPerSeed: number | undefined;
  private last = '';
  private looks = 0;

  constructor(index: number, options: LaneOptions, events: LaneEvents) {
    this.index = index;
    this.options = options;
    this.events = events;
  }

  get isBusy(): boolean {
    return this.tasks.length > 0 || this.isComparing;
  }

  /** How many seeds it is to be given now, `most` at the most: it has work while it waits for more. */
  room(most: number): number {
    const size = this.msPerSeed === undefined ? 2 : Math.floor(BATCH_MS / this.msPerSeed);
    const suits = Math.max(1, Math.min(BATCH_MAX, size, most));
    return this.tasks.length <= suits / 2 ? suits : 0;
  }

  give(batch: readonly SeedTask[], until: number): void {
    if (!this.isBusy) this.looks = 0;
    this.tasks = [...this.tasks, ...batch];
    this.send({ batch }, until);
  }

  /** Names where two runs of a world part, in a worker that has run nothing yet. */
  async compare(world: string): Promise<void> {
    await this.end();
    this.isComparing = true;
    this.looks = 0;
    this.send({ compare: world }, 0);
  }

  /** No seed at this position or behind it is begun any more. */
  limit(until: number): void {
    Atomics.store(this.view, huntPlaces.until, until);
  }

  /** The seed at work is to end where it stands. */
  interrupt(): void {
    this.limit(0);
    Atomics.store(this.view, huntPlaces.stop, 1);
  }

  answered(tasks: readonly SeedTask[], ms: number): void {
    const done = new Set(tasks.map(({ position }) => position));
    this.tasks = this.tasks.filter(({ position }) => !done.has(position));
    if (tasks.length > 0) this.msPerSeed = ms / tasks.length;
  }

  /** Called at every tenth of the silence that is allowed. */
  look(): void {
    if (!this.isBusy) return;
    const { view } = this;
    const now = `${view[huntPlaces.position]}/${view[huntPlaces.events]}`;
    const isStill = now === this.last && Atomics.load(view, huntPlaces.isOver) === 0;
    this.last = now;
    this.looks = isStill ? this.looks + 1 : 0;
    const isLoading = view[huntPlaces.position] === -1;
    const { silence } = this.options;
    if (this.looks * silence < LOOKS * (isLoading ? Math.max(silence, LOADING_MS) : silence)) return;
    this.lose(
      'stuck in handler',
      `no event was finished for ${this.options.silence / 1000} s: a handler does not return`,
    );
  }

  async end(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    this.tasks = [];
    this.isComparing = false;
    worker?.removeAllListeners();
    await worker?.terminate();
  }

  private send(message: ToWorker, until: number): void {
    this.worker ??= this.born();
    this.limit(until);
    this.worker.postMessage(message);
  }

  private born(): Worker {
    const { worker: url, file, text } = this.options;
    const { view } = this;
    view.fill(0);
    view[huntPlaces.events] = -1;
    view[huntPlaces.position] = -1;
    const data: WorkerData = { file, text, progress: view.buffer as SharedArrayBuffer };
    const worker = new Worker(url, { stdout: true, workerData: data });
    // What code from outside prints goes to stderr: stdout has the results alone.
    worker.stdout.on('data', (chunk: Uint8Array) => process.stderr.write(chunk));
    worker.on('message', (answer: FromWorker) => this.events.onAnswer(this, answer));
    worker.on('error', (error) => {
      if (isOutOfMemory(error)) this.lose('out of memory', 'all memory was spent in a handler');
      else this.lose('lost', `its worker died: ${messageOf(error)}`);
    });
    worker.on('exit', (code) => this.lose('lost', `its worker ended with code ${code}`));
    return worker;
  }

  private lose(property: Loss['property'], reason: string): void {
    const { view } = this;
    const position = view[huntPlaces.position]!;
    const node = view[huntPlaces.node]!;
    const task = this.tasks.find((each) => each.position === position);
    const left = this.tasks.filter((other) => other !== task);
    const time = view[huntPlaces.timeHigh]! * 2 ** 32 + (view[huntPlaces.timeLow]! >>> 0);
    const at = { event: view[huntPlaces.events]!, time, node: node === 0 ? undefined : node - 1 };
    // Of what it has done and not yet said nothing is known: it is done again.
    const wasBusy = this.isBusy;
    void this.end();
    if (wasBusy) this.events.onLost(this, { property, reason, task, left, ...at });
  }
}

function isOutOfMemory(error: unknown): boolean {
  return (error as { readonly code?: unknown } | null)?.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
