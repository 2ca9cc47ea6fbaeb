// `faultline step`: a run or a capsule, one event at a time, forwards, backwards and sideways. `--text` prints what the
// screen would show at a moment; the screen itself is loaded only where it is shown.
import { Exit, type ExitCode, exitCodes } from '../exit.ts';
import { openFile, type StepFlags } from '../step/open.ts';
import { textOf } from '../step/show.ts';
import { type ColourChoice, print } from '../terminal.ts';

type Flags = StepFlags & { readonly text?: boolean; readonly color: ColourChoice };

export async function step(path: string, flags: Flags): Promise<ExitCode> {
  if (flags.text !== true && !(process.stdout.isTTY === true && process.stdin.isTTY === true)) {
    const instead = `faultline step ${path} --text, faultline run --json or faultline replay`;
    throw new Exit(exitCodes.usage, `step needs a terminal, and this is none: use ${instead}`);
  }
  const opened = await openFile(path, flags);
  if (flags.text !== true) {
    const { showScreen } = await import('../step/screen.ts');
    return showScreen(opened, flags.color);
  }
  print(textOf(opened, flags.color).join('\n'));
  return exitCodes.ok;
}
