// A file at a moment, as text.
import { withoutExit } from '../../campaign/own-thread.ts';
import { advance, branchOf, reduce, type Session } from '../../debugger/index.ts';
import { Exit, exitCodes } from '../exit.ts';
import { type ColourChoice, styleFor } from '../terminal.ts';
import { type OpenedFile, openFile, type StepFlags } from './open.ts';
import { stepText } from './text.ts';

export function textOf({ session, usesCode }: OpenedFile, color: ColourChoice): readonly string[] {
  const style = styleFor(process.stdout, color);
  return withoutExit(() => stepText(atMoment(session), { style, width: process.stdout.columns ?? 100, usesCode }));
}

export async function textOfFile(path: string, flags: StepFlags & { readonly color: ColourChoice }) {
  return textOf(await openFile(path, flags), flags.color);
}

/** Run to its end, so that all is known of it; a branch beside the one that it parts from. */
function atMoment(session: Session): Session {
  const there = advance(session, {});
  const { notice } = there;
  if (notice?.isProblem === true) throw new Exit(exitCodes.usage, `--at: ${notice.text}`);
  return branchOf(there).parent === undefined ? there : advance(reduce(there, { do: 'compare' }), {});
}
