// What a client of Redlock remembers (Redis documentation, "Distributed locks": the Redlock algorithm), thread by thread.
//
//   idle ─acquire─▶ asking ─quorum, and time left─▶ held ─release─▶ releasing ─▶ idle
//                    ▲  │ no quorum, or too late: unlocks everywhere
//                    └─ pausing

import type { NodeId } from '../../contract/ids.ts';
import type { Duration, LocalTime } from '../../contract/time.ts';
import type { DriverContext } from '../locks/index.ts';
import type { Answer, Command, Execute, Refused } from '../redis/index.ts';

/** Of one server in this round: what it has answered, null for an error or too late. */
export type Answered = { readonly [server: NodeId]: boolean | null };

export type Round = {
  readonly phase: 'idle' | 'asking' | 'pausing' | 'held' | 'releasing';
  /** The value of the key: random in the documentation, here a name that nobody else has. */
  readonly owner: string;
  /** When the first server was asked, by the monotonic clock. */
  readonly startedAt: LocalTime;
  /** Who has been asked so far, and in which message. */
  readonly asked: { readonly [server: NodeId]: number };
  readonly answered: Answered;
};

export type Redlock = {
  /** Of the latest message, and of the latest acquisition, over all lives of the process. */
  readonly attempt: number;
  readonly number: number;
  readonly threads: readonly Round[];
};

export type Message = Answer | Refused;
/** `key`: the thread. */
export type Timer =
  | { readonly kind: 'node'; readonly key: string }
  | { readonly kind: 'retry'; readonly key: string }
  | { readonly kind: 'validity'; readonly key: string };
export type Sends = Execute;
export type Ctx = DriverContext<Sends, Timer>;

export type Settings = {
  readonly ttl: Duration;
  /** How long one server has to answer. */
  readonly nodeTimeout: Duration;
  /** Taken off the validity. */
  readonly driftAllowance: Duration;
  readonly isSequential: boolean;
  readonly retryMin: Duration;
  readonly retryMax: Duration;
};

/** The one lock that there is. */
export const KEY = 'lock';

export const idle: Round = { phase: 'idle', owner: '', startedAt: 0, asked: {}, answered: {} };

export function quorumOf(ctx: Ctx): number {
  return Math.floor(ctx.group('server').length / 2) + 1;
}

export function setCommand(owner: string, ttl: Duration): Command {
  return { name: 'SET', key: KEY, value: owner, px: ttl, nx: true };
}

export function deleteCommand(owner: string): Command {
  return { name: 'EVAL', script: 'compare-and-delete', key: KEY, args: [owner] };
}
