// How many messages were sent and how many writes issued, by kind. Kept only where somebody asks.
export type Tally = { readonly [kind: string]: number };

export type KindCounts = { readonly sent: Tally; readonly written: Tally };

export class Tallies {
  private sent = new Map<string, number>();
  private written = new Map<string, number>();

  onSent(kind: string): void {
    this.sent.set(kind, (this.sent.get(kind) ?? 0) + 1);
  }

  onWritten(kind: string): void {
    this.written.set(kind, (this.written.get(kind) ?? 0) + 1);
  }

  /** In order of name: which kind came first is of no meaning. */
  save(): KindCounts {
    return { sent: inOrder(this.sent), written: inOrder(this.written) };
  }

  restore({ sent, written }: KindCounts): void {
    this.sent = new Map(Object.entries(sent));
    this.written = new Map(Object.entries(written));
  }
}

function inOrder(counts: ReadonlyMap<string, number>): Tally {
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
