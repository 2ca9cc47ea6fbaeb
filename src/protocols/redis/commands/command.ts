// The commands, as data. A new one is a branch of `Command` here, and a case in `execute.ts`; a new script is an entry in
// `scripts.ts` alone.
import type { Plain } from '../../../base/plain.ts';
import type { Duration } from '../../../contract/time.ts';
import type { ScriptName } from './scripts.ts';

export type Command =
  | { readonly name: 'GET'; readonly key: string }
  /** `px`: it expires so long from now on. `nx`: only if the key is not there, else the reply is null. */
  | { readonly name: 'SET'; readonly key: string; readonly value: Plain; readonly px?: Duration; readonly nx?: boolean }
  /** The reply of these two: 1 if it was done, else 0. */
  | { readonly name: 'SETNX'; readonly key: string; readonly value: Plain }
  | { readonly name: 'PEXPIRE'; readonly key: string; readonly px: Duration }
  | { readonly name: 'DEL'; readonly key: string }
  | { readonly name: 'EVAL'; readonly script: ScriptName; readonly key: string; readonly args: readonly Plain[] };

/** Whether it may write: then replicas refuse it. A script may, whatever it comes to do. */
export function mayWrite({ name }: Command): boolean {
  return name !== 'GET';
}
