// Says whether a path that a search answers is an execution of the model that shows what the verdict claims.
import type { Plain } from '../../../src/base/plain.ts';
import type { Model, Path, SearchProperty, SearchVerdict, Step } from '../../../src/search/explore/index.ts';
import { keyOf } from './reference.ts';

/** What is wrong with the verdict's path, or undefined. */
export function pathProblem<S extends Plain, A>(
  model: Model<S, A>,
  { holds }: SearchProperty<S>,
  verdict: SearchVerdict<S, A>,
): string | undefined {
  if (!('path' in verdict)) return undefined;
  const { path } = verdict;
  const cycle = 'cycle' in path ? path.cycle : [];
  if (!model.init.some((state) => keyOf(state) === keyOf(path.init))) return 'it does not begin in an initial state';
  const last = endOf(path);
  const wrong = stepProblem(model, path.init, path.steps) ?? stepProblem(model, last, cycle);
  if (wrong !== undefined) return wrong;
  if (verdict.kind === 'always') return holds(last) ? 'the last state does not violate the property' : undefined;
  if (verdict.kind === 'sometimes') return holds(last) ? undefined : 'the property does not hold in the last state';
  const states = [path.init, ...[...path.steps, ...cycle].map(({ state }) => state)];
  if (states.some(holds)) return 'the property holds on the way';
  if (cycle.length > 0) return keyOf(cycle.at(-1)!.state) === keyOf(last) ? undefined : 'the cycle does not close';
  const goesOn = model.actions(last).some((action) => model.next(last, action) !== undefined);
  return goesOn ? 'it could go on' : undefined;
}

export const endOf = <S, A>({ init, steps }: Path<S, A>): S => steps.at(-1)?.state ?? init;

function stepProblem<S extends Plain, A>(
  model: Model<S, A>,
  from: S,
  steps: readonly Step<S, A>[],
): string | undefined {
  let state = from;
  for (const [i, step] of steps.entries()) {
    const next = model.next(state, step.action);
    if (next === undefined || keyOf(next) !== keyOf(step.state)) return `step ${i} is not a transition`;
    if (step.text !== model.describe(step.action)) return `step ${i} is described wrongly`;
    state = next;
  }
  return undefined;
}
