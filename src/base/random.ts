// Streams of pseudo-random integers: seedrandom's Alea, and the only module that names it.
import seedrandom from 'seedrandom';
import { KernelBug } from './assert.ts';

/** A saved position in a stream. */
export type StreamState = { readonly c: number; readonly s0: number; readonly s1: number; readonly s2: number };

/** One stream, for one purpose: a draw here never moves another stream. */
export class RandomStream {
  private readonly next: seedrandom.StatefulPRNG<seedrandom.State.Alea>;

  /** `label` names the purpose (`latency/n1>n2`). A stream starts anew from seed and label, or where `from` was saved. */
  constructor(seed: string, label: string, from?: StreamState) {
    this.next = seedrandom.alea(`${seed}/${label}`, { state: from ?? true });
  }

  /** An integer from 0 to `bound` − 1. Below 2^32 from one 32-bit draw; a bound above it takes a 53-bit draw. */
  int(bound: number): number {
    if (!(bound >= 1) || !Number.isSafeInteger(bound))
      throw new KernelBug(`a draw needs a bound of at least 1, found ${bound}`);
    return Math.floor((bound <= 4294967296 ? this.next() : this.next.double()) * bound);
  }

  save(): StreamState {
    return this.next.state();
  }
}
