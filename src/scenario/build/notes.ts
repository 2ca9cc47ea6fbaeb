// The sentences that go with a run. When they are told is written and read as with faults.
import type { Note } from '../scenario.ts';
import { durationText } from '../words.ts';
import type { Context } from './context.ts';
import { buildBegin } from './triggers.ts';

export function buildNotes(context: Context): readonly Note[] {
  const { draft, run, problems } = context;
  return (draft.notes ?? []).flatMap((note, index): readonly Note[] => {
    const path = ['notes', index];
    const at = note.at === undefined ? undefined : { min: note.at, max: note.at };
    const begin = buildBegin({ ...note, at }, path, context, 'note');
    if (begin === undefined) return [];
    if (run !== undefined && begin.at > run) {
      const key = note.at === undefined ? 'after' : 'at';
      const message = `${durationText(begin.at)} is after the end of the run at ${durationText(run)}`;
      problems.add('after-the-end', [...path, key], message);
    }
    return [{ ...begin, says: note.says }];
  });
}
