// What the monitors remember, and what they make of changes. They are asked once for each pair of a memory and a change.
import { type Plain, plainProblem } from '../../base/plain.ts';
import type { NodeId } from '../../contract/ids.ts';
import { OutsideError } from '../../contract/outside.ts';
import { type AnyMonitor, isWatching, type Report, type Violation } from '../../contract/property.ts';
import type { NodePlan } from '../../kernel/plan.ts';
import { type StopWords, stopFor } from '../../kernel/stops.ts';
import { ModelError } from '../explore/index.ts';
import type { ClientLine, StateChange } from './happening.ts';
import { brokenHistory, type HistoryLine } from './histories.ts';
import { Interned, type Numbered, partHash, tags } from './interned.ts';

/** What happened at a node, for the monitors and for the judge of the history. */
export type KnownChange = Numbered & StateChange & { readonly node: NodePlan; readonly lines: readonly ClientLine[] };

/** One memory of each monitor, and the history so far where it is judged. */
export type Memory = Numbered & {
  readonly memories: readonly Plain[];
  readonly history: readonly HistoryLine[];
  /** What each change makes of it. */
  readonly next: Map<number, Observed>;
};

export type Observed = { readonly memory: Memory; readonly violations: readonly Broken[] };

/** Without the event and the time, which a state of the model does not have. */
export type Broken = Omit<Violation, 'event' | 'time'>;

/** Each property at most once. */
export type Violations = Numbered & { readonly broken: readonly Broken[] };

export class Memories {
  /** Told of all that is observed. */
  onObserved: ((memory: Memory, change: KnownChange, observed: Observed) => void) | undefined = undefined;
  readonly interned = new Interned<Memory>();
  readonly violations = new Interned<Violations>();
  private readonly changes = new Interned<KnownChange>();
  private readonly monitors: readonly AnyMonitor[];
  private readonly nodes: readonly NodePlan[];
  /** What the history is judged by; undefined: it is not kept. */
  private readonly model: string | undefined;
  private readonly clients: readonly NodeId[];

  constructor(monitors: readonly AnyMonitor[], nodes: readonly NodePlan[], model?: string) {
    this.monitors = monitors;
    this.nodes = nodes;
    this.model = model;
    this.clients = nodes.filter(({ group }) => group === 'client').map(({ id }) => id);
  }

  initial(): Memory {
    for (const { initial, group } of this.monitors) refuseUnlessPlain(initial, group);
    return this.of(this.monitors.map(({ initial }) => initial));
  }

  none(): Violations {
    return this.broken([]);
  }

  of(memories: readonly Plain[], history: readonly HistoryLine[] = []): Memory {
    return this.interned.of(partHash(tags.memory, memories, history), (numbered) => ({
      ...numbered,
      memories,
      history,
      next: new Map(),
    }));
  }

  /** The changes of a node that some monitor watches, and what it added to a history that is judged. */
  changesOf(index: number, changes: readonly StateChange[], lines: readonly ClientLine[] = []): readonly KnownChange[] {
    const node = this.nodes[index]!;
    const isWatched = this.monitors.some((monitor) => isWatching(monitor, node.group));
    const seen = isWatched ? changes.map((change) => this.change(node, change)) : [];
    const isTold = this.model !== undefined && lines.length > 0;
    return isTold ? [...seen, this.change(node, { before: undefined, after: undefined }, lines)] : seen;
  }

  change(node: NodePlan, { before, after }: StateChange, lines: readonly ClientLine[] = []): KnownChange {
    const [was, is] = [before, after].map((state) => (state === undefined ? [] : [state]));
    const hash = partHash(tags.change, node.id, was!, is!, lines);
    return this.changes.of(hash, (numbered) => ({ ...numbered, node, before, after, lines }));
  }

  observe(memory: Memory, change: KnownChange): Observed {
    const known = memory.next.get(change.id);
    if (known !== undefined) return known;
    const observed = this.observed(memory, change);
    memory.next.set(change.id, observed);
    this.onObserved?.(memory, change, observed);
    return observed;
  }

  /** Asks the monitors. One that throws ends a run; here what it remembers stays as it was. */
  observed(memory: Memory, change: KnownChange): Observed {
    if (change.lines.length > 0) return this.told(memory, change);
    const violations: Broken[] = [];
    const report: Report = (property, reason, witness, rule) => {
      violations.push({ property, reason, witness, ...(rule === undefined ? {} : { rule }) });
    };
    const { node, before, after } = change;
    const seen = { node: node.id, group: node.group, before, after };
    const next: Plain[] = [];
    for (const [i, monitor] of this.monitors.entries()) {
      const each = memory.memories[i]!;
      if (!isWatching(monitor, node.group)) next.push(each);
      else {
        try {
          next.push(monitor.observe(each as never, seen as never, report));
        } catch (error) {
          const thrown = error instanceof OutsideError ? error : new OutsideError(`monitors[${i}].observe`, error);
          return { memory, violations: [...violations, brokenBy(stopFor(thrown)!)] };
        }
        if (next[i] !== each) refuseUnlessPlain(next[i], monitor.group);
      }
    }
    const isSame = next.every((each, i) => each === memory.memories[i]);
    return { memory: isSame ? memory : this.of(next, memory.history), violations };
  }

  private told({ memories, history }: Memory, { node, lines }: KnownChange): Observed {
    const longer = [...history, ...lines.map((line) => ({ ...line, client: node.id }))];
    const broken = brokenHistory(longer, this.clients, this.model);
    if (broken === undefined) return { memory: this.of(memories, longer), violations: [] };
    const { property, rule, reason, witness } = broken;
    return { memory: this.of(memories, longer), violations: [{ property, rule, reason, witness }] };
  }

  with({ broken }: Violations, more: readonly Broken[]): Violations {
    const fresh = more.filter(({ property }) => !broken.some((other) => other.property === property));
    return this.broken([...broken, ...fresh]);
  }

  private broken(broken: readonly Broken[]): Violations {
    const parts = broken.map(({ property, reason }) => [property, reason]);
    return this.violations.of(partHash(tags.violations, parts), (numbered) => ({ ...numbered, broken }));
  }
}

/** States are told apart by what monitors remember, and only plain data can be. */
function refuseUnlessPlain(memory: unknown, group: string): void {
  const problem = problemOf(memory);
  if (problem === undefined) return;
  throw new ModelError(
    `what a monitor of ${group} remembers is no plain data, so states cannot be told apart: it${problem}`,
  );
}

function problemOf(memory: unknown): string | undefined {
  try {
    return plainProblem(memory);
  } catch (error) {
    if (error instanceof RangeError) return ' is cyclic, or nested too deeply';
    throw error;
  }
}

/** A handler that fails violates what a run of it would be said to have ended by. */
export function brokenBy({ ending, reason }: StopWords): Broken {
  return { property: ending, reason, witness: null };
}
