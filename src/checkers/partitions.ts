// Takes a history apart into independent objects, one for each key, and turns operations into acts of the model.
// A history is linearizable exactly if each part is (locality). What the model cannot read comes back as problems.
import type { Operation } from '../contract/history.ts';
import type { Act, MalformedCode, Model, ModelOptions } from './models/model.ts';
import type { HistoryProblem } from './operations.ts';

/** An operation that the checker must or may put in an order. `completed` is infinite for unknown ones. */
export type Entry = {
  readonly operation: Operation;
  readonly act: Act;
  readonly invoked: number;
  readonly completed: number;
};

export type Partition = {
  readonly key: string | undefined;
  readonly initial: string;
  /** Must take effect: in the order of completion. */
  readonly required: readonly Entry[];
  /** May take effect, any time after the invocation, or never: in the order of invocation. */
  readonly unknown: readonly Entry[];
  /** Did not take effect. Kept only to explain: a read may have seen one all the same. */
  readonly failed: readonly Entry[];
};

type Draft = { required: Entry[]; unknown: Entry[]; failed: Entry[] };

/** What this model cannot read of these operations. The position is the invocation's, or that of the answer. */
export function modelProblems(
  operations: readonly Operation[],
  model: Model,
): readonly HistoryProblem<MalformedCode>[] {
  const problems: HistoryProblem<MalformedCode>[] = [];
  const keyed = operations.filter((operation) => operation.key !== undefined).length;
  for (const operation of operations) {
    const { invoked: index, f } = operation;
    const malformed = model.malformed(operation);
    if (malformed !== undefined) {
      const { code, message, isAnswer } = malformed;
      problems.push({ index: (isAnswer ? operation.completed : undefined) ?? index, code, message });
    }
    if (operation.key !== undefined) continue;
    if (model.keys === 'required') {
      problems.push({ index, code: 'key-missing', message: `${f} has no key; ${model.name} needs one` });
    } else if (keyed > 0) {
      const message = `${f} has no key, but other operations have: either all name the object they use, or none does`;
      problems.push({ index, code: 'key-missing', message });
    }
  }
  return problems;
}

/** The parts, in the order in which their keys first appear. The operations must be free of problems. */
export function partitionsOf(
  operations: readonly Operation[],
  model: Model,
  initial: string,
  options: ModelOptions,
): readonly Partition[] {
  const drafts = new Map<string | undefined, Draft>();
  for (const operation of operations) {
    const { key, outcome } = operation;
    const draft = drafts.get(key) ?? { required: [], unknown: [], failed: [] };
    drafts.set(key, draft);
    const act = model.act(operation, options);
    if (act !== undefined) {
      (outcome === 'info' ? draft.unknown : draft.required).push(entryOf(operation, act));
    } else if (outcome === 'fail') {
      const wouldBe = model.act({ ...operation, outcome: 'info' }, options);
      if (wouldBe !== undefined) draft.failed.push(entryOf(operation, wouldBe));
    }
  }
  return [...drafts].map(([key, { required, unknown, failed }]) => ({
    key,
    initial,
    required: required.sort((a, b) => a.completed - b.completed),
    unknown: unknown.filter((entry) => !entry.act.isReadOnly).sort((a, b) => a.invoked - b.invoked),
    failed,
  }));
}

function entryOf(operation: Operation, act: Act): Entry {
  return { operation, act, invoked: operation.invoked, completed: operation.completed ?? Infinity };
}
