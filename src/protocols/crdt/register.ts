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
};

/** A later write of one replica never loses to its own earlier one, even where the clock went back. */
export function write(before: Register | undefined, value: Plain, now: LocalTime, replica: NodeId): Register {
  const isOwn = before?.by === replica;
  return { kind: 'register', value, at: isOwn ? Math.max(now, before.at + 1) : now, by: replica };
}

export function isLater(a: Register, b: Register): boolean {
  return a.at !== b.at ? a.at > b.at : a.by > b.by;
}

export function joinRegisters(a: Register, b: Register): Register {
  return isLater(b, a) ? b : a;
}
