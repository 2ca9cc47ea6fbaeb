// What is remembered of each event of a timeline while it is run, so that nothing has to be searched for: faults, turns
// of role or term, violations, effects, and the sentences of the scenario.
import { append, emptyList, type PagedList } from '../base/paged-list.ts';
import type { Plain } from '../base/plain.ts';
import type { Fault } from '../contract/faults.ts';
import type { Band } from '../contract/system.ts';
import {
  DROP,
  FAULT,
  HOLD,
  NONE,
  type Pending,
  TraceLog,
  Triggers,
  type TriggersCheckpoint,
  type World,
} from '../kernel/index.ts';
import { epochOf } from './epoch.ts';
import { Effects, Growing } from './growing.ts';
import type { Narration, Source } from './source.ts';

/** An event at which a sentence is told. */
export type Told = { readonly event: number; readonly note: number };

/** From this event on a band is, by this node, somebody's or nobody's. */
export type BandTurn = {
  readonly event: number;
  /** Position of the band, and of the node. */
  readonly band: number;
  readonly node: number;
  readonly of: string | null;
};

/** Kinds of events that one can jump to, each a list of indexes, ascending. */
export const landmarks = ['fault', 'turn', 'violation', 'note'] as const;
export type Landmark = (typeof landmarks)[number];

/** Where notes and bands stand, for a timeline that begins at a checkpoint. */
export type NotesCheckpoint = {
  readonly triggers: TriggersCheckpoint;
  readonly told: readonly Told[];
  readonly turns: PagedList<BandTurn>;
};

/** The trace of a timeline, which looks at each event as it comes. Put in the place of its world's own. */
export class IndexedLog extends TraceLog {
  readonly lists: { readonly [kind in Landmark]: Growing };
  readonly effects: Effects;
  /** Of each node, by position: the events at which its state changed. */
  readonly changes: readonly Growing[];
  told: readonly Told[] = [];
  bandTurns: PagedList<BandTurn> = emptyList();
  private readonly world: World;
  private readonly narrations: readonly Narration[];
  private readonly triggers: Triggers;
  private readonly before: (events: number) => void;

  /** `before` is called before each event with the number of those that have happened. */
  constructor(
    world: World,
    { notes, system: { bands = [] } }: Pick<Source, 'notes' | 'system'>,
    before: (events: number) => void,
    from?: NotesCheckpoint,
  ) {
    super(world.plan.nodes, world.events);
    this.world = world;
    this.narrations = notes;
    this.before = before;
    this.lists = { fault: new Growing(64), turn: new Growing(64), violation: new Growing(8), note: new Growing(8) };
    this.effects = new Effects(world.events);
    this.changes = world.nodes.map(() => new Growing(64));
    this.triggers = new Triggers(notes.map(triggerOf));
    if (from !== undefined) {
      this.triggers.restore(from.triggers);
      this.told = from.told;
      this.bandTurns = from.turns;
    }
    world.watch = (node, before, after) => {
      add(this.changes[node.index]!, world.events);
      if (isTurn(world, node.group, before, after)) add(this.lists.turn, world.events);
      this.triggers.onState(this.host, node, before, after);
      for (const [index, band] of bands.entries()) this.turnBand(band, index, node, before, after);
    };
  }

  override add(pending: Pending, shown: number, payload: Plain): void {
    this.before(this.world.events);
    this.seeViolations();
    super.add(pending, shown, payload);
    this.effects.add(pending.cause === NONE ? undefined : pending.cause);
    if (pending.kind === FAULT) add(this.lists.fault, this.world.events);
    this.tellTimes();
    if (shown !== DROP && shown !== HOLD) this.triggers.onEvent(this.host, pending);
  }

  /** Violations are seen at the next event, or by whoever knows that there is none. */
  seeViolations(): void {
    const { violations } = this.world;
    const list = this.lists.violation;
    for (const { event } of violations) if (event >= this.first && !list.has(event)) add(list, event);
  }

  saveNotes(): NotesCheckpoint {
    return { triggers: this.triggers.save(), told: this.told, turns: this.bandTurns };
  }

  private turnBand(
    band: Band,
    index: number,
    node: World['nodes'][number],
    before: Plain | undefined,
    after: Plain | undefined,
  ): void {
    if (band.group !== node.group) return;
    const [was, is] = [before, after].map((state) => (state === undefined ? null : band.of(state as never, node.id)));
    if (was === is) return;
    this.bandTurns = append(this.bandTurns, {
      event: this.world.events,
      band: index,
      node: node.index,
      of: is ?? null,
    });
  }

  private tellTimes(): void {
    const { time } = this.world;
    this.narrations.forEach(({ at, on, when }, note) => {
      if (at === undefined || on !== undefined || when !== undefined || time < at) return;
      if (!this.told.some((told) => told.note === note)) this.tell(note);
    });
  }

  private tell(note: number): void {
    const event = this.world.events;
    this.told = [...this.told, { event, note }];
    add(this.lists.note, event);
  }

  private readonly host = (() => {
    const log = this;
    return {
      get plan() {
        return log.world.plan;
      },
      get nodes() {
        return log.world.nodes;
      },
      get time() {
        return log.world.time;
      },
      get events() {
        return log.world.events;
      },
      schedule(_time: number, _kind: number, _node: number, _from: number, _cause: number, tag: number): Pending {
        log.tell(tag >> 1);
        return { time: 0, seq: 0, kind: FAULT, node: NONE, from: NONE, cause: NONE, tag, payload: null };
      },
    };
  })();
}

/** As a fault has it: the same patterns, found by the same code. */
function triggerOf({ at = 0, on, when, nth }: Narration): Fault {
  const trigger = on !== undefined ? { nth, on } : when !== undefined ? { nth, when } : undefined;
  const action = { kind: 'restart', targets: [] } as const;
  return { name: 'note', at, until: undefined, action, text: '', ...(trigger === undefined ? {} : { trigger }) };
}

/** Ascending, each event once. */
function add(list: Growing, event: number): void {
  if (list.length === 0 || list.at(list.length - 1) < event) list.push(event);
}

/** A node has taken up or laid down a role, started or gone down, or come into another term. */
function isTurn({ plan }: World, group: string, before: Plain | undefined, after: Plain | undefined): boolean {
  if (before === undefined || after === undefined) return true;
  for (const name in plan.roles) {
    const role = plan.roles[name]!;
    if (role.group === group && role.is(before as never) !== role.is(after as never)) return true;
  }
  return epochOf(before) !== epochOf(after);
}
