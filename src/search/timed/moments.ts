// A schedule played once more, to learn what its times depend on: which timers each moment sets, and for how long; which
// it takes back; which moment sent the message that arrives. Durations are those that the seed draws. They are the same
// in a timed run of that seed, because every purpose draws from a stream of its own.
import type { NodeId } from '../../contract/ids.ts';
import type { Duration } from '../../contract/time.ts';
import { type Entry, Player, type RunPlan, type Schedule } from '../../kernel/index.ts';
import { DELIVER, type Pending } from '../../kernel/pending.ts';

/** A timer, by `<node> <name>`: those of two nodes never meet. */
export type TimerKey = string;

/** What happens at one time: an entry, and what its nodes send themselves meanwhile, which takes no time. */
export type Moment = {
  /** Undefined: the start of all nodes. */
  readonly entry: Entry | undefined;
  readonly nodes: readonly NodeId[];
  /** Of a message that arrives: the moment in which it was sent. */
  readonly sender: number | undefined;
  /** Timers that are set when it is over, and were not, or otherwise, before it. */
  readonly sets: ReadonlyMap<TimerKey, Duration>;
  /** Timers that were set before it, and afterwards are not, or otherwise; the one that fires is among them. */
  readonly ends: ReadonlySet<TimerKey>;
  /** Where its entries begin in what was executed, and where they end. */
  readonly from: number;
  readonly to: number;
};

export type Played = {
  /** The start, then the rest in order. */
  readonly moments: readonly Moment[];
  /** What was executed, self-sent messages right after what sent them. */
  readonly schedule: Schedule;
};

/** Messages to oneself that a moment may hold: more are a protocol that talks to itself without an end. */
const ECHOES_MAX = 1_000;

export function playMoments(plan: RunPlan, schedule: Schedule): Played {
  const watch = new Watch(plan, schedule);
  for (const entry of schedule.entries) watch.play(entry);
  return { moments: watch.moments, schedule: { ...schedule, entries: watch.executed } };
}

class Watch {
  readonly moments: Moment[] = [];
  readonly executed: Entry[] = [];
  private readonly player: Player;
  private readonly schedule: Schedule;
  /** Of each event its moment. */
  private readonly momentOf: number[] = [];
  private echoes: Pending[] = [];
  private timers: ReadonlyMap<TimerKey, number> = new Map();
  /** Those before the last moment. */
  private timersBefore: ReadonlyMap<TimerKey, number> = new Map();

  constructor(plan: RunPlan, schedule: Schedule) {
    this.schedule = schedule;
    this.player = new Player(plan, schedule, { isTraced: true });
    const { queue } = this.player.world;
    const add = queue.add.bind(queue);
    queue.add = (pending) => {
      if (pending.kind === DELIVER && pending.from === pending.node) this.echoes.push(pending);
      add(pending);
    };
    this.close(
      undefined,
      plan.nodes.map(({ id }) => id),
      undefined,
    );
  }

  play(entry: Entry): void {
    const { player } = this;
    // What a node sends itself arrives at once, whatever the schedule says.
    if (entry.do === 'deliver' && entry.from === entry.node) return;
    const first = player.world.events;
    this.echoes = [];
    const played = player.play(entry);
    if (played === undefined) return;
    this.executed.push(played);
    const cause = entry.do === 'deliver' ? player.trace!.at(first).cause : undefined;
    const sender = cause === undefined ? undefined : this.momentOf[cause];
    this.hearEchoes();
    const last = this.moments.at(-1)!;
    if (sender !== undefined && isTogether(last, played, sender)) {
      this.moments.pop();
      this.timers = this.timersBefore;
      this.close(last.entry, last.nodes, sender);
    } else this.close(played, this.nodesOf(played), sender);
  }

  private hearEchoes(): void {
    const { player, echoes } = this;
    for (let heard = 0; heard < echoes.length && heard < ECHOES_MAX; heard++) {
      const { node, payload } = echoes[heard]!;
      const { id } = player.world.nodes[node]!;
      const played = player.play({ do: 'deliver', node: id, from: id, message: payload as never });
      if (played !== undefined) this.executed.push(played);
    }
  }

  private close(entry: Entry | undefined, nodes: readonly NodeId[], sender: number | undefined): void {
    const { world } = this.player;
    const [before, sets, ends] = [this.timers, new Map<TimerKey, Duration>(), new Set<TimerKey>()];
    const after = new Map<TimerKey, number>();
    for (const node of world.nodes) {
      for (const { name, seq, due } of node.timers.values()) {
        const key = `${node.id} ${name}`;
        after.set(key, seq);
        if (before.get(key) !== seq) sets.set(key, due - world.time);
      }
    }
    for (const [key, seq] of before) if (after.get(key) !== seq) ends.add(key);
    this.timersBefore = this.timers;
    this.timers = after;
    while (this.momentOf.length < world.events) this.momentOf.push(this.moments.length);
    const from = this.moments.at(-1)?.to ?? 0;
    this.moments.push({ entry, nodes, sender, sets, ends, from, to: this.executed.length });
  }

  private nodesOf(entry: Entry): readonly NodeId[] {
    if (entry.do !== 'begin' && entry.do !== 'end') return [entry.node];
    const { action } = this.schedule.faults[entry.fault]!;
    if (!('targets' in action)) return [];
    return action.targets.flatMap((target) => (target.select === 'node' ? [target.node] : []));
  }
}

/** Two messages that left together for the same node, and arrive one right after the other: that is one time. */
function isTogether({ entry: last, sender }: Moment, entry: Entry, by: number): boolean {
  if (last?.do !== 'deliver' || entry.do !== 'deliver') return false;
  return last.node === entry.node && last.from === entry.from && sender === by;
}
