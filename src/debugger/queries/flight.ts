// The messages that are under way after an event: sent, and neither arrived nor lost.
import type { Kind } from '../../contract/context.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Deed } from '../../contract/intervention.ts';
import type { Duration, Time } from '../../contract/time.ts';
import { type Checkpoint, DELIVER, isTakenUp, type Pending } from '../../kernel/index.ts';
import { isCut } from '../../network/cuts.ts';
import { branchOf, type Session } from '../session.ts';
import { snapshotOf } from './nodes.ts';

export type MessageAt = {
  /** Its sequence number, by which deeds name it. */
  readonly seq: number;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly message: Kind;
  /** When it arrives. In a schedule nobody knows: then it is the time when it was sent. */
  readonly due: Time;
  readonly left: Duration;
  /** The event whose handler sent it. */
  readonly cause: number | undefined;
  /** A cut is between: where it stands until then, the message is lost, or on a stream held. */
  readonly isCutOff: boolean;
  /** What is done to it in this branch before the next event. */
  readonly deed: Deed['do'] | undefined;
};

/** By the time of their arrival. */
export function messagesInFlight(session: Session, event = session.cursor): readonly MessageAt[] {
  const { after } = snapshotOf(session, event);
  const { nodes } = session.engine;
  const { interventions } = branchOf(session);
  const due = interventions.filter(({ at }) => at === event + 1);
  return pendingMessages(after).map(({ seq, from, node, payload, time, cause }) => ({
    seq,
    from: nodes[from]!,
    to: nodes[node]!,
    message: payload as Kind,
    due: time,
    left: Math.max(0, time - after.time),
    cause: cause < 0 ? undefined : cause,
    isCutOff: from !== node && after.cuts.length > 0 && isCut(after.cuts, from, node),
    deed: due.find((deed) => 'message' in deed && deed.message === seq)?.do,
  }));
}

/** Those that can still arrive, as far as the network is concerned, in the order in which they will. */
function pendingMessages({ pending, nodes, links }: Checkpoint): readonly Pending[] {
  const valid = new Map(links.map((link) => [link.from * nodes.length + link.to, link.valid]));
  return pending
    .filter((entry) => {
      if (entry.kind !== DELIVER || isTakenUp(entry)) return false;
      const { from, node, tag } = entry;
      const to = nodes[node]!;
      if (from === node) return tag === to.incarnation && to.state !== undefined;
      return tag < 0 || tag >= (valid.get(from * nodes.length + node) ?? 0);
    })
    .sort((a, b) => a.time - b.time || a.seq - b.seq);
}

/** The message that deeds mean: the one that was chosen while it is under way, else the first to arrive. */
export function selectedMessage(session: Session): MessageAt | undefined {
  const messages = messagesInFlight(session);
  return messages.find(({ seq }) => seq === session.selection.message) ?? messages[0];
}
