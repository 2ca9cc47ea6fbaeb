#!/usr/bin/env node
// The command `faultline`.
import { exitCodes } from './exit.ts';
import { isInterruptible } from './interrupt.ts';
import { exitCodeOf, makeProgram } from './program.ts';
import { complain } from './terminal.ts';

// Before anything else: output that cannot be written ends in a sentence, and a signal in its exit code.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // Nobody reads it any more: the command goes on and ends with its own code, as in `print`.
    if (error.code === 'EPIPE') return;
    complain(`the output cannot be written: ${error.code ?? error.message}`);
    process.exit(exitCodes.usage);
  });
}
process.on('SIGINT', () => ended(exitCodes.interrupted)).on('SIGTERM', () => ended(exitCodes.terminated));

/** Where something longer goes on, it keeps what there is and ends by itself. */
function ended(code: 130 | 143): void {
  if (isInterruptible()) return;
  complain('interrupted before there was anything to show');
  process.exit(code);
}

try {
  await makeProgram((code) => {
    process.exitCode = code;
  }).parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error, complain);
}
