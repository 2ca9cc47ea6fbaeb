// Nodes that exchange their names: every string that is a node's name is replaced, as a value, as a key, and where a
// timer's name has it. Each part is renamed once for each way of exchanging.
//
// A list of names and nothing else is a set that is kept in order: it is put in order again. One that is in another order
// is refused: its order may mean something, or follow from the names, and nobody can say which.
import { hashPlain, hexOf } from '../../base/hash.ts';
import type { Plain, PlainRecord } from '../../base/plain.ts';
import type { Kind } from '../../contract/context.ts';
import { timerName } from '../../contract/effects.ts';
import type { NodeCheckpoint } from '../../kernel/node.ts';
import type { Disk } from '../../storage/disk.ts';
import { ModelError } from '../explore/index.ts';
import type { Happening, NodeShape, StateChange } from './happening.ts';
import type { Memories, Memory } from './memories.ts';
import type { MessageRecord, NodeRecord, Records } from './records.ts';
import { recordOf } from './shape.ts';
import type { SetTimer } from './timers.ts';

/** Where each node goes, by position: the node at i takes the name of the node at `to[i]`. */
export type Exchange = readonly number[];

/** Of a node's name another node's; undefined: it is none that may be exchanged. */
export type Names = (name: string) => string | undefined;

export class Renaming {
  readonly to: Exchange;
  readonly names: Names;
  private readonly records: Records;
  private readonly memories: Memories;
  private readonly nodes: (NodeRecord | undefined)[] = [];
  private readonly messages: (MessageRecord | undefined)[] = [];
  private readonly memoriesKnown: (Memory | undefined)[] = [];

  constructor(to: Exchange, names: Names, records: Records, memories: Memories) {
    this.to = to;
    this.names = names;
    this.records = records;
    this.memories = memories;
  }

  node(node: NodeRecord): NodeRecord {
    const known = this.nodes[node.id];
    if (known !== undefined) return known;
    const own = node.own.map((message) => this.message(message));
    const renamed = this.records.node(this.to[node.index]!, this.shape(node, node.index), own);
    this.nodes[node.id] = renamed;
    return renamed;
  }

  message(record: MessageRecord): MessageRecord {
    const known = this.messages[record.id];
    if (known !== undefined) return known;
    const message = renamedKind(record.message, this.names);
    const renamed = this.records.message(this.to[record.from]!, this.to[record.to]!, message);
    this.messages[record.id] = renamed;
    return renamed;
  }

  memory(memory: Memory): Memory {
    const known = this.memoriesKnown[memory.id];
    if (known !== undefined) return known;
    const renamed = this.memories.of(
      memory.memories.map((each) => renamedPlain(each, this.names)),
      memory.history,
    );
    this.memoriesKnown[memory.id] = renamed;
    return renamed;
  }

  change({ before, after }: StateChange): StateChange {
    const [was, is] = [before, after].map((state) => state && renamedPlain(state, this.names));
    return { before: was, after: is };
  }

  happening(happening: Happening): Happening {
    if (happening.do === 'timer') return { do: 'timer', timer: renamedTimer(happening.timer, this.names) };
    if (happening.do !== 'deliver') return happening;
    const message = renamedKind(happening.message, this.names);
    return { do: 'deliver', from: this.to[happening.from]!, message };
  }

  private shape({ checkpoint, timers }: NodeShape, index: number): NodeShape {
    const { names, to } = this;
    const { state, disk, held, operation, heldDownBy } = checkpoint;
    const set = timers.map((timer) => renamedTimer(timer, names)).sort((a, b) => (a.name < b.name ? -1 : 1));
    const renamed: NodeCheckpoint = {
      ...checkpoint,
      state: state === undefined ? undefined : renamedPlain(state, names),
      disk: renamedDisk(disk, names),
      held: held.map((send) => ({ ...send, to: to[send.to]!, message: renamedKind(send.message, names) })),
      timers: set.map(recordOf),
      operation: operation === undefined ? undefined : (renamedPlain(operation as PlainRecord, names) as never),
      // The fault that crashes a node has its position in its number.
      heldDownBy: heldDownBy.map((fault) => fault - 2 * index + 2 * to[index]!),
    };
    return { checkpoint: renamed, timers: set };
  }
}

export function renamedPlain(value: Plain, names: Names): Plain {
  if (typeof value === 'string') return names(value) ?? value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item: Plain) => renamedPlain(item, names));
    return isSetOfNames(value, names) ? items.sort() : items;
  }
  const copy: { [key: string]: Plain } = {};
  for (const key of Object.keys(value)) copy[names(key) ?? key] = renamedPlain((value as PlainRecord)[key]!, names);
  return copy;
}

function isSetOfNames(list: readonly Plain[], names: Names): boolean {
  if (list.length < 2 || !list.every((item) => typeof item === 'string' && names(item) !== undefined)) return false;
  if (list.every((item, at) => at === 0 || (list[at - 1] as string) <= (item as string))) return true;
  throw new ModelError(
    `a list of names is not sorted (${list.join(', ')}), so nobody can say whether nodes are interchangeable: explore without symmetry`,
  );
}

/** Several names may become one: a record is then a list of its entries, in an order that knows no names. */
export function withoutNames(value: Plain, names: Names): Plain {
  if (typeof value === 'string') return names(value) ?? value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item: Plain) => withoutNames(item, names));
    return isSetOfNames(value, names) ? items.sort() : items;
  }
  const entries = Object.entries(value as PlainRecord).map(([key, item]) => [
    names(key) ?? key,
    withoutNames(item, names),
  ]);
  const keyed = entries.map((entry) => [hexOf(hashPlain(entry)), entry] as const);
  return keyed.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

function renamedKind(message: Kind, names: Names): Kind {
  // A kind is no node's name, whatever it is called.
  return { ...(renamedPlain(message, names) as Kind), kind: message.kind };
}

function renamedTimer({ timer, min, max, after }: SetTimer, names: Names): SetTimer {
  const renamed = renamedKind(timer, names);
  const key = renamed['key'];
  const name = timerName(renamed.kind, typeof key === 'string' ? key : undefined);
  return { name, timer: renamed, min, max, after: after.map((other) => renamedName(other, names)).sort() };
}

/** Of a timer: `kind`, or `kind/key`. */
function renamedName(name: string, names: Names): string {
  const slash = name.indexOf('/');
  return slash === -1 ? name : `${name.slice(0, slash)}/${names(name.slice(slash + 1)) ?? name.slice(slash + 1)}`;
}

function renamedDisk(disk: Disk, names: Names): Disk {
  const { durable, pending } = disk;
  return {
    ...disk,
    durable: renamedPlain(durable, names) as PlainRecord,
    pending: pending.map((write) => ({ ...write, patch: renamedPlain(write.patch, names) as PlainRecord })),
  };
}
