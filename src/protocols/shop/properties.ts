// What must hold of deals, whatever carries them out: judged from the services' rows and ledgers. The ledger says what was
// meant, the rows what came of it.
import { type AnyMonitor, monitor, type Report, type Change as StateChange } from '../../contract/property.ts';
import { type Book, type Books, blankBook, dealsOf, netOf, type Plot, putIn, read, tallyOf, unread } from './books.ts';
import { rowOf, type Stocked, sumOf } from './rows.ts';
import type { Deed, Store } from './store.ts';

/** What the monitors look at in a service's state. */
export type Kept = { readonly store: Store; readonly isClosed: boolean };

export const properties = {
  once: 'The effect of each step of each deal stands at most once, and is taken back at most as often as it was brought about.',
  atomic: 'No deal is carried out at one service and called off at another.',
  ends: 'When the books are closed, each deal is whole or has left nothing.',
  conserved: 'What is free, held and gone of a row is, at every instant, what was put in.',
  'no-oversell': 'No more of a row is given away, or for sale, than was put in.',
  'no-lost-update': 'A row is what all that was done to it comes to.',
} as const;
export type PropertyName = keyof typeof properties;

type Memory = {
  readonly books: Books;
  readonly exercised: { readonly [property: string]: true };
};

export function booksMonitor(stocked: Stocked, plot: Plot): AnyMonitor {
  return monitor<Kept, Memory>({
    group: 'server',
    properties: Object.entries(properties).map(([name, sentence]) => ({ name, sentence })),
    initial: { books: {}, exercised: {} },
    observe(memory, { node, before, after }: StateChange<Kept>, report) {
      if (after === undefined) return memory;
      const isNew = before === undefined;
      if (!isNew && before.store === after.store && before.isClosed === after.isClosed) return memory;
      const known = isNew ? blankBook : (memory.books[node] ?? blankBook);
      let next = { ...memory, books: { ...memory.books, [node]: known } };
      // Read again after a crash: it was judged when it happened.
      for (const deed of unread(known, after.store)) {
        const book = read(next.books[node]!, deed, stocked);
        next = { ...next, books: { ...next.books, [node]: book } };
        if (!isNew) next = judgeDeed(next, node, deed, after.store, { stocked, report, plot });
      }
      const book = { ...next.books[node]!, isClosed: after.isClosed };
      next = { ...next, books: { ...next.books, [node]: book } };
      return book.isClosed && !known.isClosed ? judgeClosing(next, { stocked, report, plot }) : next;
    },
    isExercised: (memory, property) => memory.exercised[property] === true,
  });
}

type Judging = { readonly stocked: Stocked; readonly report: Report; readonly plot: Plot };

function exercised(memory: Memory, ...names: readonly PropertyName[]): Memory {
  const fresh = names.filter((name) => memory.exercised[name] !== true);
  if (fresh.length === 0) return memory;
  return { ...memory, exercised: { ...memory.exercised, ...Object.fromEntries(fresh.map((name) => [name, true])) } };
}

function judgeDeed(memory: Memory, node: string, deed: Deed, store: Store, judging: Judging): Memory {
  if (deed.kind === 'look' || deed.kind === 'refuse') return memory;
  const { books } = memory;
  judgeOnce(books, deed, judging.report);
  judgeAtomic(books, deed, judging);
  judgeRow(books[node]!, deed, store, judging);
  return exercised(memory, 'once', 'atomic', 'conserved', 'no-oversell', 'no-lost-update');
}

function judgeOnce(books: Books, { deal, step }: Deed, report: Report): void {
  const net = netOf(tallyOf(books, deal, step));
  if (net > 1) report('once', `${step} of ${deal} stands ${net} times`, { deal, step, net }, 'twice');
  if (net < 0) report('once', `${step} of ${deal} was taken back, and not done`, { deal, step, net }, 'phantom');
}

function judgeAtomic(books: Books, { deal, step }: Deed, { plot, report }: Judging): void {
  const torn = step === 'deposit' ? undefined : plot.tornBy(books, deal, step);
  if (torn !== undefined) report('atomic', `${deal} has ${torn}`, { deal, torn }, torn);
}

function judgeRow(book: Book, { change }: Deed, store: Store, { stocked, report }: Judging): void {
  if (change === null) return;
  const name = change.row;
  const [row, meant] = [rowOf(store.rows, name, stocked), rowOf(book.rows, name, stocked)];
  if (row === undefined || meant === undefined) return;
  const all = putIn(book, name, stocked);
  const witness = { row: name, is: row, meant };
  if (sumOf(row) !== all) report('conserved', `${name} adds up to ${sumOf(row)} of ${all}`, witness, 'sum');
  const given = row.held + row.gone;
  if (given > all || row.free > all || row.free < 0) {
    const reason = `of ${all} of ${name} ${given} are given away, and ${row.free} free`;
    report('no-oversell', reason, witness, 'more');
  }
  if (row.free !== meant.free || row.held !== meant.held || row.gone !== meant.gone) {
    report('no-lost-update', `${name} has ${row.free} free, and ought to have ${meant.free}`, witness, 'lost');
  }
}

/** The last service to close. */
function judgeClosing(memory: Memory, { plot, report }: Judging): Memory {
  const { books } = memory;
  if (Object.values(books).some(({ isClosed }) => !isClosed)) return memory;
  const deals = dealsOf(books);
  for (const { deal, step } of deals) {
    const left = plot.leftBy(books, deal, step);
    if (left !== undefined) report('ends', `of ${deal} ${left.join(' and ')} is left`, { deal, left }, left.join(' '));
  }
  return deals.length === 0 ? memory : exercised(memory, 'ends');
}
