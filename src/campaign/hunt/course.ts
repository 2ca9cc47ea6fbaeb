// How a campaign chooses the worlds of its seeds. Which these are is in `worlds.ts`.

/** `world`: the campaign has but one, by its name. */
export type Strategy = 'random' | 'guided' | 'world';

/** `world`: where the strategy says so. */
export type Course = { readonly strategy: Strategy; readonly world?: string | undefined };

/** `with --strategy guided` */
export function courseText({ strategy, world }: Course): string {
  return world === undefined ? `with --strategy ${strategy}` : `in the world ${world} alone`;
}
