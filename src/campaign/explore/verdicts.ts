// From what a search found to what is reported of each property, and the verdict over all.
import type { ExploreProperty, ExploreVerdict } from '../../display/explore-report.ts';
import { unjudgedBy } from '../../scenario/explore.ts';
import type { Scenario } from '../../scenario/index.ts';
import type { Exploration, ExplorationAnswer } from '../../search/index.ts';

/** A monitor's property has one line, which also says whether it was exercised. */
export function propertiesOf({ questions }: Exploration, { verdicts }: ExplorationAnswer): readonly ExploreProperty[] {
  const exercised = new Map<string, boolean>();
  for (const [i, question] of questions.entries()) {
    if (question.exercised !== undefined) exercised.set(question.exercised, verdicts[i]!.verdict === 'reached');
  }
  return verdicts.flatMap((found, i): readonly ExploreProperty[] => {
    if (questions[i]!.exercised !== undefined) return [];
    const { name, kind, verdict } = found;
    const isExercised = kind === 'always' ? (exercised.get(name) ?? null) : null;
    return [{ name, kind, verdict, isExercised, steps: 'path' in found ? found.path.steps.length : null }];
  });
}

/** What is promised or expected and no state says. Promises of a history count if there is one within the bounds. */
export function notJudged(scenario: Scenario, { model }: Exploration): readonly ExploreProperty[] {
  const hasHistory = model.bounds.operations > 0 || model.invokesAtStart;
  return unjudgedBy(scenario).flatMap(({ text, isProperty }): readonly ExploreProperty[] => {
    if (isProperty && !hasHistory) return [];
    const verdict = isProperty ? 'not judged (histories are not explored)' : 'not judged (it speaks of a run)';
    return [{ name: text, kind: isProperty ? 'promise' : 'expect', verdict, isExercised: null, steps: null }];
  });
}

export function verdictOf(properties: readonly ExploreProperty[], complete: readonly boolean[]): ExploreVerdict {
  if (properties.some(({ verdict }) => verdict === 'violated')) return 'violated';
  const isSettled = properties.every(
    ({ kind, verdict, isExercised }) =>
      kind === 'expect' || ((verdict === 'holds' || verdict === 'reached') && isExercised !== false),
  );
  return isSettled && complete.every(Boolean) ? 'held' : 'inconclusive';
}
