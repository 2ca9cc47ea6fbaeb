// When a client begins, where it stands among the others, and whom it asks next.
import type { NodeId } from '../../../contract/ids.ts';
import type { Workload } from '../../../contract/system.ts';
import { type Duration, ms } from '../../../contract/time.ts';
import { numberOf } from '../../kv/index.ts';

/** Spreads the first operations of clients that pause neither between operations nor by a rate. */
const STAGGER = ms(10);
/** Room for the requests of one life of a client, which starts counting anew when it restarts. */
const NUMBERS_PER_LIFE = 1_000_000;

type Where = {
  readonly self: NodeId;
  readonly peers: readonly NodeId[];
  readonly servers: readonly NodeId[];
  readonly now: number;
  readonly boot: { readonly incarnation: number };
};

export function firstNumber({ boot }: Where): number {
  return (boot.incarnation - 1) * NUMBERS_PER_LIFE;
}

/** Times of the workload count from the start of the run, also for a client that restarts. */
export function isOverAlready(workload: Workload, { now }: Where): boolean {
  return now >= workload.to;
}

/** Clients start one after another, evenly over one period, not all at once. */
export function stagger(workload: Workload, { self, peers }: Where): Duration {
  const period = workload.interval || workload.think || STAGGER;
  const position = peers.filter((peer) => numberOf(peer) < numberOf(self)).length;
  return Math.floor((period * position) / (peers.length + 1));
}

export function nextServer(server: NodeId, { servers }: Where): NodeId {
  return servers[(servers.indexOf(server) + 1) % servers.length] ?? server;
}
