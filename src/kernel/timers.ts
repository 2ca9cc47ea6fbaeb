// When a timer is due, and the queue entry that looks after it.
import type { Time } from '../contract/time.ts';
import type { Node } from './node.ts';
import { NONE, TIMER, type TimerRecord } from './pending.ts';
import type { World } from './world.ts';

/** What a handler has asked for. */
export type SetTimer = Pick<TimerRecord, 'name' | 'timer' | 'min' | 'max'>;

/**
 * Sets a timer to a time, or sets it again. A timer that is only put off keeps its old queue entry, which then wakes too
 * early and is put back with the later time (`timed.ts`): a Raft follower's election timer is put off at every heartbeat,
 * and a queue entry each time would fill the queue with dead ones. Time and sequence are those of this call either way.
 */
export function armTimer(world: World, node: Node, set: SetTimer, due: Time, cause: number): void {
  const { name, timer, min, max } = set;
  const seq = world.nextSeq++;
  const old = node.timers.get(name);
  const isPutOff = old !== undefined && old.wakeAt <= due;
  const wake = isPutOff ? old.wake : seq;
  const wakeAt = isPutOff ? old.wakeAt : due;
  node.timers.set(name, { name, timer, min, max, due, seq, cause, wake, wakeAt });
  node.touch();
  if (isPutOff) return;
  world.queue.add({ time: due, seq, kind: TIMER, node: node.index, from: NONE, cause, tag: NONE, payload: name });
}
