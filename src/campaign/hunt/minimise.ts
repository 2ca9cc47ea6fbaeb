// Makes the first failure of each group small, in worker threads of their own: a shrink runs the scenario's code, and may
// not come to an end.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { huntAgain } from '../../display/hunt-card.ts';
import type { Failure } from '../../search/index.ts';
import { explainWrite, shownPath } from '../files.ts';
import { runPool } from '../pool.ts';
import type { Group } from './groups.ts';
import type { Minimised, MinimisedRecord } from './record.ts';
import { HuntRefused } from './refused.ts';

export type ShrinkTask = {
  readonly file: string;
  readonly text: string;
  readonly seed: string;
  readonly world?: string | undefined;
  readonly failure: Failure;
};

/** What `shrinkSeed` has come to; `capsule` is its text. Or why it has not. */
export type ShrinkAnswer = { readonly shrunk: Minimised } | { readonly why: string };

export type MinimiseOptions = {
  readonly file: string;
  readonly text: string;
  readonly folder: string;
  /** The module that the scenario uses, as a path from the current folder. */
  readonly module?: string | undefined;
  readonly jobs: number;
  readonly signal?: AbortSignal | undefined;
};

/** A failure is given up after so long, in milliseconds. */
const PATIENCE_MS = 120_000;

/** A handler that does not return would not return now either. */
export function isMinimisable({ ending }: Group['first']): boolean {
  return ending !== 'lost';
}

/** What the groups' first failures have come to, and in sentences which of them have not. */
export type MinimisedGroups = {
  readonly minimised: readonly MinimisedRecord[];
  readonly complaints: readonly string[];
};

/** Writes a capsule for each. An abort leaves out those that are not finished. */
export async function minimiseGroups(
  groups: readonly Group[],
  { file, text, folder, module, jobs, signal }: MinimiseOptions,
): Promise<MinimisedGroups> {
  const tasks = groups.map(({ first: { seed, world, failure } }): ShrinkTask => ({ file, text, seed, world, failure }));
  const answers = await shrinkAll(tasks, jobs, signal);
  const minimised: MinimisedRecord[] = [];
  const complaints: string[] = [];
  for (const [i, { first, capsule: name }] of groups.entries()) {
    const answer = answers[i];
    if (answer === undefined) continue;
    if ('why' in answer) {
      const again = `look at the seed itself: ${huntAgain(file, first)}`;
      complaints.push(`the failure of seed ${first.seed} could not be minimised: ${answer.why}; ${again}`);
      continue;
    }
    const { capsule, ...sizes } = answer.shrunk;
    write(folder, name, withModule(capsule, module === undefined ? undefined : fromFolder(folder, module)));
    const { property, rule } = first.failure;
    minimised.push({ minimised: first.seed, property, rule, result: { capsule: name, ...sizes } });
  }
  return { minimised, complaints };
}

function shrinkAll(tasks: readonly ShrinkTask[], jobs: number, signal: AbortSignal | undefined) {
  return runPool<ShrinkTask, ShrinkAnswer>(tasks, {
    jobs,
    worker: new URL('./shrink-worker.js', import.meta.url),
    lost: (_, reason) => ({
      why: reason.startsWith('no event') ? `it was not over after ${PATIENCE_MS / 1000} s` : reason,
    }),
    silence: PATIENCE_MS,
    ...(signal === undefined ? {} : { signal }),
  });
}

/** A capsule records where the module lies, from its own folder. */
function fromFolder(folder: string, module: string): string {
  return relative(resolve(folder), resolve(module)).split(sep).join('/');
}

/** The capsule's text with that field, behind the seed. An absolute `use:` needs none, but none is hurt by it. */
export function withModule(text: string, module: string | undefined): string {
  if (module === undefined || /^module: /m.test(text)) return text;
  return text.replace(/^seed: .*$/m, (line) => `${line}\nmodule: ${JSON.stringify(module)}`);
}

function write(folder: string, name: string, text: string): void {
  const path = join(folder, name);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    throw new HuntRefused(`${shownPath(path)}: the capsule cannot be written: ${explainWrite(error)}`);
  }
}
