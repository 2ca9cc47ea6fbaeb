// Checkpoints: all of a world that a later event can see, by reference to immutable data. Any state of a run is the
// nearest checkpoint before it and the steps from there.
import type { Hash } from '../base/hash.ts';
import type { PagedList } from '../base/paged-list.ts';
import type { Plain } from '../base/plain.ts';
import type { Fault } from '../contract/faults.ts';
import type { Violation } from '../contract/property.ts';
import type { Time } from '../contract/time.ts';
import type { ConditionsChange } from '../network/conditions.ts';
import type { Cut } from '../network/cuts.ts';
import { SeededChooser, type SourceState } from './chooser.ts';
import type { Link } from './links.ts';
import type { MetersCheckpoint } from './meters.ts';
import type { NodeCheckpoint } from './node.ts';
import { type Pending, TimedQueue } from './pending.ts';
import type { RunPlan } from './plan.ts';
import type { Counts, FaultWindow, Halt, Probe, RecordedEvent, RoleChange } from './result.ts';
import type { KindCounts } from './tallies.ts';
import type { TriggersCheckpoint } from './triggers.ts';
import type { WatchesCheckpoint } from './watches.ts';
import { type Mark, reseedsAt, World } from './world.ts';

export type Checkpoint = {
  readonly event: number;
  readonly time: Time;
  readonly instant: number;
  readonly instantStart: number;
  readonly nextSeq: number;
  readonly pending: readonly Pending[];
  readonly nodes: readonly NodeCheckpoint[];
  readonly sources: readonly SourceState[];
  readonly cuts: readonly Cut[];
  readonly changes: readonly ConditionsChange[];
  readonly windows: readonly FaultWindow[];
  readonly windowOf: readonly number[];
  readonly links: readonly Link[];
  readonly triggers: TriggersCheckpoint | undefined;
  readonly watches?: WatchesCheckpoint | undefined;
  readonly meters?: MetersCheckpoint | undefined;
  readonly tallies?: KindCounts | undefined;
  readonly halts: readonly Halt[];
  readonly history: PagedList<RecordedEvent>;
  readonly roleChanges: PagedList<RoleChange>;
  readonly violations: readonly Violation[];
  readonly memories: readonly Plain[];
  readonly marks: PagedList<Mark>;
  readonly probes: PagedList<Probe>;
  readonly counts: Counts;
  readonly fingerprint: Hash;
};

export function saveWorld(world: World): Checkpoint {
  return {
    event: world.events,
    time: world.time,
    instant: world.instant,
    instantStart: world.instantStart,
    nextSeq: world.nextSeq,
    pending: world.queue.toArray(),
    nodes: world.nodes.map((node) => node.save()),
    sources: world.sources.save(),
    cuts: world.cuts,
    changes: world.changes,
    windows: world.windows,
    windowOf: [...world.windowOf],
    links: world.links.all(),
    triggers: world.triggers?.save(),
    watches: world.watches?.save(),
    meters: world.meters?.save(),
    tallies: world.tallies?.save(),
    halts: world.halts,
    history: world.history,
    roleChanges: world.roleChanges,
    violations: world.violations,
    memories: [...world.memories],
    marks: world.marks,
    probes: world.probes,
    counts: { ...world.counts },
    fingerprint: world.fingerprint.result(),
  };
}

/** A world of its own that stands where the checkpoint was taken, with a timed queue. */
export function restoreWorld(plan: RunPlan, from: Checkpoint, byHand: readonly Fault[] = []): World {
  const chooser = new SeededChooser(plan.seed, reseedsAt(plan, from.time));
  const world = new World(plan, new TimedQueue(from.pending), chooser, byHand);
  for (const saved of from.sources) world.sources.of(saved.label, saved);
  world.time = from.time;
  world.events = from.event;
  world.instant = from.instant;
  world.instantStart = from.instantStart;
  world.nextSeq = from.nextSeq;
  for (const node of world.nodes) node.restore(from.nodes[node.index]!);
  world.cuts = from.cuts;
  world.changes = from.changes;
  world.windows = from.windows;
  for (const [index, at] of from.windowOf.entries()) world.windowOf[index] = at;
  for (const link of from.links) world.links.set(link);
  if (from.triggers !== undefined) world.triggers?.restore(from.triggers);
  if (from.watches !== undefined) world.watches?.restore(from.watches);
  if (from.meters !== undefined) world.meters?.restore(from.meters);
  if (from.tallies !== undefined) world.tallies?.restore(from.tallies);
  world.halts = from.halts;
  world.history = from.history;
  world.roleChanges = from.roleChanges;
  world.violations = from.violations;
  for (const [index, memory] of from.memories.entries()) world.memories[index] = memory;
  world.marks = from.marks;
  world.probes = from.probes;
  Object.assign(world.counts, from.counts);
  world.fingerprint.low = from.fingerprint.low;
  world.fingerprint.high = from.fingerprint.high;
  return world;
}
