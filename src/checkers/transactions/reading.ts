// Operations of a history as transactions: steps with numbered keys, for the analyses beside this file. It also says what
// cannot be read as a transaction of its model.
import { nearest } from '../../base/nearest.ts';
import type { Plain } from '../../base/plain.ts';
import type { Operation } from '../../contract/history.ts';
import { canonicalText } from '../canonical.ts';
import { badAnswer, badValue, type Malformed } from '../models/model.ts';
import type { HistoryProblem } from '../operations.ts';

export const TRANSACTION_MODELS = ['list-append', 'rw-register'] as const;
export type TransactionModel = (typeof TRANSACTION_MODELS)[number];

export function isTransactionModel(name: string): name is TransactionModel {
  return (TRANSACTION_MODELS as readonly string[]).includes(name);
}

export const TRANSACTION_MODEL_ABOUT: { readonly [model in TransactionModel]: string } = {
  'list-append': 'transactions that append to lists and read them: ["append", key, value], ["r", key, list or null]',
  'rw-register': 'transactions that write and read values: ["w", key, value], ["r", key, value or null]',
};

/** What can be compared by `===` and kept in a Map: equal values, equal atoms. */
export type Atom = string | number | boolean | null;

export function atomOf(value: Plain): Atom {
  if (typeof value === 'string') return value.startsWith('\0') ? `\0${JSON.stringify(value)}` : value;
  return typeof value === 'object' && value !== null ? `\0${canonicalText(value)}` : value;
}

/** One read or write. `value`: what was written; of a read what it returned, null where nothing, or nothing is known. */
export type Step = { readonly isRead: boolean; readonly key: number; readonly value: Plain };

export type Transaction = {
  /** Its number among all, in the order of invocation. */
  readonly index: number;
  readonly operation: Operation;
  readonly steps: readonly Step[];
  /** The number of its first step among the steps of all. */
  readonly firstStep: number;
};

export type Transactions = {
  readonly model: TransactionModel;
  readonly all: readonly Transaction[];
  /** Names of the keys, by number. */
  readonly keys: readonly string[];
  /** By number of step. */
  readonly transactionOfStep: Int32Array;
  readonly stepCount: number;
};

export function stepAt({ all, transactionOfStep }: Transactions, step: number): Step {
  const { steps, firstStep } = all[transactionOfStep[step]!]!;
  return steps[step - firstStep]!;
}

/** The operations must be free of problems. Reads count where the transaction was answered. */
export function transactionsOf(operations: readonly Operation[], model: TransactionModel): Transactions {
  const numbers = new Map<string, number>();
  const keys: string[] = [];
  const numberOf = (name: string): number => {
    const known = numbers.get(name);
    if (known !== undefined) return known;
    numbers.set(name, keys.length);
    keys.push(name);
    return keys.length - 1;
  };
  let stepCount = 0;
  const all = operations.map((operation, index): Transaction => {
    const isKnown = operation.outcome === 'ok';
    const steps = (isKnown ? operation.output : operation.input) as readonly (readonly [string, Plain, Plain])[];
    const firstStep = stepCount;
    stepCount += steps.length;
    return {
      index,
      operation,
      firstStep,
      steps: steps.map(([f, key, value]) => {
        const isRead = f === 'r';
        return { isRead, key: numberOf(String(key)), value: isRead && !isKnown ? null : value };
      }),
    };
  });
  const transactionOfStep = new Int32Array(stepCount);
  for (const { index, firstStep, steps } of all) transactionOfStep.fill(index, firstStep, firstStep + steps.length);
  return { model, all, keys, transactionOfStep, stepCount };
}

export function transactionProblems(
  operations: readonly Operation[],
  model: TransactionModel,
): readonly HistoryProblem<Malformed['code']>[] {
  return operations.flatMap((operation) => {
    const found = malformed(operation, model);
    if (found === undefined) return [];
    const index = found.isAnswer === true ? (operation.completed ?? operation.invoked) : operation.invoked;
    return [{ index, code: found.code, message: found.message }];
  });
}

function malformed({ f, input, output, outcome }: Operation, model: TransactionModel): Malformed | undefined {
  if (f !== 'txn') {
    const guess = nearest(f, ['txn']) === undefined ? '' : '; did you mean "txn"?';
    return { code: 'unknown-f', message: `the model ${model} has no "${f}"; it knows txn${guess}` };
  }
  const asked = malformedSteps(input, model, false);
  if (asked !== undefined) return badValue(asked);
  if (outcome !== 'ok') return undefined;
  const told = malformedSteps(output ?? null, model, true) ?? otherSteps(input as Steps, output as Steps);
  return told === undefined ? undefined : badAnswer(told);
}

type Steps = readonly (readonly [string, Plain, Plain])[];

function malformedSteps(value: Plain, model: TransactionModel, isAnswer: boolean): string | undefined {
  const write = model === 'list-append' ? 'append' : 'w';
  if (!Array.isArray(value))
    return `a transaction is a list of steps such as ["${write}", "x", 1], found ${shown(value)}`;
  for (const step of value as readonly Plain[]) {
    if (!Array.isArray(step) || step.length !== 3) {
      return `a step is [function, key, value], such as ["${write}", "x", 1], found ${shown(step)}`;
    }
    const [f = null, key = null, argument = null] = step as readonly Plain[];
    if (f !== 'r' && f !== write) return `a step of ${model} is "r" or "${write}", found ${shown(f)}`;
    if (typeof key !== 'string' && typeof key !== 'number') {
      return `the key of a step is a string or a number, found ${shown(key)}`;
    }
    if (f === write && argument === null) return `null cannot be written: it is what a read of nothing returns`;
    if (
      f === 'r' &&
      isAnswer &&
      argument !== undefined &&
      model === 'list-append' &&
      argument !== null &&
      !Array.isArray(argument)
    ) {
      return `a read of list-append returns a list or null, found ${shown(argument)}`;
    }
  }
  return undefined;
}

/** The answer must be to the steps that were asked for: only what reads returned is new. */
function otherSteps(asked: Steps, told: Steps): string | undefined {
  if (asked.length !== told.length) return `${asked.length} steps were invoked, but ${told.length} are answered`;
  for (let i = 0; i < asked.length; i++) {
    const [f, key, value] = asked[i]!;
    const [toldF, toldKey, toldValue] = told[i]!;
    const isSame = f === toldF && String(key) === String(toldKey) && (f === 'r' || atomOf(value) === atomOf(toldValue));
    if (!isSame) return `step ${i + 1} was invoked as ${shown(asked[i]!)}, but is answered as ${shown(told[i]!)}`;
  }
  return undefined;
}

const WIDTH = 40;

/** A value for people. Of a long list its end is shown: that is where reads differ. */
export function shown(value: Plain): string {
  const text = JSON.stringify(value);
  if (text.length <= WIDTH) return text;
  return Array.isArray(value)
    ? `[…${text.slice(text.indexOf(',', text.length - WIDTH))}`
    : `${text.slice(0, WIDTH - 1)}…`;
}
