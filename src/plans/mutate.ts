// The next world of a guided hunt: most of a world that met something new, some of it drawn anew.
import { Draw } from './draw.ts';
import { drawnBefore, drawnWithin, parseWorld, type Redraw, redrawn, worldText } from './world-name.ts';

const MUTATIONS_MAX = 3;

/** `seed`: what is new is drawn from it. Undefined: the name of the parent has no room for more. */
export function mutated(parent: string, seed: string): string | undefined {
  const draw = new Draw(seed, 'swarm/mutate');
  let name = parseWorld(parent);
  for (let left = draw.small(MUTATIONS_MAX); left > 0 && name !== undefined; left--) {
    name = redrawn(name, drawRedraw(seed, draw));
  }
  // Never alone: most scenarios let nothing of them be drawn, and the world would be its parent.
  if (name !== undefined && draw.percent(15)) name = redrawn(name, { part: 'options', seed });
  return name && worldText(name);
}

function drawRedraw(seed: string, draw: Draw): Redraw {
  return draw.weighted<Redraw>([
    [35, () => ({ part: 'later', seed, percent: draw.int(1, 95) })],
    [30, () => ({ part: 'faults', seed, oneIn: draw.oneOf([2, 5, 20]) })],
    [15, () => ({ part: draw.oneOf(drawnWithin), seed })],
    [15, () => ({ part: draw.oneOf(drawnBefore.filter((part) => part !== 'options' && part !== 'plan')), seed })],
    [5, () => ({ part: 'plan', seed })],
  ]);
}
