// `faults: { generate: … }`: the limits of a plan that is drawn for each seed.
import { type GeneratedKind, type PlanLimits, planDefaults } from '../../plans/limits.ts';
import type { Generated } from '../scenario.ts';
import type { Draft } from '../schema/draft.ts';
import { FAULTS_MAX, type GenerateDocument } from '../schema/generate.ts';
import { durationText } from '../words.ts';
import { hasStreams, NO_STREAM } from './conditions.ts';
import type { Context } from './context.ts';
import { kindsOf } from './triggers.ts';

/** The kinds of faults that a plan may have. */
export function kindsOfPlan(written: GenerateDocument, draft: Pick<Draft, 'network'>): readonly GeneratedKind[] {
  if (written.kinds !== undefined) return written.kinds as readonly GeneratedKind[];
  return planDefaults.kinds.filter((kind) => kind !== 'reset' || hasStreams(draft));
}

export function buildGenerate(context: Context): Generated | undefined {
  const { draft, run, problems, system, names, clients } = context;
  const { generate } = draft;
  if (generate === undefined || run === undefined) return undefined;
  const path = ['faults', 'generate'];
  const { from = Math.floor(run / 10), to = Math.floor((2 * run) / 3) } = generate;
  if (to > run) {
    const message = `${durationText(to)} is after the end of the run at ${durationText(run)}`;
    problems.add('after-the-end', [...path, 'to'], message);
  } else if (from >= to) {
    const key = generate.to === undefined ? 'from' : 'to';
    const message = `faults would begin from ${durationText(from)} to ${durationText(to)}: expected from before to`;
    problems.add('time-order', [...path, key], message);
  }
  const kinds = kindsOfPlan(generate, draft);
  const streams = hasStreams(draft);
  if (!streams && kinds.includes('reset')) {
    problems.add('contradiction', [...path, 'kinds', kinds.indexOf('reset')], NO_STREAM);
  }
  const { healed: healedBy } = generate;
  if (healedBy !== undefined && healedBy <= from) {
    const message = `all is over at ${durationText(healedBy)}, before the first fault at ${durationText(from)}`;
    problems.add('time-order', [...path, 'healed'], message);
  } else if (healedBy !== undefined && healedBy >= run) {
    const message = `${durationText(healedBy)} is not before the end of the run at ${durationText(run)}`;
    problems.add('after-the-end', [...path, 'healed'], message);
  }
  // Within the run, so that a plan that is printed can be loaded.
  const longest = Math.max(planDefaults.lasting.min, Math.min(planDefaults.lasting.max, run - to));
  const lasting = generate.lasting ?? { ...planDefaults.lasting, max: longest };
  if (generate.lasting !== undefined && to + lasting.max > run) {
    const message = `a fault that begins at ${durationText(to)} may last to ${durationText(to + lasting.max)}, after the end of the run at ${durationText(run)}: shorten it, or lower to`;
    problems.add('after-the-end', [...path, 'lasting'], message);
  }
  if (lasting.min === 0) problems.add('wrong-value', [...path, 'lasting'], 'found 0s, expected some time');
  const faults = countOf(generate.faults);
  if (faults.min < 1 || faults.min > faults.max || faults.max > FAULTS_MAX) {
    const message = `found "${generate.faults}", expected a range that rises, such as 3..8, up to ${FAULTS_MAX}`;
    problems.add('wrong-value', [...path, 'faults'], message);
  }
  const limits: PlanLimits = {
    faults,
    kinds,
    from,
    to,
    lasting,
    healedBy,
    servers: names.servers,
    clients: clients.map(({ id }) => id),
    groups: names.groups.filter((group) => group !== 'client'),
    roles: names.roles,
    messages: kindsOf('on', context),
    timers: kindsOf('timer', context),
    writes: system.writes === undefined ? [] : Object.keys(system.writes),
    streams,
  };
  return { seed: generate.seed === undefined ? undefined : String(generate.seed), limits };
}

function countOf(written: GenerateDocument['faults']): { readonly min: number; readonly max: number } {
  if (written === undefined) return planDefaults.faults;
  if (typeof written === 'number') return { min: written, max: written };
  const [min, max] = written.split('..').map(Number);
  return { min: min!, max: max! };
}
