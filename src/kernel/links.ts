// What a directed link remembers from one message to the next: only links that have to (streams, and links with a rate).
import type { Time } from '../contract/time.ts';
import { NONE, type Pending } from './pending.ts';

export type Link = {
  readonly from: number;
  readonly to: number;
  /** When the message before has left: the next one waits for it. */
  readonly freeAt: Time;
  /** Of a stream: when the message before arrives, at the earliest. */
  readonly lastDue: Time;
  /** How many messages were sent: the next one's number. */
  readonly sent: number;
  /** Number of the next message to be delivered. */
  readonly next: number;
  /** Messages of lower numbers went with their connection. */
  readonly valid: number;
  /** How many connections there were before this one. */
  readonly connection: number;
  /** The receiver crashed: it knows nothing of this connection. */
  readonly isBroken: boolean;
  /** That the receiver knows nothing of it: whether the sender will be told, or cannot be because the way back is cut. */
  readonly refusal: 'none' | 'stopped' | 'sent';
  /** Messages that were dropped because the receiver knows nothing of the connection. */
  readonly refused: number;
  /** The present connection's first message. Those before it were sent by an earlier life of the sender. */
  readonly first: number;
  /** Of those, the next to be delivered; NONE once one of them is lost: nobody sends it again, and none overtakes it. */
  readonly orphan: number;
  /** Of messages that are not delivered yet: how often each was lost, or HERE once it has arrived. */
  readonly losses: { readonly [message: number]: number };
  /** Since when a cut has stopped it. */
  readonly stoppedAt: Time | undefined;
  /** Messages that a cut stopped, or that came before one that is to be delivered first; in order of number. */
  readonly waiting: readonly Pending[];
};

/** It has arrived, and waits for those before it. */
export const HERE = -1;

export function newLink(from: number, to: number): Link {
  return {
    from,
    to,
    freeAt: 0,
    lastDue: 0,
    sent: 0,
    next: 0,
    valid: 0,
    connection: 0,
    isBroken: false,
    refusal: 'none',
    refused: 0,
    first: 0,
    orphan: NONE,
    losses: {},
    stoppedAt: undefined,
    waiting: [],
  };
}

/** The links of a world, made when first used. In order of first use, which is the same in every run. */
export class Links {
  private readonly byEnds = new Map<number, Link>();
  private readonly nodes: number;

  constructor(nodes: number) {
    this.nodes = nodes;
  }

  get(from: number, to: number): Link {
    return this.find(from, to) ?? newLink(from, to);
  }

  find(from: number, to: number): Link | undefined {
    return this.byEnds.get(from * this.nodes + to);
  }

  set(link: Link): void {
    this.byEnds.set(link.from * this.nodes + link.to, link);
  }

  all(): readonly Link[] {
    return [...this.byEnds.values()];
  }
}
