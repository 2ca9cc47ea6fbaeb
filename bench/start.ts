// How long the command line takes to start, against `node -e 0`, as whole processes.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median } from './measure.ts';

const RUNS = 7;

function processMs(args: readonly string[]): number {
  const times: number[] = [];
  for (let i = 0; i < RUNS; i++) {
    const begun = performance.now();
    spawnSync(process.execPath, args, { stdio: 'ignore' });
    times.push(performance.now() - begun);
  }
  return Math.round(median(times));
}

/** `build/src` is what was compiled for the benchmark. */
export function startTimes(): { readonly [name: string]: number } {
  const cli = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
  const echo = fileURLToPath(new URL('../../scenarios/basics/echo.yaml', import.meta.url));
  return {
    startNodeMs: processMs(['-e', '0']),
    startVersionMs: processMs([cli, '--version']),
    startRunEchoMs: processMs([cli, 'run', echo]),
  };
}
