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

/**
 * Whether a terminal has only ASCII to draw with: the console of Linux, a dumb one, or one whose locale says that it is
 * not in UTF-8. What is no terminal, a file or a pipe, gets UTF-8.
 */
export function isAscii(stream: NodeJS.WriteStream): boolean {
  const { TERM, LC_ALL, LC_CTYPE, LANG } = process.env;
  if (stream.isTTY !== true) return false;
  if (TERM === 'dumb' || TERM === 'linux') return true;
  const locale = [LC_ALL, LC_CTYPE, LANG].find((value) => value !== undefined && value !== '');
  return process.platform !== 'win32' && locale !== undefined && !/utf-?8/i.test(locale);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const ACTIVE = /\x1b\[\d+m|[\0-\x08\x0b-\x1f\x7f-\x9f\p{Cf}\p{Cs}\u2028\u2029]/gu;

/**
 * The text without anything that a terminal would act on, but for our own colours where there are any. Where text of the
 * input is shown it is escaped already, with its width in mind; this is for what was forgotten, and for JSON, which
 * leaves some as it is.
 */
export function safe(text: string, { colours }: { readonly colours: boolean }): string {
  return text.replace(ACTIVE, (found) => {
    const isColour = found.startsWith('\x1b[');
    if (!isColour) return jsonEscape(found);
    return colours ? found : jsonEscape('\x1b') + found.slice(1);
  });
}

/** As JSON has it, so that a document stays one. */
function jsonEscape(character: string): string {
  const units = Array.from({ length: character.length }, (_, i) => character.charCodeAt(i));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

let isClosed = false;
let isBegun = false;

/** Whether anything has been printed yet. */
export function hasPrinted(): boolean {
  return isBegun;
}

/**
 * Writes all of it before it returns: what follows may end the process. A closed pipe is not an error, and no verdict:
 * the command goes on, says nothing more, and ends with its own exit code.
 */
export function print(text: string): void {
  isBegun = true;
  if (isClosed) return;
  let rest = Buffer.from(`${safe(text, { colours: true })}\n`);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === 'EPIPE') {
        isClosed = true;
        return;
      }
      if (code === 'EAGAIN') continue;
      throw new Exit(exitCodes.usage, `the output cannot be written: ${explainWrite(error)}`);
    }
  }
}

/** A line of many, while more are to come: once nobody reads them there is no reason to go on. */
export function printLine(text: string): void {
  print(text);
  if (isClosed) process.exit(exitCodes.unread);
}

export function complain(text: string): void {
  process.stderr.write(`${safe(text, { colours: false })}\n`);
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
