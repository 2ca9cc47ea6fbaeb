// Who the members are, and what a quorum of them is (§6; thesis §4). How a server finds the one
// that is in force is in `in-force.ts`, how they change in `membership.ts`.
//
//   ordinary   voters n1 n2 n3                                   a majority of the voters decides
//   joint      voters n1 n4 n5, outgoing n1 n2 n3                a majority of each decides, elections and commits alike
//   learners   are sent everything and count for nothing (thesis §4.2.1)
import type { NodeId } from '../../contract/ids.ts';

/** Each list in order of the servers' numbers. No learner is a voter. */
export type Configuration = {
  readonly voters: readonly NodeId[];
  /** The voters of C_old while C_old,new is in force; else empty. */
  readonly outgoing: readonly NodeId[];
  readonly learners: readonly NodeId[];
  /** Of members that were let in anew after they had lost their disk: which of their lives that was. See `rejoin.ts`. */
  readonly readmitted?: { readonly [server: NodeId]: number };
};

export function isVoter({ voters, outgoing }: Configuration, server: NodeId): boolean {
  return voters.includes(server) || outgoing.includes(server);
}

export function isMember(configuration: Configuration, server: NodeId): boolean {
  return isVoter(configuration, server) || configuration.learners.includes(server);
}

export function isJoint({ outgoing }: Configuration): boolean {
  return outgoing.length > 0;
}

/** Calls `visit` for each other voter, those of C_old that are not in C_new last. */
export function eachOtherVoter({ voters, outgoing }: Configuration, self: NodeId, visit: (id: NodeId) => void): void {
  for (const id of voters) if (id !== self) visit(id);
  for (const id of outgoing) if (id !== self && !voters.includes(id)) visit(id);
}

/** Calls `visit` for each other member: voters, then learners. A voter of C_old may be a learner of C_new already. */
export function eachOther(configuration: Configuration, self: NodeId, visit: (id: NodeId) => void): void {
  eachOtherVoter(configuration, self, visit);
  for (const id of configuration.learners) if (id !== self && !isVoter(configuration, id)) visit(id);
}

/** Whether those who answer yes are a quorum: a majority of the voters, in a joint configuration of both sets. */
export function isQuorum({ voters, outgoing }: Configuration, has: (id: NodeId) => boolean): boolean {
  return hasMajority(voters, has) && (outgoing.length === 0 || hasMajority(outgoing, has));
}

function hasMajority(servers: readonly NodeId[], has: (id: NodeId) => boolean): boolean {
  let count = 0;
  for (const id of servers) if (has(id)) count++;
  return count >= majorityOf(servers.length);
}

export function majorityOf(servers: number): number {
  return (servers >> 1) + 1;
}

/** The highest number that a quorum has reached. */
export function reachedByQuorum(
  { voters, outgoing }: Configuration,
  reached: { readonly [server: NodeId]: number },
): number {
  const first = reachedByMajority(voters, reached);
  return outgoing.length === 0 ? first : Math.min(first, reachedByMajority(outgoing, reached));
}

function reachedByMajority(servers: readonly NodeId[], reached: { readonly [server: NodeId]: number }): number {
  const needed = majorityOf(servers.length);
  let best = 0;
  for (const id of servers) {
    const mark = reached[id] ?? 0;
    if (mark <= best) continue;
    let count = 0;
    for (const other of servers) if ((reached[other] ?? 0) >= mark) count++;
    if (count >= needed) best = mark;
  }
  return best;
}

/** In order of the numbers in their names: n2 before n10. */
export function inOrder(servers: Iterable<NodeId>): readonly NodeId[] {
  return [...new Set(servers)].sort((a, b) => numberIn(a) - numberIn(b) || (a < b ? -1 : 1));
}

function numberIn(id: NodeId): number {
  return Number.parseInt(id.replace(/^\D+/, ''), 10) || 0;
}
