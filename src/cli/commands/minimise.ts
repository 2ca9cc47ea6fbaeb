// `faultline minimise`: makes the failure of a capsule small, and writes a capsule of that.
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { onOneLine, printable } from '../../base/printable.ts';
import { explain, explainWrite, shownPath } from '../../campaign/files.ts';
import type { Small } from '../../campaign/minimise/task.ts';
import { storyLines } from '../../display/schedule-card.ts';
import { shellWord, stepCommand } from '../../display/step-command.ts';
import { counted, headOf, parseCapsule } from '../../scenario/index.ts';
import { modulePlace } from '../capsule-place.ts';
import { emptyDocuments, withDocument } from '../document.ts';
import { Exit, type ExitCode, exitCodes } from '../exit.ts';
import type { Format } from '../github.ts';
import { complainOf, readText } from '../input.ts';
import { refuseOverwriting } from '../overwriting.ts';
import { movedModule } from '../replay/moved-module.ts';
import { askCapsule } from '../replay/schedule.ts';
import { type ColourChoice, complain, print, styleFor } from '../terminal.ts';

type Flags = {
  readonly out?: string;
  readonly scenario?: string;
  readonly json?: boolean;
  readonly format?: Format;
  readonly allowCode?: boolean;
  readonly color: ColourChoice;
};

export function minimise(path: string, flags: Flags): Promise<ExitCode> {
  return withDocument(flags, emptyDocuments.minimise, () => minimiseCapsule(path, flags));
}

async function minimiseCapsule(path: string, flags: Flags): Promise<ExitCode> {
  const { file, text } = readText(path, flags.format);
  const { capsule, problems } = parseCapsule(text, file);
  if (capsule === undefined) {
    complainOf(problems, text, flags.format);
    return exitCodes.usage;
  }
  const use = headOf(capsule.scenario)?.use;
  if (use !== undefined && flags.allowCode !== true) {
    const why = `to minimise this capsule is to load and run the code of ${use}, which is not in it`;
    throw new Exit(exitCodes.usage, `${why}: look at that module, then add --allow-code`);
  }
  const out = flags.out ?? smallName(path);
  refuseOverwriting(out, '--out');
  const isTimed = flags.scenario !== undefined;
  if (isTimed) refuseScenario(flags.scenario, out);
  const place = modulePlace(capsule.module, path);
  const moved = use === undefined ? capsule : { ...capsule, module: movedModule(use, place, out) };
  const answer = await askCapsule({ do: 'minimise', capsule: moved, place, isTimed });
  if ('problems' in answer) {
    complainOf(answer.problems, capsule.scenario, flags.format);
    return exitCodes.usage;
  }
  if ('why' in answer) throw new Exit(exitCodes.inconclusive, `${file}: nothing was made small: ${answer.why}`);
  if (!('small' in answer)) throw new Exit(exitCodes.internal, 'the minimiser was answered with something else');
  save(out, answer.small.text, '--out');
  const { timed } = answer.small;
  if (timed !== undefined && 'text' in timed && isTimed) save(flags.scenario, timed.text, '--scenario');
  show(answer.small, out, { ...flags, usesCode: use !== undefined });
  return exitCodes.violated;
}

/** `x.yaml` becomes `x.small.yaml`, and that stays what it is. */
function smallName(path: string): string {
  if (path === '-') throw new Exit(exitCodes.usage, 'a capsule from standard input has no name: say --out');
  return /\.small\.ya?ml$/.test(path) ? path : `${path.replace(/\.ya?ml$/, '')}.small.yaml`;
}

function save(path: string, text: string, flag: '--out' | '--scenario'): void {
  const isThere = existsSync(path);
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new Exit(exitCodes.usage, `${flag} ${path}: the file cannot be written: ${explainWrite(error)}`);
  }
  complain(`${isThere ? 'wrote anew' : 'wrote'} ${shownPath(path)}`);
}

/** A scenario may be written anew; whatever else is there is somebody's work. */
function refuseScenario(path: string, capsule: string): void {
  const refused = (why: string) => new Exit(exitCodes.usage, `--scenario ${path}: ${why}`);
  if (resolve(path) === resolve(capsule)) throw refused('that is where the capsule is written; name another');
  if (!existsSync(path)) {
    if (existsSync(dirname(path))) return;
    throw refused('the scenario cannot be written: there is no such folder');
  }
  const text = textAt(path);
  if (text === '' || /^(\s*#.*\n|\s*\n)*faultline: 1\s/.test(text)) return;
  throw refused('the file is there and is no scenario; name another');
}

/** Nothing of what is no file: writing will tell. */
function textAt(path: string): string {
  try {
    const found = statSync(path);
    return found.isFile() || found.isDirectory() ? readFileSync(path, 'utf8') : '';
  } catch (error) {
    throw new Exit(exitCodes.usage, `--scenario ${path}: the scenario cannot be written: ${explain(error)}`);
  }
}

/** What became of the wish for a timed scenario, in a line; none where nobody wished for one. */
function timedLines({ timed }: Small, { scenario }: Flags): readonly string[] {
  if (timed === undefined || scenario === undefined) return [];
  if ('why' in timed) return [`  no times were found for it, so there is no scenario: ${timed.why}`];
  return [`  with times: npx faultline run ${shellWord(shownPath(scenario))}`];
}

function show(small: Small, out: string, flags: Flags & { readonly usesCode: boolean }): void {
  const { text: _, timed, story, failure, ...sizes } = small;
  const capsule = shownPath(out);
  const step = stepCommand({ file: capsule, usesCode: flags.usesCode });
  if (flags.json === true) {
    const { property, rule, reason, event } = failure;
    const scenario = timed === undefined ? {} : { scenario: 'text' in timed ? shownPath(flags.scenario!) : null };
    const untimed = timed !== undefined && 'why' in timed ? { untimed: timed.why } : {};
    const document = {
      capsule,
      ...scenario,
      ...untimed,
      ...sizes,
      failure: { property, rule, reason, event },
      story,
      step,
    };
    print(JSON.stringify(document, null, 2));
    return;
  }
  const style = styleFor(process.stdout, flags.color);
  const { before, events, faults, operations, writes, attempts, isMinimal } = sizes;
  const counts = [counted(faults, 'fault'), counted(operations, 'operation')];
  const rest = [...counts, ...(writes === 0 ? [] : [`${counted(writes, 'write')} named`])];
  const certain = isMinimal ? 'nothing more can be left out' : 'the budget was spent: minimise it once more to go on';
  print(
    [
      style.bad(`VIOLATED  ${printable(failure.property)}: ${onOneLine(failure.reason)}`),
      '',
      ...storyLines(story, style, process.stdout.columns),
      '',
      `${before} events became ${events}, with ${rest.join(', ')}; ${attempts} schedules tried, ${certain}`,
      `  replay: npx faultline replay ${shellWord(capsule)}${flags.usesCode ? ' --allow-code' : ''}`,
      `  step:   ${step}`,
      ...timedLines(small, flags),
    ].join('\n'),
  );
}
