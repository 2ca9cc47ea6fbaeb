// A violation that was found by exploring, as a capsule. Its schedule is played, as a replay will, to see that it shows
// the same.
import { relative, resolve, sep } from 'node:path';
import { hexOf } from '../../base/hash.ts';
import type { ExploreCounterexample } from '../../display/explore-report.ts';
import { compileExplored } from '../../scenario/explore.ts';
import { capsuleText, rowTexts, type Scenario, smallCapsule } from '../../scenario/index.ts';
import {
  attempt,
  type Exploration,
  type ExplorationAnswer,
  playSchedule,
  ruleOf,
  storyOf,
} from '../../search/index.ts';
import { version } from '../version.ts';

export type Evidence = {
  readonly counterexample: ExploreCounterexample;
  /** Undefined: there is none. It says where the scenario's module lies from the folder that was named. */
  readonly capsule: string | undefined;
};

/** A path on which something never comes true: it ends, or goes round for ever. No schedule goes on for ever. */
function lassoOf(exploration: Exploration, verdicts: ExplorationAnswer['verdicts']): Evidence | undefined {
  const avoided = verdicts.find((found) => found.kind === 'eventually' && found.verdict === 'violated');
  if (avoided?.kind !== 'eventually' || avoided.verdict !== 'violated') return undefined;
  const { steps, cycle } = avoided.path;
  const isEnd = cycle.length === 0;
  const reason = isEnd
    ? 'a path on which it never holds comes to its end'
    : 'a path on which it never holds goes round';
  const counterexample: ExploreCounterexample = {
    property: avoided.name,
    rule: reason,
    reason,
    steps: steps.map(({ text }) => text),
    ...(isEnd ? {} : { cycle: cycle.map(({ text }) => text) }),
    needsCode: false,
    story: '',
    capsule: null,
    problem: 'there is no capsule of it: a replay judges what has happened, not what never will',
    schedule: rowTexts(exploration.scheduleOf(avoided.path)),
  };
  return { counterexample, capsule: undefined };
}

export function evidenceOf(
  scenario: Scenario,
  text: string,
  exploration: Exploration,
  { verdicts }: ExplorationAnswer,
  folder = '.',
): Evidence | undefined {
  const violated = verdicts.find((found) => found.kind === 'always' && found.verdict === 'violated');
  if (violated === undefined || !('path' in violated)) return lassoOf(exploration, verdicts);
  const found = exploration.counterexample(violated.path);
  // A property of the caller's own, which no capsule can name.
  if (found === undefined) return undefined;
  const { property, reason, steps, schedule } = found;
  const rule = found.rule ?? ruleOf(reason);
  const [used] = scenario.modules;
  const about = { property, rule, reason, steps, needsCode: used !== undefined };
  const module = used === undefined ? undefined : relative(resolve(folder), resolve(used.path)).split(sep).join('/');
  const { seed } = scenario;
  const { plan } = compileExplored(scenario);
  const failing = attempt({ plan, failure: { property, rule }, model: scenario.model }, schedule);
  if (failing === undefined) {
    const problem = 'there is no capsule of it: played as a schedule it does not fail alike';
    return { counterexample: { ...about, story: '', capsule: null, problem }, capsule: undefined };
  }
  const { world } = playSchedule(plan, failing.schedule);
  const story = storyOf(plan, failing);
  const capsule = smallCapsule({
    version,
    file: scenario.file,
    text,
    seed,
    module,
    failure: failing.failure,
    schedule: failing.schedule,
    events: world.events,
    fingerprint: hexOf(world.fingerprint.result()),
    found: { event: failing.failure.event, entries: schedule.entries.length },
    story,
  });
  if (typeof capsule === 'string') {
    const problem = `there is no capsule of it: ${capsule}`;
    return { counterexample: { ...about, story, capsule: null, problem }, capsule: undefined };
  }
  return { counterexample: { ...about, story, capsule: null, problem: null }, capsule: capsuleText(capsule) };
}
