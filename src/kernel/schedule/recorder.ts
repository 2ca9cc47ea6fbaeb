// Makes a schedule of a run while it goes on: every event that took place, in the order in which its handler ran. What
// waited in an inbox is there at the moment when it was taken up; what was dropped is not there at all.
import { equalPlain, type Plain, type PlainRecord } from '../../base/plain.ts';
import { sortedKeys } from '../../base/sorted.ts';
import type { Kind } from '../../contract/context.ts';
import type { NodeId } from '../../contract/ids.ts';
import { complete, type Disk } from '../../storage/disk.ts';
import type { Node } from '../node.ts';
import { DELIVER, FAILURE, FAULT, type Pending, RESET, START, TIMER, WRITE } from '../pending.ts';
import { TraceLog } from '../trace-log.ts';
import type { World } from '../world.ts';
import { type Chosen, type ChosenAt, choicesOf, type PlacedChoices, placedChoices } from './choices.ts';
import type { Damaged, Entry, Schedule, Torn } from './entry.ts';
import { type Resolved, resolvedFaults } from './resolved.ts';

/** What is recorded of one event: the entry, and how many writes its node had issued before. */
type Recorded = { readonly entry: Entry; readonly issued: number };

/** What a crash kept of the pending writes: so many of them whole, and of the one after them these keys. */
type Kept = { readonly kept: number; readonly keys: readonly string[] };

/** A crash, at a position of what is recorded, with the disk as it was before. */
type Crash = Kept & { readonly at: number; readonly node: Node; readonly disk: Disk };

/** Put in the place of a world's trace before its run begins. */
export class ScheduleRecorder extends TraceLog {
  private readonly world: World;
  private readonly recorded: Recorded[] = [];
  private readonly crashes: Crash[] = [];
  private readonly chosen: ChosenAt[] = [];
  /** What a fault damaged on the disks of nodes, by the position of its entry. */
  private readonly damages = new Map<number, { [node: NodeId]: readonly string[] }>();
  private isStart = false;
  /** The disks before the fault that has just begun. */
  private before: readonly Disk[] = [];
  /** Nodes with pending writes when a fault began: which of them it took down is known only after it. */
  private struck: readonly Omit<Crash, keyof Kept>[] = [];
  /** For each fault the nodes that were down when it began. */
  private readonly downBefore = new Map<number, ReadonlySet<NodeId>>();
  /** Of each message the links on which it has arrived. */
  private readonly arrived = new Map<Plain, Set<number>>();

  /** Whether the network ever delivers a message twice. */
  private readonly hasCopies: boolean;

  constructor(world: World) {
    const { nodes, network, faults, streams } = world.plan;
    super(nodes);
    this.world = world;
    const duplicates = faults.map(({ action }) =>
      action.kind === 'network' ? action.conditions.duplicate : undefined,
    );
    const isAny = [network.duplicate, ...duplicates].some((ratio) => ratio !== undefined && ratio.numerator > 0);
    this.hasCopies = streams === undefined && isAny;
    world.onChoice = (chosen) => {
      this.chosen.push({ ...chosen, at: this.recorded.length - 1, isStart: this.isStart });
    };
  }

  override add(pending: Pending, shown: number, _payload: Plain): void {
    this.lookAtStruck();
    this.isStart = pending.kind === START;
    const entry = this.entryOf(pending, shown);
    if (entry === undefined) return;
    const { nodes } = this.world;
    this.recorded.push({ entry, issued: nodes[pending.node]?.disk.issued ?? 0 });
    if (entry.do !== 'begin') return;
    this.downBefore.set(entry.fault, new Set(nodes.flatMap(({ id, state }) => (state === undefined ? [id] : []))));
    const at = this.recorded.length - 1;
    this.before = nodes.map(({ disk }) => disk);
    this.struck = nodes
      .filter(({ state, disk }) => state !== undefined && disk.pending.length > 0)
      .map((node) => ({ at, node, disk: node.disk }));
  }

  /**
   * The schedule up to here, of a run that is over or stands between two events. With automatic writes a disk stalls
   * before the first write is issued that a crash lost.
   */
  schedule(writes: Schedule['writes']): Schedule {
    this.lookAtStruck();
    const { windows, plan } = this.world;
    const { faults, parts } = resolvedFaults(plan.faults, windows, this.downBefore);
    const before = writes === 'named' ? this.keptWrites() : this.stalls();
    const { byEntry, starts } = this.placed(parts);
    const entries = this.recorded.flatMap(({ entry }, at): readonly Entry[] => {
      const added = before.get(at) ?? [];
      if (entry.do === 'write' && writes === 'automatic') return added;
      const chosen = byEntry.get(at) ?? [];
      if (entry.do !== 'begin' && entry.do !== 'end') return [...added, withChoices(entry, chosen)];
      const own = (parts.get(entry.fault) ?? []).map(({ position, node }): Entry => {
        const part = { ...entry, fault: position };
        const whole = part.do === 'begin' ? { ...part, ...this.tornAt(at, node), ...this.damagedAt(at, node) } : part;
        return withChoices(
          whole,
          chosen.filter((choice) => choice.node === node),
        );
      });
      return [...added, ...own];
    });
    return { faults, entries, writes, ...(Object.keys(starts).length === 0 ? {} : { starts }) };
  }

  /** What crashes kept of the pending writes is through just before them. */
  private keptWrites(): ReadonlyMap<number, readonly Entry[]> {
    const writes = new Map<number, Entry[]>();
    for (const { at, node, kept } of this.crashes) {
      for (let i = 0; i < kept; i++) push(writes, at, { do: 'write', node: node.id });
    }
    return writes;
  }

  private tornAt(position: number, id: NodeId | undefined): { readonly torn?: Torn } {
    const torn = this.crashes.find(({ at, node, keys }) => at === position && node.id === id && keys.length > 0);
    return torn === undefined ? {} : { torn: { [torn.node.id]: torn.keys } };
  }

  private damagedAt(position: number, id: NodeId | undefined): { readonly damaged?: Damaged } {
    const keys = id === undefined ? undefined : this.damages.get(position)?.[id];
    return keys === undefined ? {} : { damaged: { [id!]: keys } };
  }

  private placed(parts: Resolved['parts']): PlacedChoices {
    const isOf = (entry: Entry, id: NodeId) =>
      (entry.do === 'begin' || entry.do === 'end') && (parts.get(entry.fault) ?? []).some(({ node }) => node === id);
    return placedChoices(this.chosen, (node, at) => {
      for (let position = at; position >= 0; position--) {
        if (isOf(this.recorded[position]!.entry, node)) return position;
      }
      return undefined;
    });
  }

  private stalls(): ReadonlyMap<number, readonly Entry[]> {
    const stalls = new Map<number, Entry[]>();
    for (const { at, node, disk, kept } of this.crashes) {
      const lost = disk.pending[kept];
      const from = lost === undefined ? undefined : this.issuedBy(node.id, lost.id, at);
      if (from !== undefined) push(stalls, from, { do: 'stall', node: node.id });
    }
    return stalls;
  }

  /** The position of the entry whose handler issued a write. */
  private issuedBy(node: NodeId, write: number, before: number): number | undefined {
    for (let at = before - 1; at >= 0; at--) {
      const { entry, issued } = this.recorded[at]!;
      if ('node' in entry && entry.node === node && issued <= write) return at;
    }
    return undefined;
  }

  private lookAtStruck(): void {
    for (const [index, disk] of this.before.entries()) {
      const { id, disk: now } = this.world.nodes[index]!;
      const keys = now.damaged.filter((key) => !disk.damaged.includes(key));
      if (keys.length === 0) continue;
      const at = this.recorded.length - 1;
      this.damages.set(at, { ...this.damages.get(at), [id]: keys });
    }
    this.before = [];
    for (const { at, node, disk } of this.struck) {
      if (node.state === undefined) this.crashes.push({ at, node, disk, ...keptBy(disk, node.disk) });
    }
    this.struck = [];
  }

  private entryOf(pending: Pending, shown: number): Entry | undefined {
    const { nodes, time } = this.world;
    const { kind, tag } = pending;
    if (kind === FAULT) return { do: tag % 2 === 0 ? 'begin' : 'end', fault: tag >> 1, time };
    if (shown !== kind) return undefined;
    const node = nodes[pending.node]!.id;
    switch (kind) {
      case DELIVER: {
        const message = pending.payload as Kind;
        const again = this.hasCopies && this.isCopy(pending) ? { again: true as const } : {};
        return { do: 'deliver', node, from: nodes[pending.from]!.id, message, ...again, time };
      }
      case TIMER:
        return { do: 'timer', node, timer: pending.payload as string, time };
      case WRITE:
        return { do: 'write', node, time };
      case RESET:
        return { do: 'reset', node, from: nodes[pending.from]!.id, time };
      case FAILURE:
        return { do: 'failure', node, time };
      default:
        return undefined;
    }
  }

  /** Whether this message has arrived here before: a duplicate, or one that its sender keeps and sends again. */
  private isCopy({ payload, from, node }: Pending): boolean {
    let arrived = this.arrived.get(payload);
    if (arrived === undefined) {
      arrived = new Set();
      this.arrived.set(payload, arrived);
    }
    const link = from * this.world.nodes.length + node;
    const isKnown = arrived.has(link);
    arrived.add(link);
    return isKnown;
  }
}

/** Records a run that has not begun yet. */
export function recordRun({ world }: { readonly world: World }): ScheduleRecorder {
  const recorder = new ScheduleRecorder(world);
  world.trace = recorder;
  return recorder;
}

function withChoices(entry: Entry, chosen: readonly Chosen[]): Entry {
  const choices = choicesOf(chosen);
  return choices === undefined ? entry : { ...entry, choices };
}

/** What explains that the disk holds what it holds now. */
function keptBy({ pending, ...before }: Disk, { durable: after }: Disk): Kept {
  for (let kept = pending.length; kept >= 0; kept--) {
    const { durable } = complete({ pending, ...before }, kept);
    const keys = sortedKeys(after).filter((key) => !isSame(after, durable, key));
    const patch = pending[kept]?.patch ?? {};
    const isThere = sortedKeys(durable).every((key) => Object.hasOwn(after, key));
    if (isThere && keys.every((key) => isSame(after, patch, key))) return { kept, keys };
  }
  return { kept: 0, keys: [] };
}

function isSame(one: PlainRecord, other: PlainRecord, key: string): boolean {
  return Object.hasOwn(other, key) && equalPlain(one[key]!, other[key]!);
}

function push<K, T>(map: Map<K, T[]>, key: K, item: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [item]);
  else list.push(item);
}
