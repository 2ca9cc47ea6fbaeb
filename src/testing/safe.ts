// The property that most tests have: a cluster violates nothing. Its failure tells the story when it is read.
import { counted } from '../scenario/index.ts';
import type { ClusterCase } from './case.ts';
import { type ClusterCapsule, capsuleOfFailure, replayWords } from './minimised.ts';
import { type ClusterFault, type ClusterRun, runCluster } from './run.ts';

/**
 * A cluster that failed. While fast-check shrinks it throws one of these away after the other, so nothing is made small
 * before somebody asks: the capsule is made when `capsule`, `message` or `stack` is read first, which a test runner does
 * once, for the last one. It takes up to some seconds.
 */
export class ClusterFailure extends Error {
  override readonly name = 'ClusterFailure';
  readonly case: ClusterCase;
  readonly run: ClusterRun;
  readonly failure: ClusterFault;
  private made: ClusterCapsule | string | undefined;

  constructor(one: ClusterCase, run: ClusterRun, failure: ClusterFault) {
    super();
    this.case = one;
    this.run = run;
    this.failure = failure;
    // Not shown among the fields of the error: the message says all that they say.
    for (const key of ['case', 'run', 'failure', 'made', 'name']) {
      Object.defineProperty(this, key, { enumerable: false });
    }
    const frames = (this.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
    Object.defineProperty(this, 'message', { get: () => this.text(), configurable: true });
    const stack = () => [`${this.name}: ${this.text()}`, ...frames].join('\n');
    Object.defineProperty(this, 'stack', { get: stack, configurable: true });
  }

  /** The failure made small; a string: why it cannot be, in a clause. */
  get capsule(): ClusterCapsule | string {
    this.made ??= capsuleOfFailure(this.case, this.failure);
    return this.made;
  }

  /** What a test runner shows of it besides the stack: without this vitest prints every field, history and all. */
  toJSON(): { name: string; message: string } {
    return { name: this.name, message: this.message };
  }

  private text(): string {
    const { property, reason, event, time } = this.failure;
    const seconds = `${time / 1_000_000}s`;
    const head = `${property}: ${reason} (event ${event}, t=${seconds})`;
    return [head, '', String(this.case), capsuleLines(this.capsule, replayWords(this.case))].join('\n');
  }
}

function capsuleLines(capsule: ClusterCapsule | string, replay: string): string {
  if (typeof capsule === 'string') return `There is no capsule of it: ${capsule}.`;
  const { before, events, faults, operations, text } = capsule;
  const sizes = `${before} events made ${events}, ${counted(faults, 'fault')}, ${counted(operations, 'operation')}`;
  // A system that no file names can be stepped through only where a file names it.
  const step = replay.startsWith('npx') ? '\n  step:   npx faultline step <file>' : '';
  return `The capsule, ${sizes}; save it, and: ${replay}${step}\n\n${text}`;
}

/**
 * Runs a drawn cluster, of which nothing may be violated. It is a property as it stands:
 * `fc.assert(fc.property(cluster(…), expectSafe))`.
 * @throws ClusterFailure with the property, the reason, the scenario and the capsule.
 */
export function expectSafe(one: ClusterCase): void {
  safeRun(one);
}

/** The same, with what the run has come to. */
export function safeRun(one: ClusterCase): ClusterRun {
  const run = runCluster(one);
  if (run.failure !== undefined) throw new ClusterFailure(one, run, run.failure);
  return run;
}
