// Generated faults of nodes: their processes, their disks, their clocks.
import type { FaultAction, Target, Unsynced } from '../contract/faults.ts';
import type { Ratio } from '../contract/system.ts';
import { type Duration, ms, seconds } from '../contract/time.ts';
import { type Draw, ratioOf } from './draw.ts';
import type { GeneratedKind } from './limits.ts';
import { drawOne, drawServer, drawSome, type Scene } from './whom.ts';

export type MachineKind = Exclude<GeneratedKind, 'partition' | 'cut' | 'network' | 'reset'>;

export function drawMachine(kind: MachineKind, scene: Scene): FaultAction {
  const { draw, limits } = scene;
  // Clients have no disk.
  const onDisks = { ...scene, limits: { ...limits, clients: [] } };
  switch (kind) {
    case 'crash': {
      const unsynced = draw.oneOf<Unsynced>(['drawn', 'drawn', 'lost', 'kept', 'torn']);
      return { kind, targets: drawSome(scene), ...(unsynced === 'drawn' ? {} : { unsynced }) };
    }
    case 'pause':
      return { kind, targets: drawSome(scene) };
    case 'replace':
      return { kind, targets: [drawOne(onDisks)] };
    case 'corrupt':
      return { kind, targets: [same(drawOne(onDisks), scene)] };
    case 'slow':
      return { kind, targets: drawSome(scene), service: draw.span({ min: 100, max: ms(20) }) };
    case 'slowDisk':
      return { kind, targets: drawSome(onDisks), latency: draw.span({ min: ms(1), max: ms(500) }) };
    case 'failWrites': {
      const write = limits.writes.length > 0 && draw.percent(60) ? draw.oneOf(limits.writes) : undefined;
      return { kind, targets: [same(drawOne(onDisks), scene)], write };
    }
    case 'fullDisk':
      return { kind, targets: [same(drawOne(onDisks), scene)], write: undefined };
    case 'clock':
      return { kind, targets: drawSome(scene), ...drawClock(draw) };
  }
}

/** One that a second fault can mean too: not one that each fault draws anew. */
function same(target: Target, scene: Scene): Target {
  return target.select === 'random' ? drawServer(scene) : target;
}

type Clock = { readonly rate: Ratio | undefined; readonly offset: Duration; readonly jump: Duration };

function drawClock(draw: Draw): Clock {
  const none = { rate: undefined, offset: 0, jump: 0 };
  return draw.weighted<Clock>([
    [45, () => ({ ...none, rate: drawRate(draw) })],
    [20, () => ({ ...none, jump: drawShift(draw) })],
    [20, () => ({ ...none, offset: drawShift(draw) })],
    [15, () => ({ ...none, rate: drawRate(draw), jump: drawShift(draw) })],
  ]);
}

/** 50 % to 200 %, mostly near 100 % and never that: drifts of a thousandth and more. */
export function drawRate(draw: Draw): Ratio {
  const isFast = draw.percent(50);
  const parts = draw.round({ min: 1, max: isFast ? 1_000 : 500 }, 'doublings');
  return ratioOf(isFast ? 1_000 + parts : 1_000 - parts, 1_000);
}

/** Forward or back, up to ten seconds. */
export function drawShift(draw: Draw): Duration {
  const shift = draw.round({ min: ms(1), max: seconds(10) }, 'doublings');
  return draw.percent(50) ? shift : -shift;
}
