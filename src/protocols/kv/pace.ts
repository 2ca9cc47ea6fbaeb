// When a client begins, where it stands among the others, and whom it asks next: the same for the clients of every store.
import type { NodeId } from '../../contract/ids.ts';
import type { Workload } from '../../contract/system.ts';
import { type Duration, ms } from '../../contract/time.ts';
import { numberOf } from './choices.ts';

/** Spreads the first operations of clients that pause neither between operations nor by a rate. */
const STAGGER = ms(10);
/** Room for the requests of one life of a node, which starts counting anew when it restarts. */
const NUMBERS_PER_LIFE = 1_000_000;

/** What is asked of a client's context. */
type Where = {
  readonly self: NodeId;
  readonly peers: readonly NodeId[];
  readonly servers: readonly NodeId[];
  readonly now: number;
  readonly boot: { readonly incarnation: number };
};

export function firstNumber({ boot }: Pick<Where, 'boot'>): number {
  return (boot.incarnation - 1) * NUMBERS_PER_LIFE;
}

/** Times of the workload count from the start of the run, also for a client that restarts. */
export function isOverAlready(workload: Workload, { now }: Pick<Where, 'now'>): boolean {
  return now >= workload.to;
}

/** From now to the client's first operation. */
export function firstOperation(workload: Workload, where: Pick<Where, 'now' | 'self' | 'peers'>): Duration {
  return Math.max(0, workload.from - where.now) + stagger(workload, where);
}

/** Clients start one after another, evenly over one period, not all at once. */
export function stagger(workload: Workload, where: Pick<Where, 'self' | 'peers'>): Duration {
  const period = workload.interval || workload.think || STAGGER;
  return Math.floor((period * positionOf(where)) / (where.peers.length + 1));
}

/** How many clients come before it. */
export function positionOf({ self, peers }: Pick<Where, 'self' | 'peers'>): number {
  return peers.filter((peer) => numberOf(peer) < numberOf(self)).length;
}

export function nextServer(server: NodeId, { servers }: Pick<Where, 'servers'>): NodeId {
  return servers[(servers.indexOf(server) + 1) % servers.length] ?? server;
}
