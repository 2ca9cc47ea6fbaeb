// What a module does besides loading and handling: it throws in a callback of its own, ends the process, never returns,
// fills the memory. A problem of that module, told at the place of `use:`; never a stack of ours.
import { messageOf } from '../contract/outside.ts';
import { type Problem, useOf } from '../scenario/index.ts';
import { problemsOf } from './execute.ts';
import { placeOf } from './importing.ts';
import type { Loss } from './pool.ts';

type Source = { readonly file: string; readonly text: string };

/** Of a worker that was lost while there was no run: the module has done it. */
export function lossProblems(source: Source, loss: Loss): readonly Problem[] {
  return problemsOf(source, lossWords(loss));
}

/** The answer of a task while which code from outside threw with nobody to catch it. */
export function answerWith<R extends object>(
  source: Source,
  error: unknown,
  result: R,
): R | { readonly problems: readonly Problem[] } | { readonly bug: string } {
  if ('problems' in result || 'bug' in result) return result;
  if (useOf(source.text) === undefined) return { bug: error instanceof Error ? String(error.stack) : messageOf(error) };
  return { problems: problemsOf(source, lossWords({ how: 'threw', error })) };
}

export function lossWords(loss: Loss): string {
  switch (loss.how) {
    case 'silent':
      return `its code had not come to an end after ${loss.ms / 1000} s: look for a loop in it that does not end`;
    case 'threw': {
      const message = messageOf(loss.error).split('\n', 1)[0]!;
      return `${placeOf(loss.error, undefined) ?? 'it'} threw outside of any handler, mend it there: ${message}`;
    }
    case 'memory':
      return 'its code has filled all memory: look for a list in it that only grows';
    case 'ended':
      return `it ended the process, with code ${loss.code}`;
  }
}
