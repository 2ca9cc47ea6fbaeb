// What the debugger opens, made of a scenario or of a capsule. The code of a module is loaded into this process: whoever
// steps through a run sees it hang, and can end it.
import { dirname, resolve } from 'node:path';
import { isConsistencyLevel } from '../../checkers/index.ts';
import type { Judgement, Narration, Source } from '../../debugger/index.ts';
import type { RunResult } from '../../kernel/index.ts';
import { systems } from '../../protocols/registry.ts';
import {
  type Capsule,
  compile,
  headOf,
  judge,
  type LoadedModule,
  type Playable,
  type Problem,
  playableOf,
  reportOf,
  type Scenario,
} from '../../scenario/index.ts';
import { failureOfHistory, LINEARIZABLE } from '../../search/index.ts';
import { loadModule, loadWithModules, type ModulePlace } from '../modules.ts';

export type Opened =
  | { readonly source: Source; readonly modules: readonly LoadedModule[] }
  | { readonly problems: readonly Problem[] };

/** A scenario at a seed, by default its own. `file`: as it is shown and named in moments. */
export async function openScenario(text: string, file: string, seed?: string): Promise<Opened> {
  const { scenario, problems } = await loadWithModules(text, file, systems);
  if (scenario === undefined) return { problems };
  return { source: sourceOf(scenario, { file, kind: 'scenario', seed }), modules: scenario.modules };
}

/** A capsule: its run, or the schedule that is in it. `file` is the capsule's. */
export async function openCapsule(capsule: Capsule, file: string, place: ModulePlace): Promise<Opened> {
  const { scenario: text, seed } = capsule;
  const [violation] = capsule.violations ?? [];
  const fails = violation === undefined ? {} : { violation };
  if (capsule.schedule !== undefined) {
    const playable = await loadPlayable(capsule, place);
    if ('problems' in playable) return playable;
    return { source: { ...playedSource(playable, file), ...fails }, modules: playable.scenario.modules };
  }
  const { scenario, problems } = await loadWithModules(text, capsule.file, systems, place);
  if (scenario === undefined) return { problems };
  return { source: { ...sourceOf(scenario, { file, kind: 'capsule', seed }), ...fails }, modules: scenario.modules };
}

async function loadPlayable(
  capsule: Capsule,
  place: ModulePlace,
): Promise<Playable | { readonly problems: readonly Problem[] }> {
  const use = headOf(capsule.scenario)?.use;
  if (use === undefined) return playableOf(capsule, systems);
  const used = await loadModule(use, place.folder ?? dirname(resolve(capsule.file)), place.module);
  return playableOf(capsule, systems, () => used);
}

type Named = { readonly file: string; readonly kind: Source['kind']; readonly seed?: string | undefined };

function sourceOf(scenario: Scenario, { file, kind, seed }: Named): Source {
  const { plan } = compile(scenario, seed === undefined ? {} : { seed });
  return {
    ...commonOf(scenario),
    file,
    kind,
    plan,
    notes: scenario.notes.map(narrationOf),
    judgedAtEnd: judgedAtEnd(scenario),
    judge: (result) => judgementOf(scenario, result),
  };
}

function narrationOf({ at, trigger, says }: Scenario['notes'][number]): Narration {
  return { says, at, on: trigger?.on, when: trigger?.when, nth: trigger?.nth ?? 1 };
}

function commonOf({ name, about, system }: Scenario): Pick<Source, 'name' | 'about' | 'system'> {
  return { name, about, system: { name: system.name, view: system.view } };
}

/** What the system promises or the scenario names, and no monitor watches. */
function judgedAtEnd({ system, options, expectations, model }: Scenario): readonly string[] {
  const watched = system.monitors(options).flatMap(({ properties }) => properties.map(({ name }) => name));
  const named = expectations.flatMap((item) => (item.kind === 'property' ? [item.property] : []));
  const promised = system.promises.map(({ property }) => property);
  const all = [...new Set([...named, ...promised])].filter((name) => !watched.includes(name));
  return all.filter((name) => !isConsistencyLevel(name) || model !== undefined);
}

function judgementOf(scenario: Scenario, result: RunResult): Judgement {
  const judgement = judge(scenario, result);
  const { moment, verdict, consistency, expectations, failures } = reportOf(scenario, { result, judgement }, 0);
  return {
    verdict,
    event: moment === null ? undefined : Number(moment.slice(moment.lastIndexOf(':') + 1)),
    properties: Object.entries(consistency).map(([name, found]) => {
      const failure = failures.find(({ what }) => what === name);
      const finding = expectations.find(({ key }) => key === `promise.${name}`);
      return { name, verdict: found, reason: failure?.reason ?? finding?.found ?? '', event: failure?.event };
    }),
    claims: expectations.map(({ text, verdict: judged, found }) => ({ text, verdict: judged, found })),
  };
}

/** Of a schedule nothing is claimed but what it is there for: the failure that it leads to. */
function playedSource({ scenario, plan, schedule }: Playable, file: string): Source {
  const names = scenario.model === undefined ? [] : [LINEARIZABLE];
  return {
    ...commonOf(scenario),
    file,
    kind: 'capsule',
    plan,
    schedule,
    notes: [],
    judgedAtEnd: names,
    judge: (result) => playedJudgement(scenario.model, result),
  };
}

function playedJudgement(model: string | undefined, result: RunResult): Judgement {
  const history = failureOfHistory(result.history, model);
  const failures = [...result.violations, ...(history === undefined ? [] : [history])];
  const [first] = failures.map(({ event }) => event).sort((a, b) => a - b);
  const stopped = result.stop?.event;
  const isFailed = failures.length > 0 || stopped !== undefined;
  return {
    verdict: isFailed ? 'failed' : 'held',
    event: first ?? stopped,
    properties:
      model === undefined
        ? []
        : [
            {
              name: LINEARIZABLE,
              verdict: history === undefined ? 'ok' : 'violated',
              reason: history?.reason ?? '',
              event: history?.event,
            },
          ],
    claims: [],
  };
}
