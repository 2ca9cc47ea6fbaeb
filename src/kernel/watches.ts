// Sees the moments of watches come (`contract/watch.ts`). It only looks: with watches and without a run is the same.
// What an event leads to in one node after the other is looked at when all of it has happened.
import { hashPlain, hexOf } from '../base/hash.ts';
import type { Plain } from '../base/plain.ts';
import type { FaultAction } from '../contract/faults.ts';
import type { Time } from '../contract/time.ts';
import type { Moment, Watch } from '../contract/watch.ts';
import type { Node } from './node.ts';
import type { Pending } from './pending.ts';
import type { Watched } from './result.ts';
import { isInState, matches, type TriggerHost } from './triggers.ts';

/** `met`: how often the trigger that is waited for was met. */
type Seen = { -readonly [K in keyof Watched]: Watched[K] } & { met: number };

export type WatchesCheckpoint = readonly Readonly<Seen>[];

type FaultEdge = { readonly name: string; readonly kind: FaultAction['kind']; readonly edge: 'begins' | 'ends' };

export class Watches {
  private readonly watches: readonly Watch[];
  private seen: Seen[];
  private agreements: (Agreement | undefined)[];

  constructor(watches: readonly Watch[]) {
    this.watches = watches;
    this.seen = watches.map(() => ({ from: undefined, until: undefined, event: undefined, met: 0 }));
    this.agreements = watches.map(() => undefined);
  }

  save(): WatchesCheckpoint {
    return this.seen.map((seen) => ({ ...seen }));
  }

  restore(saved: WatchesCheckpoint): void {
    this.seen = saved.map((seen) => ({ ...seen }));
    this.agreements = this.watches.map(() => undefined);
  }

  result(): readonly Watched[] {
    return this.seen.map(({ from, until, event }) => ({ from, until, event }));
  }

  /** An event is about to happen. */
  onEvent(world: TriggerHost, pending: Pending): void {
    for (const [index, seen] of this.seen.entries()) {
      const first = this.awaited(index);
      if (first?.kind === 'time' && world.time >= first.at) {
        this.come(world, index, first.at);
        this.look(world, index, first.at);
      }
      // After a time that has come, also this event counts.
      const moment = this.awaited(index);
      if (moment?.kind !== 'trigger' || moment.trigger.on === undefined) continue;
      if (!matches(world, moment.trigger.on, pending)) continue;
      if (++seen.met >= moment.trigger.nth) this.come(world, index, world.time);
    }
  }

  /** A node's state has changed. */
  onState(world: TriggerHost, node: Node, before: Plain | undefined, after: Plain | undefined): void {
    for (const [index, seen] of this.seen.entries()) {
      const moment = this.awaited(index);
      if (moment?.kind === 'all') this.agreementOf(world, index, moment).see(node, after);
      else if (moment?.kind === 'trigger' && moment.trigger.when !== undefined) {
        const { when, nth } = moment.trigger;
        if (!isInState(world, when, node, after) || isInState(world, when, node, before)) continue;
        if (++seen.met >= nth) this.come(world, index, world.time);
      }
    }
  }

  /** A fault has begun and did something, or has ended. */
  onFault(world: TriggerHost, { name, kind, edge }: FaultEdge): void {
    for (const index of this.seen.keys()) {
      const moment = this.awaited(index);
      if (moment?.kind !== 'fault' || moment.edge !== edge) continue;
      if (moment.name === name || moment.name === kind) this.come(world, index, world.time);
    }
  }

  /** An event has happened, and all that it led to at once. */
  afterEvent(world: TriggerHost): void {
    for (const index of this.seen.keys()) this.look(world, index, world.time);
  }

  /** The moment that comes next; undefined where both have come. */
  private awaited(index: number): Moment | undefined {
    const { from, until } = this.seen[index]!;
    if (until !== undefined) return undefined;
    return from === undefined ? this.watches[index]!.from : this.watches[index]!.until;
  }

  private come(world: TriggerHost, index: number, time: Time): void {
    const seen = this.seen[index]!;
    seen.met = 0;
    if (seen.from === undefined) seen.from = time;
    else {
      seen.until = time;
      seen.event = world.events;
    }
  }

  private look(world: TriggerHost, index: number, time: Time): void {
    const moment = this.awaited(index);
    if (moment?.kind === 'all' && this.agreementOf(world, index, moment).isReached) this.come(world, index, time);
  }

  private agreementOf(
    world: TriggerHost,
    index: number,
    { group, value }: Extract<Moment, { kind: 'all' }>,
  ): Agreement {
    const known = this.agreements[index];
    if (known !== undefined) return known;
    const agreement = new Agreement(group, value);
    for (const node of world.nodes) agreement.see(node, node.state);
    this.agreements[index] = agreement;
    return agreement;
  }
}

/** What the nodes of a group that are up say, counted, so that a change of one node costs no look at the others. */
class Agreement {
  private readonly group: string;
  private readonly value: (state: never) => Plain;
  private readonly said = new Map<number, string>();
  private readonly counts = new Map<string, number>();

  constructor(group: string, value: (state: never) => Plain) {
    this.group = group;
    this.value = value;
  }

  see(node: Node, state: Plain | undefined): void {
    if (node.group !== this.group) return;
    const before = this.said.get(node.index);
    // One that has not started yet is not down: it is still to come.
    const absent = node.incarnation === 0 ? NOTHING : undefined;
    const after = state === undefined ? absent : keyOf(this.value(state as never));
    if (before === after) return;
    if (before !== undefined) this.counts.set(before, this.counts.get(before)! - 1);
    if (after === undefined) this.said.delete(node.index);
    else {
      this.said.set(node.index, after);
      this.counts.set(after, (this.counts.get(after) ?? 0) + 1);
    }
  }

  get isReached(): boolean {
    const [any] = this.said.values();
    return any !== undefined && any !== NOTHING && this.counts.get(any) === this.said.size;
  }
}

const NOTHING = 'null';

function keyOf(value: Plain): string {
  return typeof value === 'object' && value !== null ? hexOf(hashPlain(value)) : JSON.stringify(value);
}
