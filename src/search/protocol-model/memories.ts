// What the monitors remember, and what they make of changes. They are asked once for each pair of a memory and a change.
import { type Plain, plainProblem } from '../../base/plain.ts';
import { OutsideError } from '../../contract/outside.ts';
import type { AnyMonitor, Report, Violation } from '../../contract/property.ts';
import type { NodePlan } from '../../kernel/plan.ts';
import { type StopWords, stopFor } from '../../kernel/stops.ts';
import { ModelError } from '../explore/index.ts';
import type { StateChange } from './happening.ts';
import { Interned, type Numbered, partHash, tags } from './interned.ts';

export type KnownChange = Numbered & StateChange & { readonly node: NodePlan };

/** One memory of each monitor. */
export type Memory = Numbered & {
  readonly memories: readonly Plain[];
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

  constructor(monitors: readonly AnyMonitor[], nodes: readonly NodePlan[]) {
    this.monitors = monitors;
    this.nodes = nodes;
  }

  initial(): Memory {
    for (const { initial, group } of this.monitors) refuseUnlessPlain(initial, group);
    return this.of(this.monitors.map(({ initial }) => initial));
  }

  none(): Violations {
    return this.broken([]);
  }

  of(memories: readonly Plain[]): Memory {
    return this.interned.of(partHash(tags.memory, memories), (numbered) => ({
      ...numbered,
      memories,
      next: new Map(),
    }));
  }

  /** The changes of a node that some monitor watches. */
  changesOf(index: number, changes: readonly StateChange[]): readonly KnownChange[] {
    const node = this.nodes[index]!;
    if (!this.monitors.some(({ group }) => group === node.group)) return [];
    return changes.map((change) => this.change(node, change));
  }

  change(node: NodePlan, { before, after }: StateChange): KnownChange {
    const [was, is] = [before, after].map((state) => (state === undefined ? [] : [state]));
    const hash = partHash(tags.change, node.id, was!, is!);
    return this.changes.of(hash, (numbered) => ({ ...numbered, node, before, after }));
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
    const violations: Broken[] = [];
    const report: Report = (property, reason, witness, rule) => {
      violations.push({ property, reason, witness, ...(rule === undefined ? {} : { rule }) });
    };
    const { node, before, after } = change;
    const seen = { node: node.id, group: node.group, before, after };
    const next: Plain[] = [];
    for (const [i, monitor] of this.monitors.entries()) {
      const each = memory.memories[i]!;
      if (monitor.group !== node.group) next.push(each);
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
    return { memory: isSame ? memory : this.of(next), violations };
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
