// The command that opens a failure in the debugger: the last line of every report of one.
import { printable } from '../base/printable.ts';

export type StepTarget = {
  /** The path of a scenario, or of a capsule. */
  readonly file: string;
  /** Of a scenario; a capsule has its own. */
  readonly seed?: string | undefined;
  /** Of a sweep that goes over rows: the one that was run. */
  readonly row?: string | undefined;
  /** An event or a moment; left out: the violation, which `step` finds by itself. */
  readonly at?: number | string | undefined;
  /** Of a capsule whose scenario uses a module. */
  readonly usesCode?: boolean;
};

export function stepCommand({ file, row, seed, at, usesCode = false }: StepTarget): string {
  const options = [
    ...(row === undefined ? [] : [`--row ${shellWord(row)}`]),
    ...(seed === undefined ? [] : [`--seed ${shellWord(seed)}`]),
    ...(at === undefined ? [] : [`--at ${shellWord(String(at))}`]),
    ...(usesCode ? ['--allow-code'] : []),
  ];
  return ['npx faultline step', shellWord(file), ...options].join(' ');
}

/** A word that a shell takes as one. */
export function shellWord(text: string): string {
  return /^[\w./:@%+=-]+$/.test(text) ? text : `'${printable(text).replaceAll("'", "'\\''")}'`;
}
