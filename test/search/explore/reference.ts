// A plain explorer to compare with: canonical JSON as keys, a queue, recursion. It shares nothing with the search but
// the types of a model. Slow, and only for systems of a few thousand states.
import type { Plain } from '../../../src/base/plain.ts';
import type { Model, SearchProperty } from '../../../src/search/explore/index.ts';

type Entry<S> = {
  readonly state: S;
  readonly depth: number;
  /** Undefined: at the depth bound, and it has transitions. */
  successors: readonly string[] | undefined;
};

export type Reference<S> = {
  readonly states: readonly S[];
  readonly transitions: number;
  readonly terminals: number;
  readonly depth: number;
  readonly isComplete: boolean;
  /** The verdict, and for always and sometimes the least number of steps to the state that decides it. */
  readonly verdicts: readonly { readonly verdict: string; readonly steps: number | undefined }[];
};

export function keyOf(value: Plain): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(keyOf).join(',')}]`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${key}:${keyOf(item)}`).join(',')}}`;
}

export function explorePlainly<S extends Plain, A>(
  { init, actions, next }: Model<S, A>,
  properties: readonly SearchProperty<S>[],
  maxDepth = Number.POSITIVE_INFINITY,
): Reference<S> {
  const known = new Map<string, Entry<S>>();
  const queue: string[] = [];
  const meet = (state: S, depth: number): string => {
    const key = keyOf(state);
    if (!known.has(key)) {
      known.set(key, { state, depth, successors: undefined });
      queue.push(key);
    }
    return key;
  };
  for (const state of init) meet(state, 0);
  for (const key of queue) {
    const entry = known.get(key)!;
    const all = actions(entry.state)
      .map((action) => next(entry.state, action))
      .filter((state) => state !== undefined);
    if (entry.depth < maxDepth || all.length === 0) entry.successors = all.map((state) => meet(state, entry.depth + 1));
  }
  const entries = [...known.values()];
  const isComplete = entries.every(({ successors }) => successors !== undefined);
  return {
    states: entries.map(({ state }) => state),
    transitions: entries.reduce((sum, { successors = [] }) => sum + successors.length, 0),
    terminals: entries.filter(({ successors }) => successors?.length === 0).length,
    depth: Math.max(0, ...entries.map(({ depth }) => depth)),
    isComplete,
    verdicts: properties.map((property) => judge(property, init.map(keyOf), known, isComplete)),
  };
}

function judge<S>(
  { kind, holds }: SearchProperty<S>,
  init: readonly string[],
  known: ReadonlyMap<string, Entry<S>>,
  isComplete: boolean,
): Reference<S>['verdicts'][number] {
  const entries = [...known.values()];
  if (kind === 'always') {
    const steps = entries.find(({ state }) => !holds(state))?.depth;
    if (steps !== undefined) return { verdict: 'violated', steps };
    return { verdict: isComplete ? 'holds' : 'no violation within the bound', steps };
  }
  if (kind === 'sometimes') {
    const steps = entries.find(({ state }) => holds(state))?.depth;
    if (steps !== undefined) return { verdict: 'reached', steps };
    return { verdict: isComplete ? 'never reached' : 'not reached within the bound', steps };
  }
  return { verdict: judgeEventually(holds, init, known), steps: undefined };
}

/** Follows every path without the property until it ends, is cut, or comes back to a state that it is still in. */
function judgeEventually<S>(
  holds: (state: S) => boolean,
  init: readonly string[],
  known: ReadonlyMap<string, Entry<S>>,
): string {
  const colour = new Map<string, 'open' | 'closed'>();
  let isViolated = false;
  let isCut = false;
  const follow = (key: string): void => {
    const { state, successors } = known.get(key)!;
    if (holds(state) || colour.get(key) === 'closed') return;
    if (colour.get(key) === 'open' || successors?.length === 0) {
      isViolated = true;
      return;
    }
    if (successors === undefined) isCut = true;
    colour.set(key, 'open');
    successors?.forEach(follow);
    colour.set(key, 'closed');
  };
  init.forEach(follow);
  return isViolated ? 'violated' : isCut ? 'unknown' : 'holds';
}
