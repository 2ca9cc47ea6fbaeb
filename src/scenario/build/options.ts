// The system and its options: names, types and bounds, as the system declares them.
import { sortedKeys } from '../../base/sorted.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { OptionSpec, Options, System } from '../../contract/system.ts';
import type { Problems } from '../problem.ts';
import type { Draft } from '../schema/draft.ts';
import { didYouMean, oneOf } from '../suggest.ts';
import { quoted, shown } from '../text/printable.ts';
import { expected, parseDuration } from '../units.ts';
import { durationText } from '../words.ts';

export function buildSystem(draft: Draft, systems: readonly System[], problems: Problems): System | undefined {
  const { system: name } = draft;
  if (name === undefined) return undefined;
  const system = systems.find((candidate) => candidate.name === name);
  if (system !== undefined) return system;
  const names = systems.map((candidate) => candidate.name);
  const hint = didYouMean(name, names);
  problems.add('unknown-name', ['system'], `there is no system ${quoted(name)}: expected ${oneOf(names)}`, { hint });
  return undefined;
}

/** All options of the system: the scenario's values, and the defaults of the others. */
export function buildOptions(
  draft: Draft,
  system: System,
  { servers, clients }: { readonly servers: readonly NodeId[]; readonly clients: readonly NodeId[] },
  problems: Problems,
): Options {
  const given = draft.options ?? {};
  const before = problems.count;
  const preset = presetOf(given, system, problems);
  for (const name of Object.keys(given)) {
    const hasPresets = presetsOf(system).length > 0;
    if (Object.hasOwn(system.options, name) || (name === PRESET && hasPresets)) continue;
    const names = sortedKeys({ ...system.options, ...(hasPresets ? { [PRESET]: true } : {}) });
    const known = names.length === 0 ? 'it has no options' : `expected ${oneOf(names)}`;
    const message = `${system.name} has no option ${quoted(name)}: ${known}`;
    problems.add('unknown-name', ['options', name], message, { hint: didYouMean(name, names), part: 'key' });
  }
  const options: { [name: string]: number | boolean | string } = {};
  for (const name of sortedKeys(system.options)) {
    const spec = system.options[name]!;
    const value = Object.hasOwn(given, name) ? optionValue(spec, given[name]!) : (preset[name] ?? spec.default);
    if (typeof value !== 'object') options[name] = value;
    else {
      problems.add('wrong-option', ['options', name], value.problem, { hint: value.hint });
      options[name] = spec.default;
    }
  }
  // With a default in the place of a wrong value nothing could be said of the options together.
  // Of a workload that is wrong the clients are not known.
  const known = draft.workloadIsWrong ? undefined : clients;
  const wrong = problems.count === before ? system.check?.(options, servers, known) : undefined;
  if (wrong !== undefined) problems.add('contradiction', ['options'], wrong, { part: 'key' });
  return options;
}

/** Among a scenario's options: the values to begin with. */
export const PRESET = 'preset';

/** The preset of which a hunt draws for each seed; elsewhere it is the defaults. */
export const DRAWN = 'drawn';

function presetsOf({ presets = {}, options }: System): readonly string[] {
  const isDrawable = Object.values(options).some(({ swarm }) => swarm !== undefined);
  return sortedKeys({ ...presets, ...(isDrawable ? { [DRAWN]: true } : {}) });
}

/** The options that a hunt draws: with `preset: drawn` all that are not written beside it, as far as they can be drawn. */
export function drawnNames({ options: given = {} }: Draft, { options, presets = {} }: System): readonly string[] {
  if (given[PRESET] !== DRAWN || Object.hasOwn(presets, DRAWN)) return [];
  return sortedKeys(options).filter((name) => options[name]!.swarm !== undefined && !Object.hasOwn(given, name));
}

function presetOf(given: { readonly [name: string]: unknown }, system: System, problems: Problems): Options {
  const { presets = {} } = system;
  const names = presetsOf(system);
  if (names.length === 0 || !Object.hasOwn(given, PRESET)) return {};
  const name = given[PRESET];
  if (name === DRAWN && names.includes(DRAWN)) return {};
  if (typeof name === 'string' && Object.hasOwn(presets, name)) return presets[name]!.options;
  const message = `${system.name} has no preset ${shown(name)}: expected ${oneOf(names)}`;
  problems.add('unknown-name', ['options', PRESET], message, { hint: didYouMean(String(name), names) });
  return {};
}

type Wrong = { readonly problem: string; readonly hint?: string | undefined };

function optionValue(spec: OptionSpec, value: number | boolean | string): number | boolean | string | Wrong {
  const wrong = (expectation: string): Wrong => ({ problem: `found ${shown(value)}, expected ${expectation}` });
  switch (spec.type) {
    case 'duration': {
      const bounds = `from ${durationText(spec.min)} to ${durationText(spec.max)}`;
      if (typeof value === 'number') return wrong(`${expected.duration}, ${bounds}: write the unit`);
      if (typeof value !== 'string') return wrong(`${expected.duration}, ${bounds}`);
      const parsed = parseDuration(value.trim());
      if ('problem' in parsed) return parsed;
      return parsed.value < spec.min || parsed.value > spec.max ? wrong(`a duration ${bounds}`) : parsed.value;
    }
    case 'count': {
      const isWithin =
        typeof value === 'number' && Number.isSafeInteger(value) && value >= spec.min && value <= spec.max;
      return isWithin ? value : wrong(`a whole number from ${spec.min} to ${spec.max}`);
    }
    case 'boolean':
      return typeof value === 'boolean' ? value : wrong('true or false');
    case 'choice':
      if (typeof value === 'string' && spec.choices.includes(value)) return value;
      return { ...wrong(oneOf(spec.choices)), hint: didYouMean(String(value), spec.choices) };
    case 'text':
      if (typeof value === 'string' && value.length <= spec.lengthMax) return value;
      return wrong(`words, at most ${spec.lengthMax} characters`);
  }
}
