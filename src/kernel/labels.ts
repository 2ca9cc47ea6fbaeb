// Labels name pending events so that a schedule can be replayed on a world that is not quite the same:
//
//   n1>n2 AppendEntries 3f2a9c01d4e5f607 #2    a message: link, kind, hash of its contents, the how-manieth of its like
//   n3 timer election                          a timer: it has at most one pending firing
//   n2 write #4                                the next write of a disk to become durable
//   n1 start · fault 2 begins · fault 2 ends
//   n1 reset by n2 · n1 write failure          what the machine reports
//   taken up: n3 timer election                what has waited in a node's inbox
//
// Never a bare counter: taking one event out would rename all that follow.
import { hashPlain, hexOf } from '../base/hash.ts';
import type { Kind } from '../contract/context.ts';
import { DELIVER, FAILURE, FAULT, isTakenUp, type Pending, RESET, START, TIMER } from './pending.ts';
import type { World } from './world.ts';

export type Label = string;

/** The label without its number: equal for events that are alike. */
export function labelOf(world: World, pending: Pending): Label {
  const label = plainLabelOf(world, pending);
  return isTakenUp(pending) ? `taken up: ${label}` : label;
}

function plainLabelOf(world: World, pending: Pending): Label {
  const id = world.nodes[pending.node]?.id;
  switch (pending.kind) {
    case DELIVER: {
      const message = pending.payload as Kind;
      return `${world.node(pending.from).id}>${id} ${message.kind} ${hexOf(hashPlain(message))}`;
    }
    case TIMER:
      return `${id} timer ${pending.payload}`;
    case START:
      return `${id} start`;
    case FAULT:
      return `fault ${pending.tag >> 1} ${pending.tag % 2 === 0 ? 'begins' : 'ends'}`;
    case RESET:
      return `${id} reset by ${world.node(pending.from).id}`;
    case FAILURE:
      return `${id} write failure`;
    default:
      return `${id} write`;
  }
}

/** Numbers events that are alike in the order in which they became pending. */
export class Numbering {
  private readonly counts = new Map<Label, number>();

  next(label: Label): Label {
    const count = (this.counts.get(label) ?? 0) + 1;
    this.counts.set(label, count);
    return `${label} #${count}`;
  }
}
