// The session guarantees (Terry et al. 1994): which writes a read is obliged to see, and through which operations.
//
//   read your writes      what its session wrote earlier
//   monotonic reads       what its session read earlier
//   monotonic writes      for each write that its session has read, what the writer wrote earlier
//   writes follow reads   for each write that its session has read, what the writer had read earlier
import { type Access, type Accesses, INITIAL } from './accesses.ts';
import { BitRows } from './bits.ts';

export const GUARANTEES = ['read-your-writes', 'monotonic-reads', 'monotonic-writes', 'writes-follow-reads'] as const;

export type Guarantee = (typeof GUARANTEES)[number];

/** What one session is obliged to see, as it goes on. */
export class Obligations {
  /** One row: the writes. */
  readonly row: BitRows;
  private readonly why = new Map<number, readonly number[]>();
  /** For each session that was read from, how many of its accesses are known. */
  private readonly known = new Map<number, number>();
  private readonly guarantee: Guarantee;
  private readonly accesses: Accesses;

  constructor(guarantee: Guarantee, accesses: Accesses) {
    this.guarantee = guarantee;
    this.accesses = accesses;
    this.row = new BitRows(1, accesses.all.length);
  }

  /** From a write that has to be seen to the access through which its session knows of it. */
  chainOf(write: number): readonly number[] {
    return [write, ...this.why.get(write)!];
  }

  /** The session makes an access: what its own answer obliges it to see at once. */
  begin(id: number, { reads }: Access): void {
    if (reads === undefined || reads === INITIAL) return;
    if (this.guarantee === 'monotonic-writes' || this.guarantee === 'writes-follow-reads') this.learn(reads, id);
  }

  /** The access is over: what it obliges later reads to see. */
  end(id: number, { reads, isWrite }: Access): void {
    if (this.guarantee === 'read-your-writes' && isWrite) this.oblige(id, []);
    if (this.guarantee === 'monotonic-reads' && reads !== undefined && reads !== INITIAL) this.oblige(reads, [id]);
  }

  /** What the writer of a value did before is known with the value. */
  private learn(write: number, reader: number): void {
    const { all, sessions } = this.accesses;
    const { session, turn } = all[write]!;
    for (let i = this.known.get(session) ?? 0; i < turn; i++) {
      const id = sessions[session]![i]!;
      const { reads, isWrite } = all[id]!;
      if (this.guarantee === 'monotonic-writes') {
        if (isWrite) this.oblige(id, [write, reader]);
      } else if (reads !== undefined && reads !== INITIAL) this.oblige(reads, [id, write, reader]);
    }
    this.known.set(session, Math.max(turn, this.known.get(session) ?? 0));
  }

  private oblige(write: number, why: readonly number[]): void {
    if (this.row.has(0, write)) return;
    this.row.add(0, write);
    this.why.set(write, why);
  }
}
