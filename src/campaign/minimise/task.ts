// What is done with a capsule in a worker: its schedule is replayed, or its failure is made small. Tasks and answers are
// plain data.
import { dirname, resolve } from 'node:path';
import { KernelBug } from '../../base/assert.ts';
import { OutsideError } from '../../contract/outside.ts';
import type { TraceEvent } from '../../contract/trace.ts';
import { systems } from '../../protocols/registry.ts';
import {
  type Capsule,
  headOf,
  loadScenario,
  type Playable,
  type Problem,
  playableOf,
  type Scenario,
} from '../../scenario/index.ts';
import {
  type Failure,
  replaySchedule,
  type ScheduleReplay,
  type Shrunken,
  shrinkSchedule,
  type Target,
} from '../../search/index.ts';
import { problemsOf } from '../execute.ts';
import { loadModule, loadWithModules, type ModulePlace } from '../modules.ts';
import { minimiseRun } from './run.ts';
import { capsuleOfSmall, type Sizes, sizesOf } from './small.ts';
import { type TimedAnswer, timedScenario } from './timed.ts';

export type CapsuleTask = {
  readonly do: 'replay' | 'minimise';
  readonly capsule: Capsule;
  readonly place: ModulePlace;
  /** What is made small also as a timed scenario. */
  readonly isTimed?: boolean;
};

export type Replayed = Pick<ScheduleReplay, 'verdict' | 'failure' | 'difference'> & {
  readonly events: readonly TraceEvent[];
};

export type Small = Sizes & {
  readonly text: string;
  readonly story: string;
  readonly failure: Failure;
  /** Where it was asked for. */
  readonly timed?: TimedAnswer;
};

/** `why`: why there is nothing to make small. */
export type CapsuleAnswer =
  | { readonly problems: readonly Problem[] }
  | { readonly replayed: Replayed }
  | { readonly small: Small }
  | { readonly why: string }
  | { readonly bug: string };

/** Events of a replay that are told at most. */
const EVENTS_MAX = 2_000;

export async function answerCapsule(task: CapsuleTask): Promise<CapsuleAnswer> {
  try {
    if (task.capsule.schedule === undefined) return await minimised(task);
    const playable = await loadPlayable(task);
    if ('problems' in playable) return playable;
    return task.do === 'replay' ? replayed(task.capsule, playable) : smaller(task, playable);
  } catch (error) {
    if (error instanceof OutsideError) return { problems: problemsOf(sourceOf(task.capsule), error.message) };
    if (error instanceof KernelBug || error instanceof Error) return { bug: error.stack ?? error.message };
    return { bug: String(error) };
  }
}

const sourceOf = ({ file, scenario: text }: Capsule) => ({ file, text });

/** A capsule's schedule with what its scenario uses loaded, which runs the code of a module. */
async function loadPlayable({
  capsule,
  place,
}: CapsuleTask): Promise<Playable | { readonly problems: readonly Problem[] }> {
  const use = headOf(capsule.scenario)?.use;
  if (use === undefined) return playableOf(capsule, systems);
  const used = await loadModule(use, place.folder ?? dirname(resolve(capsule.file)), place.module);
  return playableOf(capsule, systems, () => used);
}

/** What a capsule says that its schedule leads to. */
function targetOf({ violations }: Capsule, { plan, scenario }: Playable): Target {
  const [violation] = violations ?? [];
  const { property = '', rule } = violation ?? {};
  return { plan, failure: { property, rule }, model: scenario.model };
}

function replayed(capsule: Capsule, playable: Playable): CapsuleAnswer {
  const { events = 0, fingerprint = '' } = capsule;
  const recorded = { events, fingerprint };
  const { player, ...answer } = replaySchedule(targetOf(capsule, playable), playable.schedule, recorded);
  const count = Math.min(player.trace?.length ?? 0, EVENTS_MAX);
  return { replayed: { ...answer, events: Array.from({ length: count }, (_, at) => player.trace!.at(at)) } };
}

function smaller({ capsule, isTimed }: CapsuleTask, playable: Playable): CapsuleAnswer {
  const before = capsule.found?.entries;
  const small = shrinkSchedule(targetOf(capsule, playable), playable.schedule, before);
  if (small === undefined) return { why: 'its schedule does not fail as it says: replay it to see how' };
  const answer = written(small, capsule, capsule.found?.event ?? small.failure.event);
  return isTimed === true ? withTimes(answer, small, capsule, playable.scenario) : answer;
}

async function minimised({ capsule, place, isTimed }: CapsuleTask): Promise<CapsuleAnswer> {
  const { file, text } = sourceOf(capsule);
  const { scenario, problems } = await loadWithModules(text, file, systems, place);
  if (scenario === undefined) return { problems };
  if (capsule.branch !== undefined) {
    return { why: 'it is of a branch, where things were done by hand: minimise the run that it parts from' };
  }
  if (capsule.ending === 'impure handler') {
    return {
      why: 'its run ended at a handler that is not pure: that is found by running it, not by leaving events out',
    };
  }
  const found = minimiseRun(scenario, capsule.seed, { wanted: capsule.violations?.[0]?.property });
  if (typeof found === 'string') return { why: found };
  const answer = written(found.small, capsule, found.failure.event);
  return isTimed === true ? withTimes(answer, found.small, capsule, scenario) : answer;
}

function withTimes(answer: CapsuleAnswer, small: Shrunken, capsule: Capsule, scenario: Scenario): CapsuleAnswer {
  if (!('small' in answer)) return answer;
  const { file, scenario: text, seed } = capsule;
  const load = (timed: string) => loadScenario(timed, file, systems);
  return {
    small: { ...answer.small, timed: timedScenario({ small, scenario, text, seed, load, drawn: capsule.options }) },
  };
}

function written(small: Shrunken, capsule: Capsule, event: number): CapsuleAnswer {
  const { file, scenario: text, seed, module, pace, options } = capsule;
  const result = capsuleOfSmall(small, { file, text, seed, event, module, pace, options });
  if ('problem' in result) return { why: result.problem };
  return { small: { ...sizesOf(small), text: result.text, story: small.story, failure: small.failure } };
}
