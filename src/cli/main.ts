#!/usr/bin/env node
// The command `faultline`.
import { exitCodeOf, makeProgram } from './program.ts';
import { complain } from './terminal.ts';

try {
  await makeProgram((code) => {
    process.exitCode = code;
  }).parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error, complain);
}
