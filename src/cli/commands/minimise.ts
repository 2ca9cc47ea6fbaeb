// `faultline minimise`: makes the failure of a capsule small, and writes a capsule of that.
import { existsSync, writeFileSync } from 'node:fs';
import { printable } from '../../base/printable.ts';
import { explainWrite, shownPath } from '../../campaign/files.ts';
import type { Small } from '../../campaign/minimise/task.ts';
import { storyLines } from '../../display/schedule-card.ts';
import { counted, headOf, parseCapsule } from '../../scenario/index.ts';
import { modulePlace } from '../capsule-place.ts';
import { Exit, type ExitCode, exitCodes } from '../exit.ts';
import type { Format } from '../github.ts';
import { complainOf, readText } from '../input.ts';
import { refuseOverwriting } from '../overwriting.ts';
import { askCapsule } from '../replay/schedule.ts';
import { type ColourChoice, complain, print, styleFor } from '../terminal.ts';

type Flags = {
  readonly out?: string;
  readonly json?: boolean;
  readonly format?: Format;
  readonly allowCode?: boolean;
  readonly color: ColourChoice;
};

export async function minimise(path: string, flags: Flags): Promise<ExitCode> {
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
  const answer = await askCapsule({ do: 'minimise', capsule, place: modulePlace(capsule.module, path) });
  if ('problems' in answer) {
    complainOf(answer.problems, capsule.scenario, flags.format);
    return exitCodes.usage;
  }
  if ('why' in answer) throw new Exit(exitCodes.inconclusive, `${file}: nothing was made small: ${answer.why}`);
  if (!('small' in answer)) throw new Exit(exitCodes.internal, 'the minimiser was answered with something else');
  save(out, answer.small.text);
  show(answer.small, out, flags);
  return exitCodes.violated;
}

/** `x.yaml` becomes `x.small.yaml`, and that stays what it is. */
function smallName(path: string): string {
  if (path === '-') throw new Exit(exitCodes.usage, 'a capsule from standard input has no name: say --out');
  return /\.small\.ya?ml$/.test(path) ? path : `${path.replace(/\.ya?ml$/, '')}.small.yaml`;
}

function save(path: string, text: string): void {
  const isThere = existsSync(path);
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new Exit(exitCodes.usage, `--out ${path}: the capsule cannot be written: ${explainWrite(error)}`);
  }
  complain(`${isThere ? 'wrote anew' : 'wrote'} ${shownPath(path)}`);
}

function show({ text: _, story, failure, ...sizes }: Small, out: string, flags: Flags): void {
  const capsule = shownPath(out);
  if (flags.json === true) {
    const { property, rule, reason, event } = failure;
    print(JSON.stringify({ capsule, ...sizes, failure: { property, rule, reason, event }, story }, null, 2));
    return;
  }
  const style = styleFor(process.stdout, flags.color);
  const { before, events, faults, operations, writes, attempts, isMinimal } = sizes;
  const counts = [counted(faults, 'fault'), counted(operations, 'operation')];
  const rest = [...counts, ...(writes === 0 ? [] : [`${counted(writes, 'write')} named`])];
  const certain = isMinimal ? 'nothing more can be left out' : 'the budget was spent: minimise it once more to go on';
  print(
    [
      style.bad(`VIOLATED  ${printable(failure.property)}: ${printable(failure.reason)}`),
      '',
      ...storyLines(story, style, process.stdout.columns),
      '',
      `${before} events became ${events}, with ${rest.join(', ')}; ${attempts} schedules tried, ${certain}`,
      `  replay: npx faultline replay ${capsule}`,
    ].join('\n'),
  );
}
