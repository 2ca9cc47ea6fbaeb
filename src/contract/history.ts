// Histories: what clients asked and were told, in Jepsen's shape, so that others' histories can be judged here and
// ours elsewhere.
import type { Plain } from '../base/plain.ts';
import type { Time } from './time.ts';

/** Why an operation did not succeed. `definite`: it certainly had no effect. */
export type OperationError = { readonly code: string; readonly definite: boolean };

/**
 * One line of a history. The position in the history is the order in real time; `time` is only for people.
 * After `info` the process number is never used again.
 */
export type HistoryEvent = {
  readonly process: number;
  readonly type: 'invoke' | 'ok' | 'fail' | 'info';
  readonly f: string;
  readonly value: Plain;
  readonly key?: string;
  readonly time?: Time;
  readonly error?: OperationError;
};

/** One operation: an invocation paired with what became of it. */
export type Operation = {
  readonly process: number;
  readonly f: string;
  readonly key: string | undefined;
  /** What the client asked for. */
  readonly input: Plain;
  /** What it was told: the value of the `ok`, undefined otherwise. */
  readonly output: Plain | undefined;
  readonly outcome: 'ok' | 'fail' | 'info';
  readonly error: OperationError | undefined;
  /** Positions in the history. `completed` is undefined for `info`: unknown operations are open for ever. */
  readonly invoked: number;
  readonly completed: number | undefined;
  readonly invokedAt: Time | undefined;
  readonly completedAt: Time | undefined;
};
