// A capsule on the code as it is now: one that holds a schedule is played, one that holds a run is run again.
import { loadModule, type ModulePlace } from '../../campaign/modules.ts';
import type { System } from '../../contract/system.ts';
import { systems as ownSystems } from '../../protocols/registry.ts';
import {
  type Capsule,
  deedsOfCapsule,
  formatProblem,
  headOf,
  loadScenario,
  type Modules,
  type Problem,
  playableOf,
  reportOf,
  runScenario,
  systemOf,
} from '../../scenario/index.ts';
import { replaySchedule, type ScheduleReplay } from '../../search/index.ts';

/** What the capsule comes to now. */
export type Replayed = {
  readonly verdict: ScheduleReplay['verdict'];
  /** What is violated now; undefined: nothing. */
  readonly violated: { readonly property: string; readonly reason: string; readonly event: number } | undefined;
  /** Where it first is another run than the recorded one, in words. */
  readonly difference: string | undefined;
};

/** @throws Error where its scenario cannot be loaded. */
export async function replayedCapsule(
  capsule: Capsule,
  place: ModulePlace,
  passed: readonly System[],
): Promise<Replayed> {
  const systems = [...passed.map(guardedOf), ...ownSystems];
  const modules = await modulesOf(capsule, place, systems);
  return capsule.schedule === undefined ? runAgain(capsule, systems, modules) : play(capsule, systems, modules);
}

function guardedOf(system: System): System {
  const judged = systemOf(system);
  if ('system' in judged) return judged.system;
  throw new Error(`systems: ${judged.message}`);
}

/** What `use:` names, loaded; a system that was passed under that name, or the only one, comes first. */
async function modulesOf(
  { scenario }: Capsule,
  { folder = '.', module }: ModulePlace,
  systems: readonly System[],
): Promise<Modules | undefined> {
  const use = headOf(scenario)?.use;
  if (use === undefined) return undefined;
  const own = systems.filter((system) => !ownSystems.includes(system));
  const [only] = own;
  const used =
    only === undefined ? await loadModule(use, folder, module) : { exported: only, module: { use, path: use } };
  return () => used;
}

function play(capsule: Capsule, systems: readonly System[], modules: Modules | undefined): Replayed {
  const playable = playableOf(capsule, systems, modules);
  if ('problems' in playable) throw refused(playable.problems, capsule);
  const { plan, scenario, schedule } = playable;
  const [{ property = '', rule = '' } = {}] = capsule.violations ?? [];
  const { events, fingerprint } = capsule;
  const target = { plan, failure: { property, rule }, model: scenario.model };
  const { verdict, failure, difference } = replaySchedule(target, schedule, { events, fingerprint });
  return { verdict, violated: failure, difference };
}

/** A violation, or what else failed: a run that was saved may have failed by an expectation alone. */
function runAgain(capsule: Capsule, systems: readonly System[], modules: Modules | undefined): Replayed {
  const { scenario, problems } = loadScenario(capsule.scenario, capsule.file, systems, modules);
  if (scenario === undefined) throw refused(problems, capsule);
  const report = reportOf(scenario, runScenario(scenario, capsule.seed, { interventions: deedsOfCapsule(capsule) }), 0);
  const expectation = report.expectations.find(({ verdict }) => verdict === 'failed');
  const wanted = capsule.violations?.map(({ property }) => property) ?? [];
  const failures = report.failures.map(({ what: property, reason, event }) => ({ property, reason, event }));
  const fallback = expectation && {
    property: expectation.text,
    reason: expectation.found,
    event: expectation.event ?? report.events,
  };
  const violated = failures.find(({ property }) => wanted.includes(property)) ?? failures[0] ?? fallback;
  const isSame = report.fingerprint === capsule.fingerprint && report.events === capsule.events;
  const found = `it has ${report.events} events with fingerprint ${report.fingerprint}`;
  const difference = isSame ? undefined : `${found}, and had ${capsule.events} with ${capsule.fingerprint}`;
  return { verdict: violated === undefined ? 'gone' : isSame ? 'same' : 'still violated', violated, difference };
}

function refused(problems: readonly Problem[], { scenario }: Capsule): Error {
  const told = problems.map((problem) => formatProblem(problem, scenario)).join('\n\n');
  return new Error(`the scenario in it cannot be run:\n${told}`);
}
