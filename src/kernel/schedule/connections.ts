// The order of streams where a schedule is played: within a connection every message arrives, in order; none of an older
// connection after one of a newer. A message may have waited in its receiver's inbox, so it may arrive after its
// connection broke; but not once its receiver has crashed.
import type { Pending } from '../pending.ts';
import type { World } from '../world.ts';

/** A connection of one direction: the number of its next message, and the life of its receiver that it goes with. */
type Connection = { readonly number: number; readonly incarnation: number; next: number; isOver: boolean };

export class Connections {
  private readonly nodes: number;
  /** Of each link, by number. */
  private readonly byLink = new Map<number, Connection[]>();
  /** Which connection a message was sent on. */
  private readonly of = new WeakMap<Pending, Connection>();

  constructor(nodes: number) {
    this.nodes = nodes;
  }

  sent(world: World, pending: Pending): void {
    const { from, node, tag } = pending;
    if (world.plan.streams === undefined || from === node) return;
    const key = from * this.nodes + node;
    const known = this.byLink.get(key) ?? [];
    const { connection: number } = world.links.get(from, node);
    let connection = known.at(-1);
    if (connection?.number !== number) {
      const receiver = world.node(node);
      // Opened while its receiver is down, it is taken up by the next life.
      const incarnation = receiver.incarnation + (receiver.state === undefined ? 1 : 0);
      connection = { number, incarnation, next: tag, isOver: false };
      this.byLink.set(key, [...known, connection]);
    }
    this.of.set(pending, connection);
  }

  isNext(pending: Pending, incarnation: number): boolean {
    const connection = this.of.get(pending);
    if (connection === undefined || connection.isOver) return false;
    return connection.incarnation === incarnation && connection.next === pending.tag;
  }

  arrived(pending: Pending): void {
    const connection = this.of.get(pending)!;
    connection.next = pending.tag + 1;
    const key = pending.from * this.nodes + pending.node;
    const known = this.byLink.get(key)!;
    for (const older of known) older.isOver ||= older.number < connection.number;
    if (known[0]!.isOver)
      this.byLink.set(
        key,
        known.filter(({ isOver }) => !isOver),
      );
  }
}
