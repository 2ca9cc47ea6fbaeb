// A fault plan from a seed and limits. At least half of its faults are set off by an event or a state, or fall on a role:
// faults on named nodes at times alone almost never meet the moment at which a protocol is vulnerable (DESIGN §5).
// Each fault draws from streams of its own: what one of them is does not change what the others do.
//
// Not promised: how many servers are down at once. Roles and triggers decide it while the plan runs.
import { assert, unreachable } from '../base/assert.ts';
import type { Fault, FaultAction, Target, Trigger } from '../contract/faults.ts';
import type { Time } from '../contract/time.ts';
import { drawTime, drawTrigger, drawWait } from './begin.ts';
import { Draw } from './draw.ts';
import { healed } from './heal.ts';
import { drawKind, feasibleKinds, type GeneratedKind, type PlanLimits } from './limits.ts';
import { drawCut, drawNetwork, drawPartition, drawReset } from './links.ts';
import { drawMachine } from './machines.ts';
import { faultText } from './text.ts';
import { node, type Scene } from './whom.ts';

/**
 * Sorted by the times at which faults begin or are looked for. A fault at a time ends at the latest `lasting.max` after
 * `to`. One with a trigger lasts as long, but begins when its event happens, which may be later than `to`, or never.
 * `seedOf`: of single faults, by their place in the order in which they are drawn.
 */
export function generatePlan(
  seed: string,
  limits: PlanLimits,
  seedOf: (item: number) => string = () => seed,
): readonly Fault[] {
  checkLimits(limits);
  const kinds = feasibleKinds(limits);
  assert(kinds.length > 0 || limits.faults.max === 0, 'none of the kinds can be generated within the limits');
  const { min, max } = limits.faults;
  const count = new Draw(seed, 'count').int(min, max);
  const faults: Fault[] = [];
  let aimed = 0;
  let before: Time | undefined;
  for (let item = 0; faults.length < count; item++) {
    // A free one may be two, and no other adds more restarts than aimed faults: half of all are aimed at every step.
    const isFree = 2 * aimed >= faults.length + 2 && new Draw(seed, `${item}/mode`).percent(70);
    const drawn = drawFaults(`${seedOf(item)}/${item}`, { kinds, isFree, before, limits }).slice(
      0,
      count - faults.length,
    );
    faults.push(...drawn);
    before = drawn[0]?.at;
    if (!isFree) aimed += drawn.filter(({ action }) => action.kind !== 'restart').length;
  }
  faults.sort((a, b) => a.at - b.at);
  return limits.healedBy === undefined ? faults : healed(faults, limits.healedBy, limits);
}

function checkLimits({ faults, from, to, lasting, servers }: PlanLimits): void {
  assert(servers.length > 0, 'a plan needs a server');
  assert(faults.min >= 0 && faults.min <= faults.max, 'from the least number of faults to the greatest');
  assert(from >= 0 && from <= to, 'from the earliest time to the latest');
  assert(lasting.min >= 1 && lasting.min <= lasting.max, 'from the shortest duration to the longest, at least 1 µs');
}

type Item = {
  readonly kinds: readonly GeneratedKind[];
  readonly isFree: boolean;
  readonly before: Time | undefined;
  readonly limits: PlanLimits;
};

/** One fault, and sometimes a second that makes it felt, or ends it. */
function drawFaults(seed: string, { kinds, isFree, before, limits }: Item): readonly Fault[] {
  const begin = new Draw(seed, 'begin');
  const kind = drawKind(kinds, new Draw(seed, 'kind'));
  const isTriggered = !isFree && (limits.roles.length === 0 || begin.percent(75));
  const trigger = isTriggered ? drawTrigger(limits, begin) : undefined;
  const at = isTriggered ? drawWait(limits, before, begin) : drawTime(limits, begin);
  const mode = trigger !== undefined ? 'trigger' : isFree ? 'plain' : 'role';
  const action = drawAction(kind, { limits, draw: new Draw(seed, 'action'), mode, trigger });
  const fault = faultOf(action, { at, trigger }, limits, new Draw(seed, 'end'));
  if (action.kind === 'corrupt' && limits.kinds.includes('crash')) {
    // Damage is found at the next start.
    const crash = { kind: 'crash', targets: action.targets } as const;
    return [fault, faultOf(crash, { at, trigger }, limits, new Draw(seed, 'restart'))];
  }
  if (action.kind !== 'failWrites' && action.kind !== 'fullDisk') return [fault];
  return [fault, restartAfter(fault, action.targets, limits, new Draw(seed, 'restart'))];
}

/** A node that stops at a write that fails stays down until somebody starts it. Only a named one is known before. */
function restartAfter(fault: Fault, targets: readonly Target[], limits: PlanLimits, draw: Draw): Fault {
  const { groups, servers, to, lasting } = limits;
  const all = groups.length > 0 ? groups.map((group): Target => ({ select: 'group', group })) : servers.map(node);
  const isNamed = targets.every(({ select }) => select === 'node');
  const action = { kind: 'restart', targets: isNamed ? targets : all } as const;
  const { at, until, lasts = 0 } = fault;
  return {
    ...named(action),
    at: until ?? drawTime({ from: at + lasts, to: to + lasting.max }, draw),
    until: undefined,
  };
}

function drawAction(kind: GeneratedKind, scene: Scene): FaultAction {
  switch (kind) {
    case 'partition':
      return drawPartition(scene);
    case 'cut':
      return drawCut(scene);
    case 'network':
      return drawNetwork(scene);
    case 'reset':
      return drawReset(scene);
    default:
      return drawMachine(kind, scene);
  }
}

function faultOf(
  action: FaultAction,
  { at, trigger }: Pick<Fault, 'trigger'> & { readonly at: Time },
  { lasting }: PlanLimits,
  draw: Draw,
): Fault {
  // What strikes at the right moment often has to be over while that moment lasts: a vote, a change of leader.
  const isShort = draw.percent(trigger === undefined ? 30 : 70);
  const lasts = doesLast(action) ? draw.round(lasting, isShort ? 'doublings' : 'uniform') : undefined;
  const what = named(action, trigger);
  if (trigger === undefined) return { ...what, at, until: lasts === undefined ? undefined : at + lasts };
  return { ...what, at, trigger, until: undefined, ...(lasts === undefined ? {} : { lasts }) };
}

const named = (action: FaultAction, trigger?: Trigger) => ({
  name: action.kind,
  action,
  text: faultText({ action, trigger }),
});

/** The others happen at an instant. */
function doesLast(action: FaultAction): boolean {
  switch (action.kind) {
    case 'reset':
    case 'restart':
    case 'corrupt':
      return false;
    case 'clock':
      return action.rate !== undefined || action.offset !== 0;
    case 'partition':
    case 'cut':
    case 'network':
    case 'crash':
    case 'replace':
    case 'pause':
    case 'slow':
    case 'slowDisk':
    case 'failWrites':
    case 'fullDisk':
      return true;
    default:
      return unreachable(action);
  }
}
