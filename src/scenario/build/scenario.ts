// A document whose shape is right to a scenario: every part is built, and what is wrong is reported by its part.
import type { System } from '../../contract/system.ts';
import { defaultLimits } from '../../kernel/plan.ts';
import { builtProblem } from '../outside/built.ts';
import { buildUsed, codeOf, type Modules } from '../outside/use.ts';
import type { Problems } from '../problem.ts';
import type { Scenario, Sweep } from '../scenario.ts';
import type { Draft } from '../schema/draft.ts';
import type { TargetNames } from '../targets.ts';
import type { Path } from '../text/position.ts';
import { buildDisk, buildNetwork, buildStreams } from './conditions.ts';
import type { Context } from './context.ts';
import { buildExpectations } from './expect.ts';
import { buildExplore } from './explore.ts';
import { buildFaults } from './faults.ts';
import { buildGenerate } from './generate.ts';
import { buildMeasures } from './measures.ts';
import { buildClients, buildNodes, serversOf } from './nodes.ts';
import { buildNotes } from './notes.ts';
import { buildOptions, buildSystem, drawnNames } from './options.ts';
import { buildRows } from './rows.ts';
import { buildStart } from './start.ts';
import { buildPublished } from './sweep-claims.ts';
import { buildSystems } from './systems.ts';
import { buildWorkload } from './workload.ts';

/** Meaningful only if nothing was reported: a part that is wrong is left out or has its default. */
export function buildScenario(
  draft: Draft,
  file: string,
  known: { readonly systems: readonly System[]; readonly modules: Modules },
  problems: Problems,
  lineOf: (path: Path) => number,
): Scenario | undefined {
  if (draft.systems !== undefined) {
    return buildSystems(draft, problems, (entry, own, placeOf) =>
      buildScenario(entry, file, known, own, (path) => lineOf(placeOf(path))),
    );
  }
  const used = draft.use === undefined ? undefined : buildUsed(draft, known.modules, problems);
  const system = draft.use === undefined ? buildSystem(draft, known.systems, problems) : used?.system;
  checkRun(draft, problems);
  checkSweep(draft, problems);
  // Without its system no name in the rest of the file can be judged.
  if (system === undefined) return undefined;
  const nodes = buildNodes(draft, system, problems);
  const servers = serversOf(nodes);
  const clients = buildClients(draft, servers, problems);
  const options = buildOptions(draft, system, { servers, clients: clients.map(({ id }) => id) }, problems);
  const names: TargetNames = {
    nodes: [...nodes, ...clients.map(({ id }) => ({ id, group: 'client' }))],
    // As in the kernel: `rest` and `random` mean all that are not clients.
    servers: nodes.map((node) => node.id),
    roles: Object.keys(system.roles),
    groups: [...new Set([...nodes.map((node) => node.group), ...(clients.length > 0 ? ['client'] : [])])],
    as: draft.as,
  };
  const workload = buildWorkload(draft, system, clients.length, problems);
  const context: Context = { draft, problems, system, options, names, clients, workload, run: draft.run };
  const scenario: Scenario = {
    file,
    name: draft.name ?? '',
    about: (draft.about ?? '').trim(),
    claims: draft.claims ?? [],
    notes: buildNotes(context),
    system,
    modules: used === undefined ? [] : [used.module],
    options,
    drawn: drawnNames(draft, system),
    seed: String(draft.seed ?? 1),
    nodes,
    servers,
    clients,
    network: buildNetwork(draft, problems),
    streams: buildStreams(draft, problems),
    disk: buildDisk(draft, system.writes && Object.keys(system.writes), problems),
    durable: buildStart(context),
    workload,
    model: (workload && system.workloads[workload.kind]?.model) ?? undefined,
    faults: buildFaults(context),
    generated: buildGenerate(context),
    run: draft.run ?? 0,
    sweep: buildSweep(draft, problems, (row, own, placeOf) =>
      buildScenario(row, file, known, own, (path) => lineOf(placeOf(path))),
    ),
    limits: {
      events: draft.limits?.events ?? defaultLimits.events,
      instant: draft.limits?.instant ?? defaultLimits.instant,
      pending: draft.limits?.pending ?? defaultLimits.pending,
    },
    explore: buildExplore(context, { system, nodes, clients }),
    measures: buildMeasures(context),
    published: buildPublished(context),
    expectations: buildExpectations(context, lineOf),
  };
  // With these very options and this workload the author's functions must give what a run can begin with.
  const wrong = used !== undefined && problems.count === 0 ? builtProblem(system, options, workload) : undefined;
  if (wrong !== undefined) problems.add(codeOf(wrong), ['use'], wrong);
  return scenario;
}

function buildSweep(draft: Draft, problems: Problems, build: Parameters<typeof buildRows>[2]): Sweep | undefined {
  if (draft.sweep === undefined) return undefined;
  const { seeds, quick = Math.min(5, seeds), over } = draft.sweep;
  return { seeds, quick, ...(over === undefined ? {} : { rows: buildRows(draft, problems, build) }) };
}

function checkRun({ run }: Draft, problems: Problems): void {
  if (run === 0) problems.add('wrong-value', ['run'], 'found 0s, expected some time to run for');
}

function checkSweep({ sweep, seed }: Draft, problems: Problems): void {
  if (sweep === undefined) return;
  if (sweep.quick !== undefined && sweep.quick > sweep.seeds) {
    const message = `the quick sweep has ${sweep.quick} seeds, more than the whole sweep with ${sweep.seeds}`;
    problems.add('contradiction', ['sweep', 'quick'], message);
  }
  if (seed !== undefined && !/^\d+$/.test(String(seed))) {
    const message = 'a sweep counts its seeds up from the first: expected a number as seed';
    problems.add('contradiction', ['seed'], message);
  }
}
