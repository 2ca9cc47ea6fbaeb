// What stops a run before its end, in words: which mistake of the protocol an error stands for.
import { OutsideError } from '../contract/outside.ts';
import { ImpureError } from './checked.ts';
import { FloodError, MisuseError } from './context.ts';
import { HandlerError } from './handle.ts';
import type { Stop } from './result.ts';

export type StopWords = Pick<Stop, 'ending' | 'reason'> & {
  readonly node?: string | undefined;
  readonly stack?: string | undefined;
};

/** Undefined for an error that is none of the protocol's: a bug of ours. */
export function stopFor(error: unknown): StopWords | undefined {
  if (error instanceof ImpureError) return { ending: 'impure handler', reason: error.message, node: error.node };
  if (error instanceof HandlerError) {
    const reason = `${error.node}'s handler ${error.handler} threw: ${error.message}`;
    const stack = error.cause instanceof Error ? error.cause.stack : undefined;
    return { ending: 'crashed in handler', reason, node: error.node, stack };
  }
  // A monitor or a role of the author's own: as much the author's code as a handler is.
  if (error instanceof OutsideError) return { ending: 'crashed in handler', reason: error.message, stack: error.stack };
  if (error instanceof MisuseError) return { ending: 'crashed in handler', reason: error.message, node: error.node };
  if (error instanceof FloodError) return { ending: 'queue flooded', reason: error.message };
  if (error instanceof RangeError && /call stack/.test(error.message)) {
    const reason = 'what a handler returned or sent is cyclic, or nested too deeply to be looked at';
    return { ending: 'crashed in handler', reason };
  }
  return undefined;
}
