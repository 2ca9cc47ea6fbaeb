// The books: what the ledgers of all services together say that their rows ought to be, and what became of each deal. A
// monitor's memory; a service that comes up again is read anew, for a crash may have taken its latest deeds.
import { at } from '../../base/paged-list.ts';
import type { NodeId } from '../../contract/ids.ts';
import { type Change, changed, type Row, type Rows, reversed, rowOf, type Stocked } from './rows.ts';
import type { Deed, Store } from './store.ts';

/** How often the effect of a step was brought about, and taken back. */
export type Tally = { readonly done: number; readonly undone: number };
export type Tallies = { readonly [deal: string]: { readonly [step: string]: Tally } };
export type Book = {
  /** Deeds read so far. */
  readonly length: number;
  readonly rows: Rows;
  readonly tallies: Tallies;
  readonly isClosed: boolean;
};
export type Books = { readonly [node: NodeId]: Book };

export const blankBook: Book = { length: 0, rows: {}, tallies: {}, isClosed: false };

/** The deeds of a store that a book has not read yet. */
export function unread(book: Book, { ledger }: Store): readonly Deed[] {
  return Array.from({ length: Math.max(0, ledger.length - book.length) }, (_, i) => at(ledger, book.length + i)!);
}

export function read(book: Book, deed: Deed, stocked: Stocked): Book {
  const length = book.length + 1;
  if (deed.kind === 'look' || deed.kind === 'refuse') return { ...book, length };
  const change = deed.change === null || deed.kind === 'do' ? deed.change : reversed(deed.change);
  const steps = book.tallies[deed.deal] ?? {};
  const tally = steps[deed.step] ?? { done: 0, undone: 0 };
  const next = deed.kind === 'do' ? { ...tally, done: tally.done + 1 } : { ...tally, undone: tally.undone + 1 };
  const tallies = { ...book.tallies, [deed.deal]: { ...steps, [deed.step]: next } };
  return { ...book, length, tallies, rows: change === null ? book.rows : entered(book.rows, change, stocked) };
}

function entered(rows: Rows, change: Change, stocked: Stocked): Rows {
  const row = rowOf(rows, change.row, stocked);
  return row === undefined ? rows : { ...rows, [change.row]: changed(row, change) };
}

/** What was ever put into a row: what it began with, and what came from outside, less what left. */
export function putIn(book: Book, name: string, stocked: Stocked): number {
  const row: Row | undefined = rowOf(book.rows, name, stocked);
  return row === undefined ? 0 : row.free + row.held + row.gone;
}

/** Of one deal, over all services. */
export function tallyOf(books: Books, deal: string, step: string): Tally {
  let [done, undone] = [0, 0];
  for (const node of Object.keys(books)) {
    const tally = books[node]!.tallies[deal]?.[step];
    done += tally?.done ?? 0;
    undone += tally?.undone ?? 0;
  }
  return { done, undone };
}

export function netOf({ done, undone }: Tally): number {
  return done - undone;
}

/** All deals that any service knows of, with a step that tells what kind of deal it is. Deposits are none. */
export function dealsOf(books: Books): readonly { readonly deal: string; readonly step: string }[] {
  const seen: { [deal: string]: string } = {};
  for (const node of Object.keys(books).sort()) {
    const { tallies } = books[node]!;
    for (const deal of Object.keys(tallies)) seen[deal] ??= Object.keys(tallies[deal]!)[0]!;
  }
  return Object.keys(seen)
    .filter((deal) => seen[deal] !== 'deposit')
    .sort()
    .map((deal) => ({ deal, step: seen[deal]! }));
}

/** What a pattern's steps mean: the books know only which of them stand. `step`: one that some service knows of the deal. */
export type Plot = {
  /** What is left of a deal that is neither whole nor gone; undefined where it is one of the two. */
  leftBy(books: Books, deal: string, step: string): readonly string[] | undefined;
  /** In words, where a deal was carried out at one place and called off at another. */
  tornBy(books: Books, deal: string, step: string): string | undefined;
};
