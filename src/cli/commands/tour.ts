// `faultline tour`: the narrated scenarios of the book. Without a name it lists them; with one it steps through it, or
// with `--text` tells the sentences with their events.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printable } from '../../base/printable.ts';
import { readSources, shownPath } from '../../campaign/files.ts';
import { advance, branchOf, eventAt, landmarksBetween, type Session } from '../../debugger/index.ts';
import { formatTime } from '../../display/format.ts';
import { stepCommand } from '../../display/step-command.ts';
import type { Style } from '../../display/style.ts';
import { wrapText } from '../../display/table.ts';
import { eventText } from '../../display/trace-lines.ts';
import { systems } from '../../protocols/registry.ts';
import { didYouMean, loadScenario } from '../../scenario/index.ts';
import { Exit, type ExitCode, exitCodes } from '../exit.ts';
import { openFile } from '../step/open.ts';
import { type ColourChoice, print, styleFor } from '../terminal.ts';
import { step } from './step.ts';

type Flags = { readonly text?: boolean; readonly color: ColourChoice };

const HERE = 'scenarios/tour';

/** Of the package, where the current folder has none. */
function folder(): string {
  return existsSync(HERE) ? HERE : fileURLToPath(new URL('../../../scenarios/tour', import.meta.url));
}

export async function tour(name: string | undefined, flags: Flags): Promise<ExitCode> {
  const tours = readSources([folder()]).flatMap((source) => ('text' in source ? [source] : []));
  const names = tours.map(({ file }) => file.replace(/^.*\/|\.yaml$/g, ''));
  const style = styleFor(process.stdout, flags.color);
  if (name === undefined) {
    const width = process.stdout.columns ?? 80;
    print(tours.flatMap(({ file, text }, i) => entry(names[i]!, text, file, style, width)).join('\n'));
    return exitCodes.ok;
  }
  if (!names.includes(name)) {
    const hint = didYouMean(name, names);
    const expected = `there is no tour ${JSON.stringify(name)}: expected ${names.join(', ')}`;
    throw new Exit(exitCodes.usage, hint === undefined ? expected : `${expected}; ${hint}`);
  }
  const path = join(folder(), `${name}.yaml`);
  if (flags.text !== true) return step(path, { ...flags, at: '0' });
  const { session } = await openFile(path, { at: '0' });
  print(told(advance(session, {}), style, process.stdout.columns ?? 80).join('\n'));
  return exitCodes.ok;
}

function entry(name: string, text: string, file: string, style: Style, width: number): readonly string[] {
  const { scenario } = loadScenario(text, file, systems);
  const columns = Math.max(40, Math.min(width, 100)) - 2;
  const about = wrapText(printable(scenario?.about ?? ''), columns).map((line) => `  ${line}`);
  return [style.strong(name), ...about, `  tour:   npx faultline tour ${name}`, ''];
}

/** Each sentence, below the event that it is told at. */
function told(session: Session, style: Style, width: number): readonly string[] {
  const { source } = session;
  const columns = Math.max(40, Math.min(width, 100)) - 4;
  const events = landmarksBetween(session, 'note', 0, branchOf(session).known);
  const lines = events.flatMap((index) => {
    const event = eventAt(session, index)!;
    const head = `#${index}  ${formatTime(event.time)}  ${eventText(event)}`;
    const sentences = event.notes.flatMap((says) => wrapText(printable(says), columns).map((line) => `    ${line}`));
    return ['', style.faint(`  ${head}`), ...sentences];
  });
  const at = events[0] ?? 0;
  const command = stepCommand({ file: shownPath(source.file), seed: source.plan.seed, at });
  return [style.strong(printable(source.name)), ...lines, '', `  step:   ${command}`];
}
