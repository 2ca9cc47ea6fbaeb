// What is asked of the states of a plan's protocols: the monitors' properties always, whether each was exercised, roles
// that are played at some time, and what the caller adds.
import { playsRole } from '../../kernel/roles.ts';
import { ModelError, type SearchProperty } from '../explore/index.ts';
import { LINEARIZABLE } from '../failure.ts';
import { type ModelState, NODES } from './layout.ts';
import type { ProtocolModel } from './protocol-model.ts';
import type { StateView } from './view.ts';

/** A sentence about states, as `SearchProperty`. */
export type StateProperty = {
  readonly kind: 'always' | 'sometimes' | 'eventually';
  readonly name: string;
  readonly holds: (view: StateView) => boolean;
};

/** `exercised`: whether anything happened that the property of this name could have refused; no claim of its own. */
export type Question = SearchProperty<ModelState> & { readonly exercised?: string };

/** What a handler that fails violates, whichever way it fails. */
export const NO_FAILURE = 'no handler fails';

/** `isTold`: the history is judged too. */
export function monitorQuestions(model: ProtocolModel, isTold: boolean): readonly Question[] {
  const watched = model.plan.monitors.flatMap(({ properties }) => properties.map(({ name }) => name));
  const names = isTold ? [...watched, LINEARIZABLE] : watched;
  const always = names.map((name): Question => {
    return { kind: 'always', name, holds: unbroken(model, (property) => property === name) };
  });
  const failing = unbroken(model, (property) => !names.includes(property));
  const told = isTold ? [answeredQuestion(model)] : [];
  return [...always, { kind: 'always', name: NO_FAILURE, holds: failing }, ...exercisedQuestions(model), ...told];
}

/** A history without an answer fits every order. */
function answeredQuestion({ layout, moves }: ProtocolModel): Question {
  const isAnswered = remembered((id) => moves.memories.interned.items[id]!.history.some(({ type }) => type === 'ok'));
  const holds = (state: ModelState) => isAnswered(state[layout.memory]!);
  return { kind: 'sometimes', name: `${LINEARIZABLE} is exercised`, exercised: LINEARIZABLE, holds };
}

function unbroken(model: ProtocolModel, isMeant: (property: string) => boolean): (state: ModelState) => boolean {
  const none = model.moves.memories.none().id;
  const { violations } = model.layout;
  return (state) =>
    state[violations] === none || !model.view(state).violations.some(({ property }) => isMeant(property));
}

function exercisedQuestions({ plan, layout, moves }: ProtocolModel): readonly Question[] {
  return plan.monitors.flatMap((monitor, at) =>
    monitor.properties.map(({ name }): Question => {
      const isExercised = remembered((id) => {
        const memory = moves.memories.interned.items[id]!.memories[at]!;
        return monitor.isExercised(memory as never, name);
      });
      const holds = (state: ModelState) => isExercised(state[layout.memory]!);
      return { kind: 'sometimes', name: `${name} is exercised`, exercised: name, holds };
    }),
  );
}

/** At some time a node plays the role. */
export function roleQuestion({ plan, moves }: ProtocolModel, role: string): Question {
  const group = plan.roles[role]?.group;
  const indexes = plan.nodes.flatMap((node, index) => (node.group === group ? [index] : []));
  const isPlaying = remembered((id) => {
    const { checkpoint } = moves.records.nodes.items[id]!;
    return playsRole(plan.roles, role, { group } as never, checkpoint.state);
  });
  const holds = (state: ModelState) => indexes.some((index) => isPlaying(state[NODES + index]!));
  return { kind: 'sometimes', name: `a ${role}`, holds };
}

/**
 * With symmetry, what must hold is asked of a state under all its names: the others of its class are not explored. What
 * is to be met some time needs none of that, for a state that was met is met.
 */
export function ownQuestion(
  model: ProtocolModel,
  { kind, name, holds }: StateProperty,
  isSymmetric: boolean,
): Question {
  const plain = (state: ModelState) => holds(model.view(state));
  if (!isSymmetric || kind === 'sometimes') return { kind, name, holds: plain };
  const checked = (state: ModelState): boolean => {
    const isHeld = plain(state);
    if (model.namedOtherwise(state).every((other) => plain(other) === isHeld)) return isHeld;
    throw new ModelError(
      `the property "${name}" holds in one of two symmetric states only: make it symmetric, or explore without symmetry`,
    );
  };
  return { kind, name, holds: checked };
}

/** Asks once for each number. */
function remembered(holds: (id: number) => boolean): (id: number) => boolean {
  const known: (boolean | undefined)[] = [];
  return (id) => {
    known[id] ??= holds(id);
    return known[id];
  };
}
