// The two streams: results on stdout, progress on stderr and only on a terminal. Colour is decided for each stream.
import { writeSync } from 'node:fs';
import { explainWrite } from '../campaign/files.ts';
import { colourStyle, plainStyle, type Style } from '../display/style.ts';
import { Exit, exitCodes } from './exit.ts';

export type ColourChoice = 'auto' | 'always' | 'never';

/** `--color` wins over FORCE_COLOR, that over NO_COLOR, that over what the stream is. */
export function styleFor(stream: NodeJS.WriteStream, choice: ColourChoice = 'auto'): Style {
  return isColoured(stream, choice) ? colourStyle : plainStyle;
}

function isColoured(stream: NodeJS.WriteStream, choice: ColourChoice): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (choice !== 'auto') return choice === 'always';
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  return stream.isTTY === true && TERM !== 'dumb';
}

/** Writes all of it before it returns: what follows may end the process. A closed pipe is not an error. */
export function print(text: string): void {
  let rest = Buffer.from(`${text}\n`);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === 'EPIPE') process.exit(process.exitCode ?? 0);
      if (code === 'EAGAIN') continue;
      throw new Exit(exitCodes.usage, `the output cannot be written: ${explainWrite(error)}`);
    }
  }
}

export function complain(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** One line that is written over, on a terminal; nothing elsewhere. The first after two seconds. */
export class Progress {
  private readonly begun = performance.now();
  private last = 0;
  private isShown = false;

  update(text: () => string): void {
    const { stderr, env } = process;
    if (stderr.isTTY !== true || env['TERM'] === 'dumb' || (env['CI'] !== undefined && env['CI'] !== '')) return;
    const now = performance.now();
    if (now - this.begun < 2000 || now - this.last < 100) return;
    this.last = now;
    this.isShown = true;
    stderr.write(`\r\x1b[K${text().slice(0, Math.max(20, (stderr.columns ?? 80) - 1))}`);
  }

  clear(): void {
    if (this.isShown) process.stderr.write('\r\x1b[K');
    this.isShown = false;
  }
}
