// From what a search found to what is reported of each property, and the verdict over all.
import type { ExploreProperty, ExploreVerdict } from '../../display/explore-report.ts';
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

export function verdictOf(properties: readonly ExploreProperty[], complete: readonly boolean[]): ExploreVerdict {
  if (properties.some(({ verdict }) => verdict === 'violated')) return 'violated';
  const isSettled = properties.every(
    ({ verdict, isExercised }) => (verdict === 'holds' || verdict === 'reached') && isExercised !== false,
  );
  return isSettled && complete.every(Boolean) ? 'held' : 'inconclusive';
}
