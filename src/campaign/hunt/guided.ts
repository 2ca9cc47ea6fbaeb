// A guided campaign: worlds whose run reached abstract states that were new to it are kept, and later worlds are mutations
// of them. It goes on in rounds: what is kept changes only between two of them, and in the order of seeds, so that neither
// the number of threads nor an interruption changes which world comes next.
import { Draw } from '../../plans/draw.ts';
import { mutated } from '../../plans/index.ts';
import type { SeedRecord } from './record.ts';
import { countOf, type Share, seedAt } from './seeds.ts';

/** Seeds of a round. In one that is shorter threads wait for each other; in a longer one what is new is used later. */
export const ROUND = 64;
/** So many of a hundred seeds are worlds of their own, drawn anew. */
const FRESH_PERCENT = 25;
/** Parents are the last so many that met something new: what is rare lies behind what was met last. */
const PARENTS = 100;

type Learned = Pick<SeedRecord, 'states' | 'failure'>;
/** `gain`: how many states were new. */
type Parent = { readonly world: string; readonly gain: number };

export class Guided {
  private readonly share: Share;
  private readonly worlds: string[] = [];
  private readonly learned = new Map<number, Learned>();
  private readonly met = new Set<number>();
  private readonly corpus: Parent[] = [];
  /** All before this position has been taken into the corpus. */
  private digested = 0;

  constructor(share: Share) {
    this.share = share;
    this.plan();
  }

  get ready(): number {
    return this.worlds.length;
  }

  at(position: number): string {
    return this.worlds[position]!;
  }

  learn(position: number, { states, failure }: Learned): void {
    this.learned.set(position, failure === undefined ? { states } : { states, failure });
    const isRoundOver = this.learned.size === this.ready - this.digested;
    if (!isRoundOver || this.ready === countOf(this.share)) return;
    for (; this.digested < this.ready; this.digested++) this.digest(this.digested);
    this.plan();
  }

  private digest(position: number): void {
    const { states, failure } = this.learned.get(position)!;
    this.learned.delete(position);
    const before = this.met.size;
    for (const state of states) this.met.add(state);
    const gain = this.met.size - before;
    // Mutations of a run that failed mostly fail alike, and find nothing else.
    if (gain > 0 && failure === undefined) this.corpus.push({ world: this.at(position), gain });
    if (this.corpus.length > PARENTS) this.corpus.shift();
  }

  /** The worlds of the next round. */
  private plan(): void {
    const end = Math.min(countOf(this.share), this.ready + ROUND);
    for (let at = this.ready; at < end; at++) this.worlds.push(this.next(String(seedAt(this.share, at))));
  }

  private next(seed: string): string {
    const draw = new Draw(seed, 'swarm/guided');
    if (this.corpus.length === 0 || draw.percent(FRESH_PERCENT)) return seed;
    return mutated(this.parent(draw), seed) ?? seed;
  }

  private parent(draw: Draw): string {
    return draw.weighted(this.corpus.map(({ world, gain }) => [gain, () => world]));
  }
}
