// Clock faults: a node's clock changes, and with it the true times at which its timers fire.

import { type Clock, jumped, remaining, trueClock, trueDelay, withRate } from '../clock/clock.ts';
import type { FaultAction } from '../contract/faults.ts';
import type { Duration } from '../contract/time.ts';
import type { Node } from './node.ts';
import { NONE } from './pending.ts';
import { armTimer } from './timers.ts';
import type { World } from './world.ts';

type ClockAction = Extract<FaultAction, { kind: 'clock' }>;

export function changeClock(world: World, node: Node, { rate, offset, jump }: ClockAction, id: number): void {
  node.clockFaults = [...node.clockFaults, id];
  let { clock } = node;
  if (rate !== undefined) clock = withRate(clock, world.time, rate);
  setClock(world, node, jumped(clock, offset + jump), offset + jump);
}

/** The rate is again that of the clock fault that began last among those that still last; what it had gained stays. */
export function restoreClock(world: World, node: Node, { rate, offset }: ClockAction, id: number): void {
  // A machine that came in its place since has a clock of its own.
  if (!node.clockFaults.includes(id)) return;
  node.clockFaults = node.clockFaults.filter((other) => other !== id);
  let { clock } = node;
  if (rate !== undefined) clock = withRate(clock, world.time, rateNow(world, node));
  setClock(world, node, jumped(clock, -offset), -offset);
}

function rateNow(world: World, { clockFaults }: Node): Clock['rate'] {
  const rates = clockFaults.flatMap((id) => {
    const { action } = world.faults[id]!;
    return action.kind === 'clock' && action.rate !== undefined ? [action.rate] : [];
  });
  return rates.at(-1) ?? trueClock.rate;
}

/**
 * What a timer has left at most, by its node's clock: as much as a timer can be set to. A wall clock that is set back a
 * day, again and again, would add to it until the true time of its end is no exact integer any more. No run comes near:
 * of its 24 h at most a clock that runs a hundred times too fast makes 100 days, and this is more than two years.
 */
const LEFT_MAX: Duration = 2 ** 46;

/** `by`: how far the wall clock jumps. Timers keep what their clock still has to run, less what it jumped over. */
function setClock(world: World, node: Node, clock: Clock, by: Duration): void {
  const before = node.clock;
  node.clock = clock;
  node.touch();
  const skipped = node.protocol.timers === 'wall' ? by : 0;
  for (const timer of [...node.timers.values()]) {
    // One that waits in the inbox has fired already.
    if (timer.wake === NONE) continue;
    const left = Math.min(LEFT_MAX, Math.max(0, remaining(before, world.time, timer.due) - skipped));
    const due = world.time + trueDelay(clock, left);
    if (due !== timer.due) armTimer(world, node, timer, due, timer.cause);
  }
}
