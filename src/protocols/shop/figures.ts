// What the lack of isolation costs, counted: from the same rows and ledgers that the properties are judged by.
import { type AnyMeter, meter, type RecordFigure } from '../../contract/figures.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Change as StateChange } from '../../contract/property.ts';
import type { Time } from '../../contract/time.ts';
import { type Books, blankBook, dealsOf, netOf, type Plot, putIn, read, tallyOf, unread } from './books.ts';
import type { Kept } from './properties.ts';
import { type Rows, rowOf, type Stocked } from './rows.ts';
import type { Deed, Store } from './store.ts';

/** One deal at one row: it read it or changed it. */
type Touch = { readonly deal: string; readonly isChange: boolean };

type Memory = {
  readonly books: Books;
  readonly rows: { readonly [node: NodeId]: Rows };
  /** By service and row, the latest last, since the oldest deal there that has not ended. */
  readonly touches: { readonly [place: string]: readonly Touch[] };
  /** By service and row: how far what is free is from what it ought to be. */
  readonly astray: { readonly [place: string]: number };
  /** Deals that are half done, and since when. */
  readonly halfSince: { readonly [deal: string]: Time };
  /** By service and deal: since when it has locked rows there. */
  readonly lockedSince: { readonly [holder: string]: Time };
  /** When a service last went down: what a crash took was over then, though it shows when the service is back. */
  readonly downAt: { readonly [node: NodeId]: Time };
};

const figures = {
  'dirty-reads': {
    about:
      'A deal that read or changed a row after another had changed it, which then took that back. One sample each.',
    unit: 'count',
  },
  'lost-updates': {
    about: 'A write that made a row differ from what all that was done to it comes to. One each.',
    unit: 'count',
  },
  oversold: { about: 'Pieces of a row, at the end, that are held or gone beyond what was put in.', unit: 'count' },
  repeated: { about: 'A step of a deal that was done once more while it stood. One sample each.', unit: 'count' },
  phantom: { about: 'A step of a deal that was taken back, and had not been done. One sample each.', unit: 'count' },
  'half-done': {
    about:
      'How long a deal was neither whole nor gone: the time that others can see it in between. To the end, if it stays so.',
    unit: 'duration',
  },
  locked: {
    about:
      'From the first row that a deal locks at a service until it lets go there, at one service. To the end, if it does not.',
    unit: 'duration',
  },
  'left-over': {
    about: 'Deals that are neither whole nor gone at the end of the run. One sample in all.',
    unit: 'count',
  },
} as const;

export function shopMeter(stocked: Stocked, plot: Plot): AnyMeter {
  return meter<Kept, Memory>({
    group: 'server',
    figures,
    initial: { books: {}, rows: {}, touches: {}, astray: {}, halfSince: {}, lockedSince: {}, downAt: {} },
    observe(memory, { node, before, after }: StateChange<Kept>, at, record) {
      if (after === undefined) return { ...memory, downAt: { ...memory.downAt, [node]: at } };
      if (before?.store === after.store) return memory;
      const until = before === undefined ? (memory.downAt[node] ?? at) : at;
      const known = before === undefined ? blankBook : (memory.books[node] ?? blankBook);
      let next: Memory = {
        ...locked(memory, node, after.store, { at, until, record }),
        books: { ...memory.books, [node]: known },
        rows: { ...memory.rows, [node]: after.store.rows },
      };
      for (const deed of unread(known, after.store)) {
        const book = read(next.books[node]!, deed, stocked);
        next = { ...next, books: { ...next.books, [node]: book } };
        // After a crash deeds are read once more: they were counted when they happened.
        if (before !== undefined) next = counted(next, node, deed, after.store, { stocked, plot, at, record });
      }
      return before === undefined ? foundAgain(next, { stocked, plot, at: until, record }) : next;
    },
    end(memory, at, record) {
      for (const node of Object.keys(memory.books).sort()) {
        for (const name of Object.keys(memory.rows[node] ?? {}).sort()) {
          const { held, gone } = memory.rows[node]![name]!;
          const over = held + gone - putIn(memory.books[node]!, name, stocked);
          if (over > 0) record('oversold', over);
        }
      }
      const open = Object.keys(memory.halfSince).sort();
      for (const deal of open) record('half-done', at - memory.halfSince[deal]!);
      for (const holder of Object.keys(memory.lockedSince).sort()) record('locked', at - memory.lockedSince[holder]!);
      record('left-over', open.length);
    },
  });
}

type Counting = { readonly stocked: Stocked; readonly plot: Plot; readonly at: Time; readonly record: RecordFigure };

function counted(memory: Memory, node: NodeId, deed: Deed, store: Store, counting: Counting): Memory {
  const seen = touched(memory, node, deed, counting.record);
  if (deed.kind === 'look' || deed.kind === 'refuse') return seen;
  const net = netOf(tallyOf(seen.books, deed.deal, deed.step));
  if (net > 1) counting.record('repeated', 1);
  if (net < 0) counting.record('phantom', 1);
  return timed(strayed(seen, node, deed, store, counting), deed, counting);
}

function touched(memory: Memory, node: NodeId, { deal, step, kind, change }: Deed, record: RecordFigure): Memory {
  // A deposit goes by nothing that it reads.
  if (change === null || step === 'deposit') return memory;
  const place = `${node}/${change.row}`;
  const touches = memory.touches[place] ?? [];
  if (kind === 'undo') {
    const from = touches.findIndex((touch) => touch.deal === deal && touch.isChange);
    const others = new Set(touches.slice(from + 1).map((touch) => touch.deal));
    others.delete(deal);
    if (from >= 0) for (const _ of others) record('dirty-reads', 1);
    return memory;
  }
  return { ...memory, touches: { ...memory.touches, [place]: [...touches, { deal, isChange: kind === 'do' }] } };
}

function strayed(memory: Memory, node: NodeId, { change }: Deed, store: Store, { stocked, record }: Counting): Memory {
  if (change === null) return memory;
  const place = `${node}/${change.row}`;
  const [row, meant] = [rowOf(store.rows, change.row, stocked), rowOf(memory.books[node]!.rows, change.row, stocked)];
  const far = (row?.free ?? 0) - (meant?.free ?? 0);
  if (far === (memory.astray[place] ?? 0)) return memory;
  record('lost-updates', 1);
  return { ...memory, astray: { ...memory.astray, [place]: far } };
}

function timed(memory: Memory, { deal, step }: Deed, counting: Counting): Memory {
  return step === 'deposit' ? memory : timedAs(memory, deal, step, counting);
}

function timedAs(memory: Memory, deal: string, step: string | null, { plot, at, record }: Counting): Memory {
  const isHalf = step !== null && plot.leftBy(memory.books, deal, step) !== undefined;
  const since = memory.halfSince[deal];
  if (isHalf === (since !== undefined)) return memory;
  if (isHalf) return { ...memory, halfSince: { ...memory.halfSince, [deal]: at } };
  record('half-done', at - since!);
  return { ...memory, halfSince: Object.fromEntries(Object.entries(memory.halfSince).filter(([id]) => id !== deal)) };
}

/** After a crash: deals of which it took what made them half, or what made them whole. */
function foundAgain(memory: Memory, counting: Counting): Memory {
  const steps = Object.fromEntries(dealsOf(memory.books).map(({ deal, step }) => [deal, step]));
  const deals = new Set([...Object.keys(steps), ...Object.keys(memory.halfSince)]);
  // Of what no book knows any more nothing is left, whatever its steps are called.
  return [...deals].sort().reduce((now, deal) => timedAs(now, deal, steps[deal] ?? null, counting), memory);
}

/** A crash lets no lock go that is on the disk. */
function locked(
  memory: Memory,
  node: NodeId,
  { locks }: Store,
  { at, until, record }: { readonly at: Time; readonly until: Time; readonly record: RecordFigure },
): Memory {
  const holders = new Set(Object.values(locks).map((deal) => `${node}/${deal}`));
  const known = Object.keys(memory.lockedSince).filter((holder) => holder.startsWith(`${node}/`));
  const over = known.filter((holder) => !holders.has(holder));
  const fresh = [...holders].filter((holder) => memory.lockedSince[holder] === undefined);
  if (over.length === 0 && fresh.length === 0) return memory;
  for (const holder of over) record('locked', until - memory.lockedSince[holder]!);
  const kept = Object.entries(memory.lockedSince).filter(([holder]) => !over.includes(holder));
  return { ...memory, lockedSince: Object.fromEntries([...kept, ...fresh.map((holder) => [holder, at] as const)]) };
}
