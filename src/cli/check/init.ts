// `--init`: the value at the start, as JSON.
import type { Plain } from '../../base/plain.ts';
import { Exit, exitCodes } from '../exit.ts';

export function initOf(text: string): Plain {
  try {
    return JSON.parse(text) as Plain;
  } catch {
    throw new Exit(exitCodes.usage, `--init: found ${JSON.stringify(text)}, expected JSON such as 0, null or '"text"'`);
  }
}
