// `--json` prints one document, always: also where the input is bad or the command is interrupted before there is a
// result. What went wrong is on stderr and in the exit code, so a program that reads stdout need not guess.
import { Exit, type ExitCode, exitCodes } from './exit.ts';
import { hasPrinted, print } from './terminal.ts';

type Empty = { readonly [field: string]: null | readonly never[] };

/**
 * The documents of commands that have found nothing.
 *
 * Those of `replay` have `same`, `difference` and `runs`, whatever the capsule holds; `same` is null where nothing was
 * compared. Of a capsule with a schedule there is no run of the scenario, so `runs` is empty, and `verdict` (`same`,
 * `still violated`, `gone`, `cannot apply`), `scenario`, `seed`, `expected`, `failure` and `events` come with it.
 */
export const emptyDocuments = {
  run: { runs: [], scenarios: [] },
  replay: { same: null, difference: null, runs: [] },
  minimise: {
    capsule: null,
    ...{ before: null, events: null, writes: null, faults: null, operations: null, attempts: null, isMinimal: null },
    failure: null,
    story: null,
    step: null,
  },
  check: { verdict: null, configurations: null, explanation: null },
} as const satisfies { readonly [command: string]: Empty };

/** Does the work; where it has printed nothing with `--json`, prints `empty`. */
export async function withDocument(
  { json }: { readonly json?: boolean },
  empty: Empty,
  work: () => Promise<ExitCode>,
): Promise<ExitCode> {
  const fill = (code: ExitCode | undefined): void => {
    if (json !== true || hasPrinted()) return;
    const isInterrupted = code === exitCodes.interrupted || code === exitCodes.terminated;
    print(JSON.stringify({ ...empty, ...(isInterrupted ? { interrupted: true } : {}) }, null, 2));
  };
  try {
    const code = await work();
    fill(code);
    return code;
  } catch (error) {
    fill(error instanceof Exit ? error.code : undefined);
    throw error;
  }
}
