// The system's options for one seed of a hunt, each from what its specification says may be drawn. A feature that is off
// cannot hide what another does; so each option is drawn by itself, from a stream of its own.
import type { OptionSpec, Options } from '../contract/system.ts';
import { Draw } from './draw.ts';

/** Options that contradict each other are drawn again; most pairs of options do not. */
const TRIES = 1_000;

export type OptionsScene = {
  readonly specs: { readonly [name: string]: OptionSpec };
  /** The names of those that are drawn. */
  readonly drawn: readonly string[];
  /** The scenario's, in which nothing contradicts anything. */
  readonly options: Options;
  readonly check?: ((options: Options) => string | undefined) | undefined;
};

/** What was drawn, by name; nothing where no draw in a thousand is without contradiction. */
export function drawOptions(seed: string, { specs, drawn, options, check }: OptionsScene): Options {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const chosen = Object.fromEntries(drawn.map((name) => [name, drawOption(seed, name, attempt, specs[name]!)]));
    if (check?.({ ...options, ...chosen }) === undefined) return chosen;
  }
  return {};
}

function drawOption(seed: string, name: string, attempt: number, { swarm, default: standard }: OptionSpec) {
  return swarm === undefined ? standard : new Draw(seed, `swarm/options/${attempt}/${name}`).oneOf(swarm);
}
