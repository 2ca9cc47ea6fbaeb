// What sets a generated fault off: an event, or a node that comes into a role. A fault at a time alone hits the few
// microseconds that matter too seldom: after a vote was given, before it is on the disk.
import type { EventPattern, Target, Trigger } from '../contract/faults.ts';
import type { Time } from '../contract/time.ts';
import { clamped, type Draw } from './draw.ts';
import type { PlanLimits } from './limits.ts';
import { node } from './whom.ts';

/** The nth event or state from the fault's time on. */
const NTH_MAX = 20;

/**
 * To the millisecond. Not to two digits as other numbers are: beyond a second that grid is as coarse as the timers of
 * protocols, and every fault would strike at the same phase of them.
 */
export function drawTime({ from, to }: { readonly from: Time; readonly to: Time }, draw: Draw): Time {
  const time = draw.int(from, to);
  return to - from < 100_000 ? time : clamped(time - (time % 1_000), from, to);
}

/** From when on a trigger is looked for: from the beginning, from the fault drawn before it, or any time. */
export function drawWait(limits: PlanLimits, before: Time | undefined, draw: Draw): Time {
  return draw.weighted<Time>([
    [40, () => limits.from],
    [before === undefined ? 0 : 40, () => before ?? limits.from],
    [20, () => drawTime(limits, draw)],
  ]);
}

export function drawTrigger(limits: PlanLimits, draw: Draw): Trigger {
  const { roles, writes, messages, timers } = limits;
  return draw.weighted<Trigger>([
    [55, () => onEvent(messageEvent(limits, draw, messages), draw)],
    [15, () => onEvent({ event: 'timer', from: undefined, ...kindAndPlace(limits, draw, timers) }, draw)],
    [
      writes.length > 0 ? 15 : 0,
      () => onEvent({ event: 'write', from: undefined, ...kindAndPlace(limits, draw, writes) }, draw),
    ],
    [5, () => ({ nth: draw.small(3), on: { event: 'start', kind: undefined, node: undefined, from: undefined } })],
    [roles.length > 0 ? 15 : 0, () => ({ nth: draw.small(3), when: { of: role(limits, draw), test: undefined } })],
  ]);
}

/** What one node or one sender alone must do comes less often. */
function onEvent(on: EventPattern, draw: Draw): Trigger {
  const isNarrow = on.node !== undefined || on.from !== undefined;
  return { nth: draw.small(isNarrow ? NTH_MAX / 4 : NTH_MAX), on };
}

function messageEvent(limits: PlanLimits, draw: Draw, kinds: readonly string[]): EventPattern {
  const { kind, node: to } = kindAndPlace(limits, draw, kinds);
  const senders = [...limits.servers, ...limits.clients].filter((id) => to?.select !== 'node' || to.node !== id);
  const from = draw.weighted<Target | undefined>([
    [75, () => undefined],
    [senders.length > 0 ? 10 : 0, () => node(draw.oneOf(senders))],
    [limits.roles.length > 0 ? 15 : 0, () => role(limits, draw)],
  ]);
  return { event: 'message', kind, node: to, from };
}

/** Of any kind at all only at a place: the rest of the world has too many of them. */
function kindAndPlace(limits: PlanLimits, draw: Draw, kinds: readonly string[]): Pick<EventPattern, 'kind' | 'node'> {
  const kind = kinds.length > 0 && draw.percent(85) ? draw.oneOf(kinds) : undefined;
  if (kind !== undefined && draw.percent(60)) return { kind, node: undefined };
  const isRole = limits.roles.length > 0 && draw.percent(40);
  return { kind, node: isRole ? role(limits, draw) : node(draw.oneOf(limits.servers)) };
}

const role = ({ roles }: PlanLimits, draw: Draw): Target => ({ select: 'role', role: draw.oneOf(roles) });
