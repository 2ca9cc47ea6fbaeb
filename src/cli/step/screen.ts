// The screen of `step`, loaded when there is a terminal to show it on.

import { Exit, type ExitCode, exitCodes } from '../exit.ts';
import type { ColourChoice } from '../terminal.ts';
import type { OpenedFile } from './open.ts';

export async function showScreen(_opened: OpenedFile, _color: ColourChoice): Promise<ExitCode> {
  throw new Exit(exitCodes.usage, 'this build has no screen: use --text');
}
