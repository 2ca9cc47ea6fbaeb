// Moments as `--at` takes them: an event's number, or `scenario:seed:event` as `--json` prints it.
import { Exit, exitCodes } from './exit.ts';

export type Moment = { readonly event: number; readonly seed?: string; readonly scenario?: string };

export function parseMoment(text: string): Moment {
  if (/^\d{1,15}$/.test(text)) return { event: Number(text) };
  // Read from the right: a path may have colons of its own.
  const match = /^(.+):([^:]+):(\d{1,15})$/.exec(text);
  if (match !== null) return { scenario: match[1]!, seed: match[2]!, event: Number(match[3]) };
  throw new Exit(
    exitCodes.usage,
    `--at: found ${JSON.stringify(text)}, expected an event such as 418, or scenario:seed:418`,
  );
}
