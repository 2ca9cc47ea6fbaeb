// The disks of one seed: from those that are done at once to those that are slower than the network.
import type { Span } from '../contract/faults.ts';
import { ms, us } from '../contract/time.ts';
import { Draw } from './draw.ts';
import type { SwarmDisk, SwarmScene } from './swarm-scene.ts';
import { spanText } from './text.ts';

type DiskScene = Pick<SwarmScene, 'disk' | 'writes'>;

const LATENCY_MAX = ms(400);

export function drawDisk(seed: string, { disk, writes }: DiskScene): SwarmDisk {
  const draw = new Draw(seed, 'swarm/disk');
  if (draw.percent(20)) return disk;
  const { min: latencyMin, max: latencyMax } = drawSpan(draw);
  const blocking = new Draw(seed, 'swarm/blocking').percent(20);
  const kinds = drawKinds(writes, seed);
  return { latencyMin, latencyMax, ...(kinds === undefined ? {} : { kinds }), ...(blocking ? { blocking } : {}) };
}

function drawSpan(draw: Draw): Span {
  return draw.weighted<Span>([
    [20, () => ({ min: 0, max: 0 })],
    [35, () => draw.span({ min: us(100), max: ms(10) })],
    [45, () => draw.span({ min: ms(1), max: LATENCY_MAX })],
  ]);
}

/** One kind of write that takes longer, or shorter, than the others. */
function drawKinds(writes: readonly string[], seed: string): SwarmDisk['kinds'] {
  const draw = new Draw(seed, 'swarm/writes');
  if (writes.length === 0 || !draw.percent(30)) return undefined;
  return { [draw.oneOf(writes)]: drawSpan(draw) };
}

/** `disk 1ms..5ms, log 0s, blocking`. */
export function diskText({ latencyMin, latencyMax, kinds = {}, blocking = false }: SwarmDisk): string {
  const others = Object.entries(kinds).map(([kind, span]) => `, ${kind} ${spanText(span)}`);
  return `disk ${spanText({ min: latencyMin, max: latencyMax })}${others.join('')}${blocking ? ', blocking' : ''}`;
}
