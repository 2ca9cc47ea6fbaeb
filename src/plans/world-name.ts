// The name of a world that a hunt draws: a seed, and which parts of it are drawn from other seeds instead. With the
// scenario it is all that a run can be rebuilt from.
//
//   4711                                    everything from seed 4711
//   4711:timers=900:faults=901/5            but timers from 900, and one fault in five from 901
//   4711:later=902@40                       but from 40 % of the run on, draws and faults from 902
//
// Which name comes next is decided in `mutate.ts`; what the parts are, in `world-seeds.ts`.

/** Parts of the world, drawn before the run. `plan`: which kinds of faults, how many, and all of them. */
export const drawnBefore = ['options', 'network', 'disk', 'pace', 'clocks', 'plan'] as const;
/** Draws of the run itself. What clients do is always drawn from the seed, so that a schedule can be played on it. */
export const drawnWithin = ['links', 'timers', 'disks', 'crashes'] as const;

export type Part = (typeof drawnBefore)[number] | (typeof drawnWithin)[number];

export type Redraw =
  | { readonly part: Part; readonly seed: string }
  /** One fault of the plan in so many. */
  | { readonly part: 'faults'; readonly seed: string; readonly oneIn: number }
  /** All draws of the run and all faults that begin, from so much of the run on. */
  | { readonly part: 'later'; readonly seed: string; readonly percent: number };

export type WorldName = { readonly seed: string; readonly redraws: readonly Redraw[] };

const REDRAWS_MAX = 16;
const parts: ReadonlySet<string> = new Set([...drawnBefore, ...drawnWithin]);

/** A text without a colon is a seed as it stands. Undefined: it is no name of a world. */
export function parseWorld(text: string): WorldName | undefined {
  const [seed = '', ...rest] = text.split(':');
  if (rest.length > REDRAWS_MAX || (rest.length > 0 && !isSeed(seed))) return undefined;
  const redraws = rest.map(parseRedraw);
  return redraws.includes(undefined) ? undefined : { seed, redraws: redraws as Redraw[] };
}

function parseRedraw(text: string): Redraw | undefined {
  const [, part = '', seed = '', mark, digits] = /^([a-z]+)=(\d+)(?:([/@])([1-9]\d?))?$/.exec(text) ?? [];
  if (!isSeed(seed)) return undefined;
  const number = Number(digits);
  if (part === 'faults' && mark === '/') return { part, seed, oneIn: number };
  if (part === 'later' && mark === '@') return { part, seed, percent: number };
  return mark === undefined && parts.has(part) ? { part: part as Part, seed } : undefined;
}

function isSeed(text: string): boolean {
  return /^(0|[1-9]\d{0,15})$/.test(text);
}

export function worldText({ seed, redraws }: WorldName): string {
  return [seed, ...redraws.map(redrawText)].join(':');
}

function redrawText(redraw: Redraw): string {
  const { part, seed } = redraw;
  if (redraw.part === 'faults') return `${part}=${seed}/${redraw.oneIn}`;
  return redraw.part === 'later' ? `${part}=${seed}@${redraw.percent}` : `${part}=${seed}`;
}

/** Undefined: the name has no room for more. */
export function redrawn({ seed, redraws }: WorldName, redraw: Redraw): WorldName | undefined {
  const kept = redraws.filter((other) => !covers(redraw, other));
  return kept.length === REDRAWS_MAX ? undefined : { seed, redraws: [...kept, redraw] };
}

/** Whether nothing is left of another redraw once this one is added. */
function covers(redraw: Redraw, other: Redraw): boolean {
  if (redraw.part === 'later') return other.part === 'later' && other.percent >= redraw.percent;
  if (redraw.part === 'plan') return other.part === 'plan' || other.part === 'faults';
  return redraw.part !== 'faults' && other.part === redraw.part;
}
