// What `step` is given, opened: a scenario or a capsule, at a moment.
import { type Choice, type Opened, openCapsule, openRow } from '../../campaign/step/source.ts';
import { openSession, type Session } from '../../debugger/index.ts';
import type { LoadedModule } from '../../scenario/index.ts';
import { type Capsule, deedsOfCapsule, headOf, oneOf, parseCapsule } from '../../scenario/index.ts';
import { modulePlace } from '../capsule-place.ts';
import { Exit, exitCodes } from '../exit.ts';
import type { Format } from '../github.ts';
import { complainOf, readText } from '../input.ts';
import { type Moment, parseMoment } from '../moment.ts';
import { chosenSeed } from '../seed.ts';

export type StepFlags = {
  readonly row?: string;
  readonly seed?: string;
  readonly at?: string;
  readonly allowCode?: boolean;
  readonly format?: Format;
};

/** `text`, `capsule`: what was opened, for a capsule of a branch. `usesCode`: a capsule whose module had to be allowed. */
export type OpenedFile = {
  readonly session: Session;
  readonly text: string;
  readonly capsule: Capsule | undefined;
  readonly modules: readonly LoadedModule[];
  readonly usesCode: boolean;
};

/** Exits with what is wrong where it cannot be opened. */
export async function openFile(path: string, flags: StepFlags): Promise<OpenedFile> {
  const moment = flags.at === undefined ? undefined : parseMoment(flags.at);
  const { file, text } = readText(path, flags.format);
  if (moment?.scenario !== undefined && moment.scenario !== file) {
    throw new Exit(exitCodes.usage, `--at is a moment of ${moment.scenario}, and the file is ${file}`);
  }
  // A scenario has no such key, and what is quoted in one stands further in.
  const isCapsule = /^capsule:/m.test(text);
  if (!isCapsule) {
    const seed = chosenSeed(flags.seed ?? moment?.seed);
    return {
      ...sessionOf(chosen(await openRow(text, file, { seed, row: flags.row }), flags), { text, moment, flags }),
      capsule: undefined,
    };
  }
  if (flags.row !== undefined) throw new Exit(exitCodes.usage, '--row: a capsule is one run; leave it out');
  const { capsule, problems } = parseCapsule(text, file);
  if (capsule === undefined) {
    complainOf(problems, text, flags.format);
    throw new Exit(exitCodes.usage);
  }
  const seed = flags.seed ?? moment?.seed;
  if (seed !== undefined && seed !== capsule.seed) {
    throw new Exit(exitCodes.usage, `--seed: the capsule is of seed ${capsule.seed}, found ${seed}; leave it out`);
  }
  if (headOf(capsule.scenario) !== undefined && flags.allowCode !== true) {
    const why = 'to step through this capsule is to load and run the code of a module that is not in it';
    throw new Exit(exitCodes.usage, `${file}: ${why}: look at that module, then add --allow-code`);
  }
  const opened = await openCapsule(capsule, file, modulePlace(capsule.module, path));
  const there = { ...moment, event: moment?.event, branch: moment?.branch ?? deedsOfCapsule(capsule) };
  return { ...sessionOf(opened, { text: capsule.scenario, moment: there, flags }), capsule };
}

/** One run is stepped through, so of rows one has to be named. */
function chosen(opened: Opened | Choice, { row }: StepFlags): Opened {
  if (!('rows' in opened)) return opened;
  const { rows } = opened;
  if (row === undefined) {
    throw new Exit(exitCodes.usage, `the scenario is a sweep over rows: name one with --row: ${oneOf(rows)}`);
  }
  const expected = rows.length === 0 ? 'the scenario has no rows' : `expected ${oneOf(rows)}`;
  throw new Exit(exitCodes.usage, `--row ${row}: there is no such row, ${expected}`);
}

type Context = { readonly text: string; readonly moment: Moment | undefined; readonly flags: StepFlags };

function sessionOf(opened: Opened, { text, moment, flags }: Context): Omit<OpenedFile, 'capsule'> {
  if ('problems' in opened) {
    complainOf(opened.problems, text, flags.format);
    throw new Exit(exitCodes.usage);
  }
  const { source, modules } = opened;
  const session = openSession(source, { event: moment?.event, time: moment?.time, branch: moment?.branch });
  return { session, text, modules, usesCode: flags.allowCode === true };
}
