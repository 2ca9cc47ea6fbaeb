// A violation that was found by exploring, as a capsule. Its schedule is played, as a replay will, to see that it shows
// the same; and since a capsule keeps no choices of `ctx.choose`, a seed is looked for that makes them as they were.
import { hexOf } from '../../base/hash.ts';
import type { ExploreCounterexample } from '../../display/explore-report.ts';
import { compileExplored } from '../../scenario/explore.ts';
import { capsuleText, type Scenario, smallCapsule } from '../../scenario/index.ts';
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
  /** Undefined: there is none. */
  readonly capsule: string | undefined;
};

/** So many seeds are tried. */
const SEEDS_MAX = 4_000;

export function evidenceOf(
  scenario: Scenario,
  text: string,
  exploration: Exploration,
  { verdicts }: ExplorationAnswer,
): Evidence | undefined {
  const violated = verdicts.find((found) => found.kind === 'always' && found.verdict === 'violated');
  if (violated === undefined || !('path' in violated)) return undefined;
  const found = exploration.counterexample(violated.path);
  // A property of the caller's own, which no capsule can name.
  if (found === undefined) return undefined;
  const { property, reason, steps, schedule } = found;
  const rule = found.rule ?? ruleOf(reason);
  const about = { property, rule, reason, steps };
  const seeds = [scenario.seed, ...Array.from({ length: SEEDS_MAX }, (_, index) => String(index + 1))];
  for (const seed of seeds) {
    const { plan } = compileExplored(scenario, seed);
    const failing = attempt({ plan, failure: { property, rule }, model: undefined }, schedule);
    if (failing === undefined) continue;
    const { world } = playSchedule(plan, failing.schedule);
    const story = storyOf(plan, failing);
    const capsule = smallCapsule({
      version,
      file: scenario.file,
      text,
      seed,
      failure: failing.failure,
      schedule: failing.schedule,
      events: world.events,
      fingerprint: hexOf(world.fingerprint.result()),
      found: { event: failing.failure.event, entries: schedule.entries.length },
      story,
    });
    if (typeof capsule !== 'string') {
      return { counterexample: { ...about, story, capsule: null, problem: null }, capsule: capsuleText(capsule) };
    }
  }
  const problem = `played as a schedule it does not fail alike, with any of ${SEEDS_MAX} seeds: its choices are not in it`;
  return { counterexample: { ...about, story: '', capsule: null, problem }, capsule: undefined };
}
