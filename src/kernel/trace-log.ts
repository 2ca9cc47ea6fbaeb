// The trace in typed columns, a page at a time: about 25 bytes an event and a reference to its payload.
import { assert } from '../base/assert.ts';
import type { Plain } from '../base/plain.ts';
import type { NodeId } from '../contract/ids.ts';
import { eventKinds, type TraceEvent, type TraceNote } from '../contract/trace.ts';
import { NONE, type Pending } from './pending.ts';
import type { NodePlan } from './plan.ts';

const PAGE_EVENTS = 8192;

class Page {
  readonly time = new Float64Array(PAGE_EVENTS);
  readonly seq = new Uint32Array(PAGE_EVENTS);
  readonly kind = new Uint8Array(PAGE_EVENTS);
  readonly node = new Int16Array(PAGE_EVENTS);
  readonly from = new Int16Array(PAGE_EVENTS);
  readonly cause = new Int32Array(PAGE_EVENTS);
  readonly payload: Plain[] = new Array<Plain>(PAGE_EVENTS);
}

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
  private readonly nodes: readonly NodePlan[];
  private readonly pages: Page[] = [];

  constructor(nodes: readonly NodePlan[], first = 0) {
    this.nodes = nodes;
    this.first = first;
  }

  add(pending: Pending, kind: number, payload: Plain): void {
    const slot = this.length % PAGE_EVENTS;
    if (slot === 0) this.pages.push(new Page());
    const page = this.pages[this.pages.length - 1]!;
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
    this.notes.push({ event, node, text });
  }

  lost(event: number, from: number, to: number, message: Plain, reason: LostMessage['reason']): void {
    this.losses.push({ event, from: this.nodes[from]!.id, to: this.nodes[to]!.id, message, reason });
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
