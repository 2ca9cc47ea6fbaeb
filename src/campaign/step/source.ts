// What the debugger opens, made of a scenario or of a capsule. The code of a module is loaded into this process: whoever
// steps through a run sees it hang, and can end it.
import { dirname, resolve } from 'node:path';
import { type ConsistencyLevel, isConsistencyLevel } from '../../checkers/index.ts';
import type { Judgement, Narration, Source } from '../../debugger/index.ts';
import type { RunResult } from '../../kernel/index.ts';
import { systems } from '../../protocols/registry.ts';
import {
  type Capsule,
  compile,
  headOf,
  judge,
  type LoadedModule,
  levelsOf,
  type Playable,
  type Problem,
  playableOf,
  reportOf,
  rowsOf,
  type Scenario,
  scenarioOfRow,
} from '../../scenario/index.ts';
import { failureOfHistory } from '../../search/index.ts';
import { loadModule, loadWithModules, type ModulePlace } from '../modules.ts';

export type Opened =
  | { readonly source: Source; readonly modules: readonly LoadedModule[] }
  | { readonly problems: readonly Problem[] };

/** Of a sweep over rows each row is a scenario of its own: which of these is it to be? */
export type Choice = { readonly rows: readonly string[] };

/** A scenario at a seed, by default its own. `file`: as it is shown and named in moments. */
export async function openScenario(text: string, file: string, seed?: string): Promise<Opened> {
  const opened = await openRow(text, file, { seed });
  if ('rows' in opened) throw new Error(`${file} has rows`);
  return opened;
}

/** The same of a file that may have rows; without a row that it has, the choice there is. */
export async function openRow(
  text: string,
  file: string,
  { seed, row }: { readonly seed?: string | undefined; readonly row?: string | undefined },
): Promise<Opened | Choice> {
  const { scenario, problems } = await loadWithModules(text, file, systems);
  if (scenario === undefined) return { problems };
  const rows = rowsOf(scenario).flatMap((each) => each.row ?? []);
  const chosen = row === undefined && rows.length > 0 ? undefined : scenarioOfRow(scenario, row);
  if (chosen === undefined) return { rows };
  return { source: sourceOf(chosen, { file, kind: 'scenario', seed }), modules: scenario.modules };
}

/** A capsule: its run, or the schedule that is in it. `file` is the capsule's. */
export async function openCapsule(capsule: Capsule, file: string, place: ModulePlace): Promise<Opened> {
  const { scenario: text, seed } = capsule;
  const [violation] = capsule.violations ?? [];
  const fails = violation === undefined ? {} : { violation };
  if (capsule.schedule !== undefined) {
    const playable = await loadPlayable(capsule, place);
    if ('problems' in playable) return playable;
    return {
      source: { ...playedSource(playable, file, violation?.property), ...fails },
      modules: playable.scenario.modules,
    };
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

function commonOf({ name, about, system, row }: Scenario): Pick<Source, 'name' | 'about' | 'system' | 'row'> {
  const named = row === undefined ? name : `${name}: ${row}`;
  return {
    name: named,
    about,
    row,
    system: { name: system.name, view: system.view, ...(system.bands && { bands: system.bands }) },
  };
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
function playedSource({ scenario, plan, schedule }: Playable, file: string, property: string | undefined): Source {
  const levels = property !== undefined && isConsistencyLevel(property) ? [property] : levelsOf(scenario);
  return {
    ...commonOf(scenario),
    file,
    kind: 'capsule',
    plan,
    schedule,
    notes: [],
    judgedAtEnd: levels,
    judge: (result) => playedJudgement(scenario.model, levels, result),
  };
}

function playedJudgement(model: string | undefined, levels: readonly ConsistencyLevel[], result: RunResult): Judgement {
  const history = failureOfHistory(result.history, model, levels);
  const failures = [...result.violations, ...(history === undefined ? [] : [history])];
  const [first] = failures.map(({ event }) => event).sort((a, b) => a - b);
  const stopped = result.stop?.event;
  const isFailed = failures.length > 0 || stopped !== undefined;
  return {
    verdict: isFailed ? 'failed' : 'held',
    event: first ?? stopped,
    properties: levels.map((name) => {
      const failure = history?.property === name ? history : undefined;
      const verdict = failure === undefined ? 'ok' : 'violated';
      return { name, verdict, reason: failure?.reason ?? '', event: failure?.event };
    }),
    claims: [],
  };
}
