// A register of which the last write wins (LWW-register: Shapiro et al. 2011, §3.2.1), by the wall clocks of the replicas
// that took the writes. Whose clock is behind loses to writes that came before.
import type { Plain } from '../../base/plain.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { LocalTime } from '../../contract/time.ts';

export type Register = {
  readonly kind: 'register';
  readonly value: Plain;
  readonly at: LocalTime;
  /** Who took the write: of two at the same time the greater name wins, everywhere. */
  readonly by: NodeId;
  /**
   * Counts the changes of that replica. Its clock may stand still or go back, so that two of its writes have one time, and
   * without a third mark nobody could tell which of them is meant: replicas would keep the one that came first.
   */
  readonly change: number;
};

/** A later write of one replica never loses to its own earlier one, even where the clock went back. */
export function write(
  before: Register | undefined,
  value: Plain,
  now: LocalTime,
  replica: NodeId,
  change: number,
): Register {
  const isOwn = before?.by === replica;
  return { kind: 'register', value, at: isOwn ? Math.max(now, before.at + 1) : now, by: replica, change };
}

export function isLater(a: Register, b: Register): boolean {
  if (a.at !== b.at) return a.at > b.at;
  return a.by !== b.by ? a.by > b.by : a.change > b.change;
}

export function joinRegisters(a: Register, b: Register): Register {
  return isLater(b, a) ? b : a;
}
