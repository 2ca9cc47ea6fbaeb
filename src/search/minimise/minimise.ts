// The minimiser: leaves out of a failing schedule whatever can be left out so that it still fails alike. Delta debugging
// (Zeller and Hildebrandt, 2002) over the executed events, after passes that leave out what belongs together: a node, a
// fault, a term, an operation, all messages of a kind. In the end no single entry can be left out.
import type { NodeId } from '../../contract/ids.ts';
import type { Entry, Schedule } from '../../kernel/index.ts';
import { attempt, type Failing, type Target } from './attempt.ts';
import { automaticOf } from './automatic.ts';
import { consequences } from './consequences.ts';
import { byEra, byFault, byKind, byNode, byOperation, type Group, pairs, shares, spans, windows } from './groups.ts';

export type MinimiseOptions = {
  /** How many entries may be played in all. Default 20,000,000. */
  readonly budget?: number;
};

export type Minimised = Failing & {
  /** Schedules that were tried, and entries that were played for it. */
  readonly attempts: number;
  readonly played: number;
  /** False: the budget was spent, and more might be left out. */
  readonly isMinimal: boolean;
};

const BUDGET = 20_000_000;
/** Up to so many entries all spans of them are tried, and up to so many every two. */
const WINDOWS_MAX = 160;
const PAIRS_MAX = 90;

/** The smallest schedule found that fails alike; undefined where none of those given does. The first that fails is taken. */
export function minimise(
  target: Target,
  candidates: readonly Schedule[],
  { budget = BUDGET }: MinimiseOptions = {},
): Minimised | undefined {
  const search = new Minimiser(target, budget);
  for (const schedule of candidates) {
    const failing = search.try(schedule);
    if (failing !== undefined) return search.from(failing);
  }
  return undefined;
}

class Minimiser {
  private readonly target: Target;
  private readonly budget: number;
  private readonly clients: ReadonlySet<NodeId>;
  private attempts = 0;
  private played = 0;
  private best!: Failing;

  constructor(target: Target, budget: number) {
    this.target = target;
    this.budget = budget;
    this.clients = new Set(target.plan.nodes.filter(({ group }) => group === 'client').map(({ id }) => id));
  }

  try(schedule: Schedule): Failing | undefined {
    this.attempts++;
    return attempt(this.target, schedule, () => {
      this.played++;
    });
  }

  from(failing: Failing): Minimised {
    this.best = failing;
    this.untimed();
    this.shrink();
    if (this.automatic()) this.shrink();
    const { attempts, played } = this;
    // What a fault draws may hang on its number: where it does, those that nothing begins stay in the list.
    const best = this.try(withFewerFaults(this.best.schedule)) ?? this.best;
    return { ...best, attempts, played, isMinimal: !this.isSpent };
  }

  private shrink(): void {
    let before: number;
    do {
      before = this.size;
      this.coarse();
      this.fine();
    } while (this.size < before && !this.isSpent);
  }

  private get size(): number {
    return this.best.schedule.entries.length;
  }

  private get isSpent(): boolean {
    return this.played >= this.budget;
  }

  /** Times say nothing to a protocol that reads no clock. */
  private untimed(): void {
    const { schedule } = this.best;
    const entries = schedule.entries.map(({ time: _, ...entry }) => entry as Entry);
    this.best = this.try({ ...schedule, entries }) ?? this.best;
  }

  /** Named writes are an entry each. A short schedule often fails without them: true if this one does. */
  private automatic(): boolean {
    const { schedule } = this.best;
    if (schedule.writes === 'automatic') return false;
    for (const candidate of automaticOf(schedule)) {
      const failing = this.try(candidate);
      if (failing === undefined) continue;
      this.best = failing;
      return true;
    }
    return false;
  }

  private coarse(): void {
    for (const groupsOf of [byNode, byFault, byKind, byEra]) this.leaveOut(groupsOf);
    this.leaveOut((entries) => byOperation(entries, this.clients));
    this.leaveOut(shares);
  }

  private fine(): void {
    for (let size = Math.ceil(this.size / 2); size > 1; size = Math.ceil(size / 2)) {
      this.leaveOut((entries) => spans(entries.length, size));
    }
    this.leaveOut(() => consequences(this.target.plan, this.best.schedule));
    this.leaveOutOneByOne();
    if (this.size <= WINDOWS_MAX) this.leaveOut(({ length }) => windows(length));
    if (this.size > PAIRS_MAX) return;
    this.leaveOut(({ length }) => pairs(length));
    this.leaveOutOneByOne();
  }

  private leaveOutOneByOne(): void {
    let before: number;
    do {
      before = this.size;
      this.leaveOut((entries) => spans(entries.length, 1));
    } while (this.size < before && !this.isSpent);
  }

  /** Tries each group. Where one can go, the groups are made anew from what is left, and the search goes on from there. */
  private leaveOut(groupsOf: (entries: readonly Entry[]) => Iterable<Group>): void {
    let tried = 0;
    for (let isOn = true; isOn; ) {
      isOn = false;
      let position = 0;
      for (const group of groupsOf(this.best.schedule.entries)) {
        if (position++ < tried) continue;
        if (this.isSpent) return;
        if (this.leavesOut(group)) {
          isOn = true;
          break;
        }
        tried++;
      }
    }
  }

  private leavesOut(group: Group): boolean {
    const { schedule } = this.best;
    const gone = new Set(group);
    const entries = schedule.entries.filter((_, at) => !gone.has(at));
    if (entries.length === schedule.entries.length) return false;
    const failing = this.try({ ...schedule, entries });
    if (failing === undefined) return false;
    this.best = failing;
    return true;
  }
}

/** Without the faults that no entry begins. */
function withFewerFaults({ faults, entries, writes }: Schedule): Schedule {
  const used = [...new Set(entries.flatMap((entry) => (entry.do === 'begin' ? [entry.fault] : [])))].sort(
    (a, b) => a - b,
  );
  const renamed = entries.flatMap((entry): readonly Entry[] => {
    if (entry.do !== 'begin' && entry.do !== 'end') return [entry];
    const fault = used.indexOf(entry.fault);
    return fault === -1 ? [] : [{ ...entry, fault }];
  });
  return { faults: used.map((fault) => faults[fault]!), entries: renamed, writes };
}
