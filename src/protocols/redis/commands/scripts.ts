// Scripts: they run to their end before the next command, so each is one pure function. What they write is replicated as
// writes, not as the script (Redis documentation, "Script replication": by effects, the only way since Redis 7).
import { equalPlain } from '../../../base/plain.ts';
import { fairScripts } from './fair-scripts.ts';
import { lockScripts } from './lock-scripts.ts';
import type { Script } from './script.ts';

/** Writes the second argument if the value is the first. The reply: whether it was, and the value that is held then. */
const compareAndSet: Script = ({ key, entry }, [from = null, to = null]) => {
  const value = entry?.value ?? null;
  if (!equalPlain(value, from)) return { value: [false, value], writes: [] };
  return { value: [true, to], writes: [{ name: 'SET', key, value: to, expireAt: null }] };
};

export const scripts = { 'compare-and-set': compareAndSet, ...lockScripts, ...fairScripts } as const satisfies {
  readonly [name: string]: Script;
};

export type ScriptName = keyof typeof scripts;
