// The flags of `faultline run`, as the arguments give them, and the exit code for a verdict.
import type { RunVerdict } from '../../contract/report.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import type { Format } from '../github.ts';
import type { ColourChoice } from '../terminal.ts';

export type RunFlags = {
  readonly seed?: string;
  readonly quick?: boolean;
  readonly row?: string;
  readonly checked?: boolean;
  readonly jobs?: number;
  readonly at?: string;
  readonly save?: string;
  readonly history?: string;
  readonly markdown?: boolean;
  readonly json?: boolean;
  readonly ndjson?: boolean;
  readonly format?: Format;
  readonly color: ColourChoice;
};

export function verdictCode(verdict: RunVerdict): ExitCode {
  return { held: exitCodes.ok, failed: exitCodes.violated, unknown: exitCodes.inconclusive }[verdict];
}
