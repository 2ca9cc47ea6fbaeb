// The screen of `step`, loaded when there is a terminal to show it on.

import type { Session } from '../../debugger/index.ts';
import { plainStyle } from '../../display/style.ts';
import { Exit, type ExitCode, exitCodes } from '../exit.ts';
import { interruptible } from '../interrupt.ts';
import { type ColourChoice, styleFor } from '../terminal.ts';
import type { OpenedFile } from './open.ts';
import { saveBranch } from './save.ts';

export async function showScreen(opened: OpenedFile, color: ColourChoice): Promise<ExitCode> {
  const { stdin, stdout } = process;
  if (stdin.isTTY !== true || stdout.isTTY !== true) {
    throw new Exit(exitCodes.usage, 'the screen needs a terminal, and this is none: use --text');
  }
  // React decides once, when it is loaded, whether it is the one for development.
  process.env['NODE_ENV'] ??= 'production';
  const { show } = await import('../../tui/main.ts');
  const shown = {
    session: opened.session,
    tty: { input: stdin, output: stdout },
    paint: { hasColour: styleFor(stdout, color) !== plainStyle, isAscii: isAscii(process.env) },
    save: (session: Session, file: string) => saveBranch(opened, session, file),
  };
  // The screen ends by itself when it is asked to, and leaves the terminal before anything is said.
  const { value } = await interruptible(() => show(shown));
  return value as ExitCode;
}

/** Whether the locale says that the terminal knows nothing else; FAULTLINE_GLYPHS says so too, or the contrary. */
export function isAscii(env: { readonly [name: string]: string | undefined }): boolean {
  const { FAULTLINE_GLYPHS, LC_ALL, LC_CTYPE, LANG, TERM } = env;
  if (FAULTLINE_GLYPHS !== undefined && FAULTLINE_GLYPHS !== '') return FAULTLINE_GLYPHS === 'ascii';
  const locale = [LC_ALL, LC_CTYPE, LANG].find((each) => each !== undefined && each !== '');
  return TERM === 'linux' || TERM === 'dumb' || (locale !== undefined && !/utf-?8/i.test(locale));
}
