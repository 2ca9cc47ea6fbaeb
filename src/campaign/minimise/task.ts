// What is done with a capsule in a worker: its schedule is replayed, or its failure is made small. Tasks and answers are
// plain data.
import { dirname, resolve } from 'node:path';
import { KernelBug } from '../../base/assert.ts';
import { OutsideError } from '../../contract/outside.ts';
import type { TraceEvent } from '../../contract/trace.ts';
import { systems } from '../../protocols/registry.ts';
import { type Capsule, headOf, type Playable, type Problem, playableOf } from '../../scenario/index.ts';
import { type Failure, replaySchedule, type ScheduleReplay, shrinkSchedule, type Target } from '../../search/index.ts';
import { problemsOf } from '../execute.ts';
import { loadModule, loadWithModules, type ModulePlace } from '../modules.ts';
import { minimiseRun } from './run.ts';
import { capsuleOfSmall, type Sizes, sizesOf } from './small.ts';

export type CapsuleTask = {
  readonly do: 'replay' | 'minimise';
  readonly capsule: Capsule;
  readonly place: ModulePlace;
};

export type Replayed = Pick<ScheduleReplay, 'verdict' | 'failure' | 'difference'> & {
  readonly events: readonly TraceEvent[];
};

export type Small = Sizes & { readonly text: string; readonly story: string; readonly failure: Failure };

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
  return { plan, failure: { property: violation?.property ?? '', rule: violation?.rule ?? '' }, model: scenario.model };
}

function replayed(capsule: Capsule, playable: Playable): CapsuleAnswer {
  const { events = 0, fingerprint = '' } = capsule;
  const recorded = { events, fingerprint };
  const { player, ...answer } = replaySchedule(targetOf(capsule, playable), playable.schedule, recorded);
  const count = Math.min(player.trace?.length ?? 0, EVENTS_MAX);
  return { replayed: { ...answer, events: Array.from({ length: count }, (_, at) => player.trace!.at(at)) } };
}

function smaller({ capsule }: CapsuleTask, playable: Playable): CapsuleAnswer {
  const before = capsule.found?.entries;
  const small = shrinkSchedule(targetOf(capsule, playable), playable.schedule, before);
  if (small === undefined) return { why: 'its schedule does not fail as it says: replay it to see how' };
  return written(small, capsule, capsule.found?.event ?? small.failure.event);
}

async function minimised({ capsule, place }: CapsuleTask): Promise<CapsuleAnswer> {
  const { file, text } = sourceOf(capsule);
  const { scenario, problems } = await loadWithModules(text, file, systems, place);
  if (scenario === undefined) return { problems };
  const found = minimiseRun(scenario, capsule.seed);
  return typeof found === 'string' ? { why: found } : written(found.small, capsule, found.failure.event);
}

function written(small: Parameters<typeof sizesOf>[0], capsule: Capsule, event: number): CapsuleAnswer {
  const { file, scenario: text, seed, module } = capsule;
  const result = capsuleOfSmall(small, { file, text, seed, event, module });
  if ('problem' in result) return { why: result.problem };
  return { small: { ...sizesOf(small), text: result.text, story: small.story, failure: small.failure } };
}
