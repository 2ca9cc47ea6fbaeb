// The nodes and messages that occur, each kept once, with the moves that they lead to.
import type { Kind } from '../../contract/context.ts';
import type { Costs } from './bounds.ts';
import type { Happening, NodeShape, Outcome } from './happening.ts';
import { Interned, type Numbered, partHash, tags } from './interned.ts';
import type { KnownChange } from './memories.ts';

/** A message on the network. */
export type MessageRecord = Numbered & { readonly from: number; readonly to: number; readonly message: Kind };

/** A node, and what it has sent to itself and not received. */
export type NodeRecord = Numbered &
  NodeShape & {
    readonly index: number;
    /** First in, first out: the first is the node's next event. */
    readonly own: readonly MessageRecord[];
    /** What can happen to it without the network: computed when first asked for. */
    alone: readonly Move[] | undefined;
    /** What a message leads to, by its number. */
    readonly byMessage: Map<number, readonly Move[]>;
  };

/** What happened at a node. */
export type NodeMove = {
  readonly happening: Happening;
  readonly after: NodeRecord;
  /** The message that it takes from the network. */
  readonly message: MessageRecord | undefined;
  /** A copy of the message stays. */
  readonly isCopy: boolean;
  /** Sorted by number. */
  readonly sent: readonly MessageRecord[];
  readonly changes: readonly KnownChange[];
  readonly costs: Costs;
  readonly kept: Outcome['kept'];
  readonly choices: Outcome['choices'];
  readonly stop: Outcome['stop'];
};

/** A message is lost, or finds its receiver down. */
export type Loss = {
  readonly happening: undefined;
  readonly message: MessageRecord;
  readonly isDrop: boolean;
  readonly costs: Costs;
};

export type Move = NodeMove | Loss;

export class Records {
  readonly nodes = new Interned<NodeRecord>();
  readonly messages = new Interned<MessageRecord>();

  message(from: number, to: number, message: Kind): MessageRecord {
    return this.messages.of(partHash(tags.message, from, to, message), (numbered) => ({
      ...numbered,
      from,
      to,
      message,
    }));
  }

  node(index: number, shape: NodeShape, own: readonly MessageRecord[]): NodeRecord {
    const { checkpoint, timers } = shape;
    const { state, incarnation, bootDisk, disk, held, operation, heldDownBy } = checkpoint;
    const hash = partHash(
      tags.node,
      index,
      state === undefined ? [] : [state],
      [incarnation, bootDisk, heldDownBy.length],
      disk.durable,
      [disk.isEmpty, disk.pending.map(({ patch, kind }) => [patch, kind])],
      held.map(({ after, to, message }) => [after, to, message]),
      timers.map(({ name, timer, min, max, after }) => [name, timer, min, max, after]),
      operation === undefined ? [] : [operation.f, operation.key ?? null, operation.value],
      own.map(({ message }) => message),
    );
    return this.nodes.of(hash, (numbered) => ({
      ...numbered,
      index,
      checkpoint,
      timers,
      own,
      alone: undefined,
      byMessage: new Map(),
    }));
  }
}
