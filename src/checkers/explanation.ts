// Why a history has no legal order: the first operation that cannot be placed, the last that could, and what the object
// could hold at that point. Data first, then a few lines of text made from it. It judges nothing.
import type { Plain } from '../base/plain.ts';
import type { Operation } from '../contract/history.ts';
import { canonicalText, valueOfText } from './canonical.ts';
import type { Model, ModelName } from './models/model.ts';
import { MODELS } from './models.ts';
import type { Entry, Partition } from './partitions.ts';

/** What is known of the state that the operation needed. `writes`: the operations that left it, or would have. */
export type Source =
  | { readonly kind: 'never-left' }
  | { readonly kind: 'failed'; readonly writes: readonly Operation[] }
  | { readonly kind: 'later'; readonly writes: readonly Operation[] }
  | { readonly kind: 'initial-replaced'; readonly by: Operation }
  | { readonly kind: 'replaced'; readonly writes: readonly Operation[]; readonly by: Operation };

export type Explanation = {
  readonly model: ModelName;
  readonly key: string | undefined;
  /** The first operation, in the order of completion, that fits no legal order. */
  readonly operation: Operation;
  /** The operation that completed before it: up to here there is a legal order. */
  readonly previous: Operation | undefined;
  /** What it `needs`: "the register to hold 3". */
  readonly needs: string;
  /** Every state that the object can be in when the operation has to be placed, in the order of their texts. */
  readonly states: readonly Plain[];
  readonly source: Source | undefined;
};

/** Where a part of a history has no order: at which completion (index into `required`), and the states before it. */
export type Failure = { readonly turn: number; readonly states: readonly string[] };

export function explanationOf(model: Model, partition: Partition, failure: Failure): Explanation {
  const entry = partition.required[failure.turn]!;
  return {
    model: model.name,
    key: partition.key,
    operation: entry.operation,
    previous: partition.required[failure.turn - 1]?.operation,
    needs: entry.act.needs,
    states: [...failure.states].sort().map(valueOfText),
    source: sourceOf(partition, entry),
  };
}

/** Where the state that an entry needs comes from, if it needs one, and if one operation can be named. */
function sourceOf({ required, unknown, failed, initial }: Partition, entry: Entry): Source | undefined {
  const needed = entry.act.from;
  const all = [...required, ...unknown];
  // Where a step leaves no fixed state (append, add), who left this one cannot be told without an order.
  if (needed === undefined || all.some(({ act }) => act.to === undefined && !act.isReadOnly)) return undefined;
  const leaves = ({ act }: Entry) => act.to === needed && !act.isReadOnly;
  const writes = all.filter((other) => other !== entry && leaves(other));
  if (writes.length === 0 && initial !== needed) {
    const attempts = failed.filter(leaves);
    return attempts.length === 0 ? { kind: 'never-left' } : { kind: 'failed', writes: operationsIn(attempts) };
  }
  const early = writes.filter((write) => write.invoked < entry.completed);
  if (early.length === 0 && initial !== needed) return { kind: 'later', writes: operationsIn(writes) };
  const latest = Math.max(...early.map((write) => write.completed));
  const by = all.find(
    ({ act, invoked, completed }) =>
      act.to !== undefined && act.to !== needed && invoked > latest && completed < entry.invoked,
  )?.operation;
  if (by === undefined) return undefined;
  return early.length === 0 ? { kind: 'initial-replaced', by } : { kind: 'replaced', writes: operationsIn(early), by };
}

function operationsIn(entries: readonly Entry[]): readonly Operation[] {
  return entries.map((entry) => entry.operation);
}

/** How a text names a position in the history: a line of a file, a time. Default: `#` and the position, from 0. */
export type Place = (position: number) => string;

const STATES_SHOWN = 6;
const VALUE_LENGTH = 80;

/** A violation in a few lines of text. */
export function explain(explanation: Explanation, place: Place = (position) => `#${position}`): string {
  const { key, operation, previous, needs, states, source } = explanation;
  const model = MODELS[explanation.model];
  const words = states.slice(0, STATES_SHOWN).map((state) => shortened(model.word(canonicalText(state))));
  const others = states.length - STATES_SHOWN;
  if (others > 0) words.push(others === 1 ? '1 other value' : `${others} other values`);
  const subject = key === undefined ? '' : `key ${JSON.stringify(key)}: `;
  const lines = [
    `${subject}${described(operation, place)} fits no legal order: it needs ${shortened(needs)}`,
    `  after every legal order of what came before, the ${model.noun} ${model.verb} ${words.join(' or ')}`,
  ];
  if (source !== undefined) lines.push(`  ${sourceText(source, model, place)}`);
  lines.push(
    previous === undefined
      ? '  it is the first operation to complete'
      : `  the last operation that could be placed is ${described(previous, place)}`,
  );
  return lines.join('\n');
}

function sourceText(source: Source, model: Model, place: Place): string {
  const list = (operations: readonly Operation[]) =>
    operations.length > 3 ? `${operations.length} operations` : operations.map((o) => described(o, place)).join(', ');
  switch (source.kind) {
    case 'never-left':
      return `no operation ever leaves the ${model.noun} like that`;
    case 'failed':
      return `only what failed would have left it like that: ${list(source.writes)}`;
    case 'later':
      return `what leaves it like that was invoked only later: ${list(source.writes)}`;
    case 'initial-replaced':
      return `it began like that, until ${described(source.by, place)}`;
    case 'replaced':
      return `${list(source.writes)} left it like that, until ${described(source.by, place)}`;
  }
}

/** One operation in words: `process 1 read -> 3 (#4 to #7)`. */
export function described({ process, f, input, output, outcome, invoked, completed }: Operation, place: Place): string {
  const asked = input === null ? '' : ` ${shortened(canonicalText(input))}`;
  const told = f === 'read' || f === 'get' ? ` -> ${shortened(canonicalText(output ?? null))}` : asked;
  const answer = outcome === 'fail' ? ', failed' : '';
  const until = completed === undefined ? 'unknown' : place(completed);
  return `process ${process} ${f}${told} (${place(invoked)} to ${until}${answer})`;
}

function shortened(text: string): string {
  return text.length > VALUE_LENGTH ? `${text.slice(0, VALUE_LENGTH - 1)}…` : text;
}
