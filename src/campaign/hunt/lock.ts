// One process at a time writes a journal. Beside it lies a file that says who does; what a killed process has left is
// taken over. Not a lock of the operating system: those end at the borders of machines, and folders may be shared.
import { existsSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { explainWrite, shownPath } from '../files.ts';
import { HuntRefused } from './refused.ts';

type Holder = { readonly pid: number; readonly host: string; readonly since: string };

/** Those that this process holds: its number may be the one of a process that died long ago. */
const held = new Set<string>();

/** Throws `HuntRefused` where another process holds it. The function gives it back. */
export function lockJournal(journal: string): () => void {
  const path = `${journal}.lock`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    // The second try is for one that was left behind.
    if (!create(path)) {
      removeLeft(path);
      if (!create(path)) refuse(path, holderIn(path));
    }
  } catch (error) {
    if (error instanceof HuntRefused) throw error;
    throw new HuntRefused(`${shownPath(journal)}: the journal cannot be written: ${explainWrite(error)}`);
  }
  held.add(path);
  return () => {
    held.delete(path);
    remove(path);
  };
}

/** False: there is one. */
function create(path: string): boolean {
  const holder: Holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
  try {
    writeFileSync(path, JSON.stringify(holder), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST') return false;
    throw error;
  }
}

/** Of two processes that do this at once the rename succeeds for one alone. */
function removeLeft(path: string): void {
  const holder = holderIn(path);
  if (holder === undefined && !existsSync(path)) return;
  if (isAtWork(holder, path)) refuse(path, holder);
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const taken = holderIn(aside);
  if (JSON.stringify(taken) === JSON.stringify(holder)) return remove(aside);
  // In the meantime another process has taken over: it is given back what it holds.
  renameSync(aside, path);
  refuse(path, taken);
}

/** Undefined: nothing whole is in it, or not yet. */
function holderIn(path: string): Holder | undefined {
  try {
    const { pid, host, since } = JSON.parse(readFileSync(path, 'utf8')) as Partial<Holder>;
    const isHolder = Number.isSafeInteger(pid) && pid! > 0 && typeof host === 'string' && typeof since === 'string';
    return isHolder ? { pid: pid!, host, since } : undefined;
  } catch {
    return undefined;
  }
}

/** Of another machine's processes nothing can be known, nor of one that has not yet said who it is. */
function isAtWork(holder: Holder | undefined, path: string): boolean {
  if (holder === undefined) return true;
  const { pid, host } = holder;
  if (host !== hostname()) return true;
  if (pid === process.pid) return held.has(path);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and another user's.
    return (error as { code?: string }).code === 'EPERM';
  }
}

function refuse(path: string, holder: Holder | undefined): never {
  const who = holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host}`;
  const since = holder === undefined ? '' : `, since ${holder.since.slice(0, 19)}Z`;
  const wait = 'wait for it to end, or name another folder with --out';
  throw new HuntRefused(
    `${shownPath(dirname(path))}: ${who} hunts there${since}: ${wait}; if it is no hunt any more, remove ${shownPath(path)}`,
  );
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Somebody else has done it.
  }
}
