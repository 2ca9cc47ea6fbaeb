// Options that are drawn: for a seed of a hunt, and in the words of a scenario, as capsules keep them.
import type { Options, System } from '../contract/system.ts';
import { drawOptions } from '../plans/index.ts';
import type { Scenario } from './scenario.ts';
import { durationText } from './words.ts';

/** Values by name as a scenario writes them: durations with their units. */
export type WrittenOptions = { readonly [name: string]: number | boolean | string };

/** What a hunt draws for a seed; nothing where the scenario lets it draw nothing. */
export function drawnOptions({ system, options, drawn, servers, clients }: Scenario, seed: string): Options {
  if (drawn.length === 0) return {};
  const ids = clients.map(({ id }) => id);
  const check = (chosen: Options) => system.check?.(chosen, servers, ids);
  return drawOptions(seed, { specs: system.options, drawn, options, check });
}

export function withOptions(scenario: Scenario, drawn: Options): Scenario {
  return { ...scenario, options: { ...scenario.options, ...drawn } };
}

/** Undefined: nothing was drawn. */
export function optionsWritten({ options: specs }: System, drawn: Options): WrittenOptions | undefined {
  const names = Object.keys(drawn);
  if (names.length === 0) return undefined;
  const written = (name: string) =>
    specs[name]!.type === 'duration' ? durationText(Number(drawn[name])) : drawn[name]!;
  return Object.fromEntries(names.map((name) => [name, written(name)]));
}

/** A scenario's own options with those that were drawn for it: nothing of them is drawn any more. */
export function fixedOptions(given: unknown, drawn: WrittenOptions | undefined): unknown {
  if (drawn === undefined) return given;
  const { preset: _, ...rest } = typeof given === 'object' && given !== null ? (given as WrittenOptions) : {};
  return { ...rest, ...drawn };
}
