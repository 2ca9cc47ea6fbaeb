// What a client of a lock remembers: where each of its threads stands, and the lock's own part.
//
//   idle ─next─▶ acquiring ─acquired─▶ reading ─Value─▶ working ◀─Written─▶ writing ─Written, at the end─▶ releasing ─▶ idle
//
// A thread believes that it holds the lock from `acquired` until it begins to release, or is told that it has lost it. Of
// anything else it learns nothing: a process that was paused goes on where it stood.
import type { Plain } from '../../../base/plain.ts';
import type { ClientContext, Kind } from '../../../contract/context.ts';
import type { NodeId } from '../../../contract/ids.ts';
import type { Workload } from '../../../contract/system.ts';
import type { Duration } from '../../../contract/time.ts';
import type { AnyDriver } from '../driver.ts';

export type Phase = 'idle' | 'acquiring' | 'reading' | 'working' | 'writing' | 'releasing';

export type Worker = {
  readonly phase: Phase;
  readonly believes: boolean;
  readonly token: number | null;
  /** How often it has locked and not yet unlocked: re-entrant locks only come to more than 1. */
  readonly holds: number;
  /** The counter as it was read, or last written by this hold. */
  readonly value: number;
  /** The time to work is over: what is written now is the last. */
  readonly isDone: boolean;
  /** Of the request to the resource that is open. */
  readonly number: number;
  /** The start of the next cycle has passed while one was under way. */
  readonly isDue: boolean;
};

/** Since the process started. `notHeld`: releases that found nothing of theirs. */
export type Counts = {
  readonly acquired: number;
  readonly updates: number;
  readonly fenced: number;
  readonly notHeld: number;
  readonly gaveUp: number;
  readonly refused: number;
  readonly lost: number;
  readonly wakeUps: number;
  readonly renewalsLost: number;
};

export type LockClientState<Lock extends Plain = Plain> = {
  /** Of the latest request to the resource. */
  readonly number: number;
  readonly isOver: boolean;
  /** One for each thread. */
  readonly workers: readonly Worker[];
  readonly lock: Lock;
  readonly counts: Counts;
};

/** `key`: the thread. */
export type WorkerTimer =
  | { readonly kind: 'next'; readonly key: string }
  | { readonly kind: 'work'; readonly key: string }
  | { readonly kind: 'write'; readonly key: string }
  | { readonly kind: 'resend'; readonly key: string }
  | { readonly kind: 'deadline'; readonly key: string }
  | { readonly kind: 'end' };

export type Ctx = ClientContext<Kind, WorkerTimer>;

export type WorkerSettings = {
  /** Between the two, drawn anew for each hold; null: it never ends. */
  readonly workOf: (client: NodeId) => { readonly min: Duration; readonly max: Duration } | null;
  /** 0: only at the end. */
  readonly writeEvery: Duration;
  readonly threads: number;
  readonly depth: number;
};

export type Plan = { readonly workload: Workload; readonly settings: WorkerSettings; readonly driver: AnyDriver };

export const idle: Worker = {
  phase: 'idle',
  believes: false,
  token: null,
  holds: 0,
  value: 0,
  isDone: false,
  number: 0,
  isDue: false,
};

export const noCounts: Counts = {
  acquired: 0,
  updates: 0,
  fenced: 0,
  notHeld: 0,
  gaveUp: 0,
  refused: 0,
  lost: 0,
  wakeUps: 0,
  renewalsLost: 0,
};
