// Whether a journal that is there may be gone on with. What differs is named, and what to do.
import { shownPath } from '../files.ts';
import { type Writer, writerDifference } from './code.ts';
import { type Course, courseText } from './course.ts';
import type { Journal } from './journal.ts';
import { HuntRefused } from './refused.ts';
import { countOf, type Share, shareText } from './seeds.ts';

export type Wanted = Writer & {
  readonly sha256: string;
  readonly share: Share;
  readonly course: Course;
  readonly isResumed: boolean;
};

/** Throws `HuntRefused` unless it is the same campaign, and is to be resumed. */
export function refuseOther({ header, records }: Journal, path: string, wanted: Wanted): void {
  const shown = shownPath(path);
  const differs = differenceOf(header, wanted);
  if (differs !== undefined) {
    throw new HuntRefused(`${shown} is the journal of another campaign: ${differs}; name another folder with --out`);
  }
  if (wanted.isResumed) return;
  const done = `${records.length} of ${countOf(wanted.share)} seeds are done`;
  throw new HuntRefused(`${shown} is there already, ${done}: go on with --resume, or name another folder with --out`);
}

function differenceOf(header: Journal['header'], { sha256, version, code, share, course }: Wanted): string | undefined {
  if (header.sha256 !== sha256) return `the text of ${header.scenario} was different`;
  const otherWriter = writerDifference(header, { version, code });
  if (otherWriter !== undefined) return otherWriter;
  if (courseText(header) !== courseText(course))
    return `it hunts ${courseText(header)}, expected ${courseText(course)}`;
  const [was, is] = [shareText(header), shareText(share)];
  return was === is ? undefined : `it is of ${was}, expected ${is}`;
}
