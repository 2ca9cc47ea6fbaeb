// What a model is: a sequential specification as pure functions. A state is a canonical text (see `canonical.ts`), so
// that equal states are equal strings. The models themselves lie beside this file; `../models.ts` lists them.
import { nearest } from '../../base/nearest.ts';
import type { Plain } from '../../base/plain.ts';
import type { Operation } from '../../contract/history.ts';

export type ModelName = 'register' | 'cas-register' | 'kv' | 'kv-append' | 'set' | 'mutex';

export type ModelOptions = {
  /** An `ok` read of null: `observe` (default) says that the state is null; `any` says nothing, and is always legal. */
  readonly nullRead?: 'observe' | 'any';
  /**
   * A failed compare-and-set: `nothing` (default) did not happen. `observed`: one that failed with `cas-mismatch`, or
   * without an error code, saw a state other than `from`; any other did not happen.
   */
  readonly failedCas?: 'nothing' | 'observed';
};

/** What an operation, with the answer that it got, does to the object. Equal labels mean the same step. */
export type Act = {
  readonly label: string;
  /** It leaves every state as it is: a read, an observed mismatch. A write of the value that is there is not this. */
  readonly isReadOnly: boolean;
  /** The next state, or undefined where the object could not have given this answer. */
  readonly step: (state: string) => string | undefined;
  /** The one state that it must find, and the one that it leaves; absent where there is no such one. */
  readonly from?: string;
  readonly to?: string;
  /** For people: what it `needs`, as in "the register to hold 3". */
  readonly needs: string;
};

/** An operation that the model cannot read. */
export type MalformedCode = 'unknown-f' | 'bad-value' | 'key-missing';

export type Malformed = {
  readonly code: MalformedCode;
  readonly message: string;
  /** It is the answer that cannot be read, not what was asked. */
  readonly isAnswer?: true;
};

export type Model = {
  readonly name: ModelName;
  readonly about: string;
  /** The default initial value. */
  readonly init: Plain;
  /** The initial state, or undefined if no object of this kind has that value. */
  readonly initialState: (init: Plain) => string | undefined;
  readonly keys: 'optional' | 'required';
  /** What is wrong with an operation that this model cannot read. */
  readonly malformed: (operation: Operation) => Malformed | undefined;
  /** The act of a well-formed operation; undefined if it constrains nothing and changes nothing. */
  readonly act: (operation: Operation, options: ModelOptions) => Act | undefined;
  /** For people: "the `noun` `verb` `word(state)`", as in "the register holds 3". */
  readonly noun: string;
  readonly verb: 'holds' | 'is';
  readonly word: (state: string) => string;
};

export function unknownFunction(name: ModelName, f: string, known: readonly string[]): Malformed {
  const near = nearest(f, known);
  const guess = near === undefined ? '' : `; did you mean "${near}"?`;
  return { code: 'unknown-f', message: `the model ${name} has no "${f}"; it knows ${known.join(', ')}${guess}` };
}

export function badValue(message: string): Malformed {
  return { code: 'bad-value', message };
}

export function badAnswer(message: string): Malformed {
  return { code: 'bad-value', message, isAnswer: true };
}
