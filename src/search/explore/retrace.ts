// Turns a line of state numbers into a real execution by acting again: by the first action whose result has the next
// number's hash. Along parents that is the very action by which the search came, as it tries them in the same order.
// Lassos leave those ways: with symmetry they may go through members of the classes that were not explored, so that
// names stay consistent ("n2 votes" stays n2). That succeeds where `canonical` has one answer for a class.
import { hexOf } from '../../base/hash.ts';
import type { Lasso, Path, Step } from './answer.ts';
import type { Avoidance } from './eventually.ts';
import { ModelError } from './model.ts';
import type { Reading } from './reading.ts';
import type { StateTable } from './state-table.ts';

/** `line`: an initial state first, each of the others reached from the one before. */
export function retrace<S, A>(reading: Reading<S, A>, table: StateTable, line: readonly number[]): Path<S, A> {
  const first = line[0]!;
  const init = reading.model.init.find((state) => isState(reading, table, state, first));
  if (init === undefined) throw notRepeated();
  return { init, steps: follow(reading, table, init, line) };
}

/**
 * With symmetry one turn of a cycle of classes may end in another member of the class (the nodes have exchanged their
 * parts): turns are added until a state comes back. The turns before it belong to the stem.
 */
export function retraceLasso<S, A>(reading: Reading<S, A>, table: StateTable, { stem, cycle }: Avoidance): Lasso<S, A> {
  const { init, steps } = retrace(reading, table, stem);
  if (cycle.length === 0) return { init, steps, cycle: [] };
  const line = [stem.at(-1)!, ...cycle];
  const turns: Step<S, A>[] = [];
  const known = new Map<string, number>();
  let state = steps.at(-1)?.state ?? init;
  for (;;) {
    const key = hexOf(reading.hash(state));
    const from = known.get(key);
    if (from !== undefined) return { init, steps: [...steps, ...turns.slice(0, from)], cycle: turns.slice(from) };
    known.set(key, turns.length);
    // Not spread into one call: a turn may have a million steps.
    for (const step of follow(reading, table, state, line)) turns.push(step);
    state = turns.at(-1)!.state;
  }
}

/** From a state of the line's first number. */
function follow<S, A>(
  reading: Reading<S, A>,
  table: StateTable,
  from: S,
  line: readonly number[],
): readonly Step<S, A>[] {
  const steps: Step<S, A>[] = [];
  let state = from;
  for (let i = 1; i < line.length; i++) {
    const step = stepTo(reading, table, state, line[i]!);
    steps.push(step);
    state = step.state;
  }
  return steps;
}

function stepTo<S, A>(reading: Reading<S, A>, table: StateTable, state: S, number: number): Step<S, A> {
  const { model } = reading;
  for (const action of model.actions(state)) {
    const next = model.next(state, action);
    if (next === undefined || !isState(reading, table, next, number)) continue;
    return { action, text: model.describe(action), state: next };
  }
  throw notRepeated();
}

function isState<S, A>({ canonical, hash }: Reading<S, A>, table: StateTable, state: S, number: number): boolean {
  const { low, high } = hash(canonical === undefined ? state : canonical(state));
  return table.isHash(number, low, high);
}

const notRepeated = (): ModelError =>
  new ModelError(
    'a transition that was explored cannot be repeated: a function of the model is not pure; or, with symmetry, `canonical` joins states that are not symmetric or has several answers for one class (then explore without it)',
  );
