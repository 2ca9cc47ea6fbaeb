// The trace in typed columns, a page at a time: about 25 bytes an event and a reference to its payload.
import { assert } from '../base/assert.ts';
import type { Plain } from '../base/plain.ts';
import type { NodeId } from '../contract/ids.ts';
import { eventKinds, type TraceEvent, type TraceNote } from '../contract/trace.ts';
import { NONE, type Pending } from './pending.ts';
import type { NodePlan } from './plan.ts';

/** Notes and lost messages that are kept: more would fill the memory before the events do. */
const RECORDS_MAX = 1_000_000;
/** A power of two. */
const PAGE_EVENTS = 8192;

class Page {
  readonly time: Float64Array;
  readonly seq: Uint32Array;
  readonly kind: Uint8Array;
  readonly node: Int16Array;
  readonly from: Int16Array;
  readonly cause: Int32Array;
  readonly payload: Plain[];

  constructor(size: number) {
    this.time = new Float64Array(size);
    this.seq = new Uint32Array(size);
    this.kind = new Uint8Array(size);
    this.node = new Int16Array(size);
    this.from = new Int16Array(size);
    this.cause = new Int32Array(size);
    this.payload = new Array<Plain>(size);
  }
}

const EMPTY_PAGE = new Page(0);

/** A message that never arrived because it was lost or cut when it was sent. */
export type LostMessage = {
  readonly event: number;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly message: Plain;
  readonly reason: 'loss' | 'cut';
};

export class TraceLog {
  /** Index of the first event kept: 0, or where the world was restored. */
  readonly first: number;
  length = 0;
  readonly notes: TraceNote[] = [];
  readonly losses: LostMessage[] = [];
  /** Notes and lost messages past the bound, which are not kept. */
  omitted = 0;
  private readonly nodes: readonly NodePlan[];
  private readonly pages: Page[] = [];
  private page: Page = EMPTY_PAGE;

  constructor(nodes: readonly NodePlan[], first = 0) {
    this.nodes = nodes;
    this.first = first;
  }

  add(pending: Pending, kind: number, payload: Plain): void {
    const slot = this.length & (PAGE_EVENTS - 1);
    if (slot === 0) {
      this.page = new Page(PAGE_EVENTS);
      this.pages.push(this.page);
    }
    const { page } = this;
    page.time[slot] = pending.time;
    page.seq[slot] = pending.seq;
    page.kind[slot] = kind;
    page.node[slot] = pending.node;
    page.from[slot] = pending.from;
    page.cause[slot] = pending.cause;
    page.payload[slot] = payload;
    this.length++;
  }

  note(event: number, node: NodeId, text: string): void {
    if (this.hasRoom()) this.notes.push({ event, node, text });
  }

  lost(event: number, from: number, to: number, message: Plain, reason: LostMessage['reason']): void {
    if (this.hasRoom())
      this.losses.push({ event, from: this.nodes[from]!.id, to: this.nodes[to]!.id, message, reason });
  }

  /** What is recorded must not change the run: past the bound a record is counted and left out. */
  private hasRoom(): boolean {
    const hasRoom = this.notes.length + this.losses.length < RECORDS_MAX;
    if (!hasRoom) this.omitted++;
    return hasRoom;
  }

  /** The record of an event, by its index in the run. */
  at(index: number): TraceEvent {
    const position = index - this.first;
    assert(position >= 0 && position < this.length, `event ${index} is not in the trace`);
    const page = this.pages[Math.floor(position / PAGE_EVENTS)]!;
    const slot = position % PAGE_EVENTS;
    const cause = page.cause[slot]!;
    return {
      index,
      time: page.time[slot]!,
      seq: page.seq[slot]!,
      kind: eventKinds[page.kind[slot]!]!,
      node: this.nodes[page.node[slot]!]?.id,
      from: this.nodes[page.from[slot]!]?.id,
      cause: cause === NONE ? undefined : cause,
      payload: page.payload[slot]!,
    };
  }
}
