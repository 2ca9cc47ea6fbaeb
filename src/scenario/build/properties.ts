// Which properties a scenario may name: those of the system's monitors, and the consistency levels where the workload's
// history has a model to be judged by.
import { isConsistencyLevel, levelsOfModel } from '../../checkers/index.ts';
import { didYouMean, oneOf } from '../suggest.ts';
import { quoted } from '../text/printable.ts';
import type { Context } from './context.ts';

export function buildProperties(context: Context): void {
  const claims = new Map<string, 'holds' | 'violates'>();
  context.draft.expect.forEach((item, index) => {
    if (item === undefined || !('holds' in item || 'violates' in item)) return;
    const key = 'holds' in item ? 'holds' : 'violates';
    const property = 'holds' in item ? item.holds : item.violates;
    const path = ['expect', index, key];
    isKnownProperty(property, path, context);
    const earlier = claims.get(property);
    if (earlier !== undefined) {
      const message =
        earlier === key
          ? `${property} is expected twice: keep one of the two`
          : `${property} cannot both hold and be violated: keep one of the two`;
      context.problems.add(earlier === key ? 'repeated' : 'contradiction', path, message);
    }
    claims.set(property, key);
  });
}

/** `isQuiet`: one of several systems may lack it, and nothing is reported. */
export function isKnownProperty(
  property: string,
  path: readonly (string | number)[],
  context: Context,
  isQuiet = false,
): boolean {
  const { system, options, draft, problems } = context;
  if (isConsistencyLevel(property) && !hasModel(context)) {
    const why =
      draft.workload === undefined ? 'there is no workload' : `the workload ${draft.workload.kind} has no model`;
    if (!draft.workloadIsWrong && !isQuiet)
      problems.add('contradiction', path, `${why}, so there is no history to judge`);
    return false;
  }
  const model = modelOf(context);
  const levels = levelsOfModel(model ?? '');
  if (model !== undefined && isConsistencyLevel(property) && !levels.includes(property)) {
    const message = `histories of ${model} are judged by ${oneOf(levels)}, found ${quoted(property)}`;
    if (!isQuiet) problems.add('contradiction', path, message);
    return false;
  }
  const watched = system.monitors(options).flatMap((monitor) => monitor.properties.map(({ name }) => name));
  const known = [...new Set([...levels, ...watched])];
  if (known.includes(property)) return true;
  if (isQuiet) return false;
  const message = `${system.name} has no property ${quoted(property)}: expected ${oneOf(known)}`;
  problems.add('unknown-name', path, message, { hint: didYouMean(property, known) });
  return false;
}

function hasModel(context: Context): boolean {
  // A workload that does not exist has been reported; nothing is said on its model.
  const { system, draft } = context;
  const kind = draft.workload?.kind;
  if (kind !== undefined && !Object.hasOwn(system.workloads, kind)) return true;
  return modelOf(context) !== undefined;
}

function modelOf({ system, draft }: Context): string | undefined {
  const kind = draft.workload?.kind;
  if (kind === undefined || !Object.hasOwn(system.workloads, kind)) return undefined;
  return system.workloads[kind]!.model ?? undefined;
}
