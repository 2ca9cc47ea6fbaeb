// The pending set as a bag, for the driver that plays schedules: what has been sent, by link; writes, by node; faults.
// Timers are not in it: the nodes themselves know which are set.

import { type Hash, hashPlain } from '../../base/hash.ts';
import { equalPlain, type Plain } from '../../base/plain.ts';
import type { Kind } from '../../contract/context.ts';
import { DELIVER, FAULT, type Pending, type Queue, START, TIMER, WRITE } from '../pending.ts';

/** A message that was sent; the hash is made when it is first compared. */
type Sent = { readonly pending: Pending; hash: Hash | undefined };

/** Copies of delivered messages are looked for among so many of a link: a duplicate comes soon after its original. */
const DELIVERED_MAX = 256;

export class Pool implements Queue {
  /** Of things that happen by themselves, in the order in which they came. */
  readonly starts: Pending[] = [];
  private readonly nodes: number;
  private readonly onMessage: (pending: Pending) => void;
  private readonly sent = new Map<number, Sent[]>();
  private readonly delivered = new Map<number, Sent[]>();
  private readonly writes = new Map<number, Pending[]>();
  private readonly faults = new Map<number, Pending>();
  private readonly others: Pending[] = [];
  size = 0;

  constructor(nodes: number, onMessage: (pending: Pending) => void) {
    this.nodes = nodes;
    this.onMessage = onMessage;
  }

  add(pending: Pending): void {
    this.size++;
    switch (pending.kind) {
      case DELIVER:
        this.onMessage(pending);
        listAt(this.sent, pending.from * this.nodes + pending.node).push({ pending, hash: undefined });
        return;
      case WRITE:
        listAt(this.writes, pending.node).push(pending);
        return;
      case FAULT:
        this.faults.set(pending.tag, pending);
        return;
      case START:
        this.starts.push(pending);
        return;
      case TIMER:
        return;
      default:
        this.others.push(pending);
    }
  }

  toArray(): readonly Pending[] {
    const { starts, faults, others, writes, sent } = this;
    const messages = [...sent.values()].flatMap((list) => list.map(({ pending }) => pending));
    return [...starts, ...faults.values(), ...others, ...[...writes.values()].flat(), ...messages];
  }

  /** Takes a message out, by its sequence number. */
  take(seq: number): Pending | undefined {
    for (const list of this.sent.values()) {
      const at = list.findIndex(({ pending }) => pending.seq === seq);
      if (at !== -1) return list.splice(at, 1)[0]!.pending;
    }
    return undefined;
  }

  fault(tag: number): Pending | undefined {
    const pending = this.faults.get(tag);
    this.faults.delete(tag);
    return pending;
  }

  /** The queue entry of a node's oldest pending write, by the write's id. */
  write(node: number, id: number): Pending | undefined {
    const list = listAt(this.writes, node);
    while (list.length > 0 && list[0]!.tag < id) list.shift();
    return list[0]?.tag === id ? list.shift() : undefined;
  }

  /** The oldest report of this kind to a node. */
  report(kind: number, node: number): Pending | undefined {
    const at = this.others.findIndex((pending) => pending.kind === kind && pending.node === node);
    return at === -1 ? undefined : this.others.splice(at, 1)[0];
  }

  /**
   * The message on a link that an entry means: one with the same contents, else of the same kind the one with the most
   * fields alike (a term, an index); of equals the oldest. `isCopy`: rather one that has arrived already.
   */
  message(
    from: number,
    to: number,
    like: Kind,
    isCopy: boolean,
    isLive: (pending: Pending) => boolean,
  ): Taken | undefined {
    const link = from * this.nodes + to;
    const waiting = listAt(this.sent, link);
    const found = closest(waiting, like, isLive);
    const copy = isCopy ? closest(listAt(this.delivered, link), like, isLive) : undefined;
    if (copy !== undefined && copy.fields >= (found?.fields ?? 0)) return { pending: copy.sent.pending, isCopy };
    if (found === undefined) return undefined;
    waiting.splice(found.at, 1);
    const gone = listAt(this.delivered, link);
    gone.push(found.sent);
    if (gone.length > DELIVERED_MAX) gone.shift();
    return { pending: found.sent.pending, isCopy: false };
  }
}

/** `isCopy`: it has arrived before. */
export type Taken = { readonly pending: Pending; readonly isCopy: boolean };

type Found = { readonly at: number; readonly sent: Sent; readonly fields: number };

function closest(list: readonly Sent[], like: Kind, isLive: (pending: Pending) => boolean): Found | undefined {
  const hash = hashPlain(like);
  let best: Found | undefined;
  for (let at = 0; at < list.length; at++) {
    const sent = list[at]!;
    const message = sent.pending.payload as Kind;
    if (message.kind !== like.kind || !isLive(sent.pending)) continue;
    sent.hash ??= hashPlain(message);
    if (sent.hash.low === hash.low && sent.hash.high === hash.high) {
      return { at, sent, fields: Number.POSITIVE_INFINITY };
    }
    const fields = fieldsAlike(message, like);
    if (best === undefined || fields > best.fields) best = { at, sent, fields };
  }
  return best;
}

function fieldsAlike(message: Kind, like: Kind): number {
  let count = 0;
  for (const key in like) {
    if (Object.hasOwn(message, key) && equalPlain(message[key] as Plain, like[key] as Plain)) count++;
  }
  return count;
}

function listAt<T>(map: Map<number, T[]>, key: number): T[] {
  let list = map.get(key);
  if (list === undefined) {
    list = [];
    map.set(key, list);
  }
  return list;
}
