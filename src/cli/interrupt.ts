// Ctrl-c and SIGTERM while something runs: what is finished is kept and shown, then the exit code says so.
import { type ExitCode, exitCodes } from './exit.ts';

export type Interruptible<T> = { readonly value: T; readonly interrupted: ExitCode | undefined };

/** How many things are going on that end by themselves when they are asked to. */
let going = 0;

export function isInterruptible(): boolean {
  return going > 0;
}

export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<Interruptible<T>> {
  const abort = new AbortController();
  let interrupted: ExitCode | undefined;
  const stop = (code: ExitCode) => () => {
    // Asked twice: whoever waits for nothing more gets nothing more.
    if (interrupted !== undefined) process.exit(code);
    interrupted = code;
    abort.abort();
  };
  const onInt = stop(exitCodes.interrupted);
  const onTerm = stop(exitCodes.terminated);
  process.on('SIGINT', onInt).on('SIGTERM', onTerm);
  going++;
  try {
    const value = await work(abort.signal);
    return { value, interrupted };
  } finally {
    going--;
    process.off('SIGINT', onInt).off('SIGTERM', onTerm);
  }
}
