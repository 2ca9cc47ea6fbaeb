// Where every draw and choice of a run comes from. A chooser hands out one source a purpose; a source answers with
// integers. Seeded runs draw from streams; other drivers (tapes, enumeration, fast-check) answer in their own way.
import { RandomStream, type StreamState } from '../base/random.ts';
import type { Reseed } from '../contract/reseed.ts';

export interface Source {
  readonly label: string;
  /** An integer from 0 to `bound` − 1. */
  int(bound: number): number;
  /** Where the source stands, for a checkpoint; the same reference until the next draw. */
  save(): SourceState;
}

export type SourceState = { readonly label: string; readonly position: StreamState };

export interface Chooser {
  /** The source for a purpose, such as `latency/n1>n2`; `from` continues a saved one. */
  source(label: string, from?: SourceState): Source;
}

/** Each label has a stream of its own, derived from the seed, so a draw for one purpose never moves another's. */
export class SeededChooser implements Chooser {
  private readonly seed: string;
  private readonly reseeds: readonly Reseed[];

  /** `reseeds`: those that are in force. */
  constructor(seed: string, reseeds: readonly Reseed[] = []) {
    this.seed = seed;
    this.reseeds = reseeds;
  }

  source(label: string, from?: SourceState): Source {
    const other = this.reseeds.findLast((reseed) => concerns(reseed, label));
    return new SeededSource(other?.seed ?? this.seed, label, from);
  }
}

export function concerns({ labels }: Reseed, label: string): boolean {
  return labels.some((beginning) => label.startsWith(beginning));
}

class SeededSource implements Source {
  readonly label: string;
  private readonly seed: string;
  private saved: SourceState | undefined;
  /** Made at the first draw: a world restored from a checkpoint has sources that it may never use. */
  private stream: RandomStream | undefined = undefined;

  constructor(seed: string, label: string, from: SourceState | undefined) {
    this.seed = seed;
    this.label = label;
    this.saved = from;
  }

  int(bound: number): number {
    this.stream ??= new RandomStream(this.seed, this.label, this.saved?.position);
    this.saved = undefined;
    return this.stream.int(bound);
  }

  save(): SourceState {
    if (this.saved === undefined) {
      this.stream ??= new RandomStream(this.seed, this.label);
      this.saved = { label: this.label, position: this.stream.save() };
    }
    return this.saved;
  }
}
