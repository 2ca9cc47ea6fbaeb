// The faults of one seed: which kinds are in play, how many there are and how long they last; and the clocks that are
// wrong from the beginning. The faults themselves are drawn as those of any plan: `generate.ts`.
import type { Fault, FaultAction, Span } from '../contract/faults.ts';
import { ms, type Time, us } from '../contract/time.ts';
import { clamped, Draw } from './draw.ts';
import { generatePlan } from './generate.ts';
import { drawKind, feasibleKinds, type GeneratedKind, type PlanLimits, safeKinds } from './limits.ts';
import { drawRate, drawShift } from './machines.ts';
import type { SwarmScene } from './swarm-scene.ts';
import { actionText } from './text.ts';
import { node } from './whom.ts';

/** With so many every node is struck again and again; a plan can still be read. */
const FAULTS_MAX = 120;

/** So many last at a time at the most, if all happen: where all is down all the time, nothing else goes wrong. */
const AT_ONCE = 3;

export function drawFaultLimits(seed: string, scene: SwarmScene): PlanLimits {
  const { until, servers, clients, groups, streams } = scene;
  const window = drawWindow(until, new Draw(seed, 'swarm/window'));
  const shape = { servers, clients, groups, streams, ...drawFocus(seed, scene), ...window };
  const any = { ...shape, kinds: scene.kinds ?? safeKinds, faults: { min: 0, max: 0 }, lasting: shortest };
  const kinds = drawKinds(feasibleKinds(any), seed);
  const lasting = drawLasting(until, new Draw(seed, 'swarm/lasting'));
  const most = clamped(Math.ceil((AT_ONCE * until) / lasting.max), 1, FAULTS_MAX);
  const count = kinds.length === 0 ? 0 : Math.min(most, drawCount(new Draw(seed, 'swarm/count')));
  return { ...any, kinds, faults: { min: count, max: count }, lasting };
}

type Focus = Pick<PlanLimits, 'messages' | 'timers' | 'writes' | 'roles'>;

/** What sets faults off is in play or not, as kinds of faults are: many faults around one message meet its races. */
function drawFocus(seed: string, { messages, timers, writes, roles }: SwarmScene): Focus {
  const draw = new Draw(seed, 'swarm/focus');
  if (draw.percent(40)) return { messages, timers, writes, roles };
  const some = (names: readonly string[]) =>
    draw
      .shuffled(names)
      .slice(0, draw.small(names.length + 1))
      .sort();
  return { messages: some(messages), timers: some(timers), writes: some(writes), roles: some(roles) };
}

/** From the beginning or later; to the end, or with some calm after it, in which what went wrong can come to light. */
function drawWindow(until: Time, draw: Draw): Pick<PlanLimits, 'from' | 'to'> {
  const tenth = Math.floor(until / 10);
  return { from: draw.percent(60) ? 0 : draw.int(0, 3 * tenth), to: draw.int(5 * tenth, 9 * tenth) };
}

const shortest: Span = { min: 1, max: 1 };

export function generatedWithin(seed: string, limits: PlanLimits, seedOf?: (item: number) => string): readonly Fault[] {
  return limits.faults.max === 0 ? [] : generatePlan(seed, limits, seedOf);
}

/** Mostly a few: what is left out cannot hide what the others do. Those that are drawn often are in play often. */
function drawKinds(feasible: readonly GeneratedKind[], seed: string): readonly GeneratedKind[] {
  const draw = new Draw(seed, 'swarm/kinds');
  const size = draw.percent(15) ? feasible.length : draw.int(1, 4);
  // What is lost in a crash is what most protocols are wrong about.
  const isCrashing = feasible.includes('crash') && draw.percent(35);
  const kinds: GeneratedKind[] = isCrashing ? ['crash'] : [];
  let left = feasible.filter((kind) => !kinds.includes(kind));
  while (left.length > 0 && kinds.length < size) {
    const kind = drawKind(left, draw);
    kinds.push(kind);
    left = left.filter((other) => other !== kind);
  }
  return kinds;
}

function drawCount(draw: Draw): number {
  return draw.weighted<number>([
    [3, () => 0],
    [12, () => draw.int(1, 3)],
    [25, () => draw.int(4, 15)],
    [60, () => draw.int(16, FAULTS_MAX)],
  ]);
}

/** Down for a blink, so that messages outlive it, or for a good part of the run. */
function drawLasting(until: Time, draw: Draw): Span {
  const longest = Math.max(ms(20), Math.floor(until / 3));
  const max = draw.round({ min: ms(10), max: longest }, 'doublings');
  return { min: Math.min(max, draw.oneOf([us(100), ms(1), ms(10)])), max };
}

/** In one run of three some servers' clocks go wrong, or are wrong, from the beginning to the end. */
export function drawClocks(seed: string, { kinds = safeKinds, servers }: SwarmScene): readonly Fault[] {
  const draw = new Draw(seed, 'swarm/clocks');
  if (!kinds.includes('clock') || !draw.percent(33)) return [];
  const several = draw.shuffled(servers).slice(0, draw.int(1, servers.length));
  return [...several].sort().map((id) => {
    const wrong = draw.weighted<Pick<Extract<FaultAction, { kind: 'clock' }>, 'rate' | 'offset'>>([
      [60, () => ({ rate: drawRate(draw), offset: 0 })],
      [20, () => ({ rate: undefined, offset: drawShift(draw) })],
      [20, () => ({ rate: drawRate(draw), offset: drawShift(draw) })],
    ]);
    const action: FaultAction = { kind: 'clock', targets: [node(id)], ...wrong, jump: 0 };
    return { name: 'clock', at: 0, until: undefined, action, text: actionText(action) };
  });
}
