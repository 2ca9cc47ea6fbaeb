// From what a search found to what is reported of each property, and the verdict over all.
import type { ExploreProperty, ExploreVerdict } from '../../display/explore-report.ts';
import { unjudgedBy } from '../../scenario/explore.ts';
import { rowTexts, type Scenario } from '../../scenario/index.ts';
import type { Exploration, ExplorationAnswer } from '../../search/index.ts';

/** A monitor's property has one line, which also says whether it was exercised. `withSchedules`: of what is reached. */
export function propertiesOf(
  exploration: Exploration,
  { verdicts }: ExplorationAnswer,
  withSchedules = false,
): readonly ExploreProperty[] {
  const { questions } = exploration;
  const exercised = new Map<string, boolean>();
  for (const [i, question] of questions.entries()) {
    if (question.exercised !== undefined) exercised.set(question.exercised, verdicts[i]!.verdict === 'reached');
  }
  return verdicts.flatMap((found, i): readonly ExploreProperty[] => {
    if (questions[i]!.exercised !== undefined) return [];
    const { name, kind, verdict } = found;
    const isExercised = kind === 'always' ? (exercised.get(name) ?? null) : null;
    const steps = 'path' in found ? found.path.steps.length : null;
    const isShown = withSchedules && kind === 'sometimes' && 'path' in found;
    const schedule = isShown ? { schedule: rowTexts(exploration.scheduleOf(found.path)) } : {};
    return [{ name, kind, verdict, isExercised, steps, ...schedule }];
  });
}

/** What is expected and no state says. */
export function notJudged(scenario: Scenario): readonly ExploreProperty[] {
  const verdict = 'not judged (it speaks of a run)';
  return unjudgedBy(scenario).map((name) => ({ name, kind: 'expect', verdict, isExercised: null, steps: null }));
}

export function verdictOf(properties: readonly ExploreProperty[], complete: readonly boolean[]): ExploreVerdict {
  if (properties.some(({ verdict }) => verdict === 'violated')) return 'violated';
  const isSettled = properties.every(
    ({ kind, verdict, isExercised }) =>
      kind === 'expect' || ((verdict === 'holds' || verdict === 'reached') && isExercised !== false),
  );
  return isSettled && complete.every(Boolean) ? 'held' : 'inconclusive';
}
