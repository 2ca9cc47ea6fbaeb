// What a system's view shows of a state; of one of the author's own that throws, that it does.
import type { Plain, PlainRecord } from '../../base/plain.ts';
import type { GroupName } from '../../contract/ids.ts';
import { OutsideError } from '../../contract/outside.ts';
import type { Source } from '../source.ts';

export function viewOf({ system }: Source, group: GroupName, state: Plain | undefined): PlainRecord | undefined {
  const show = system.view[group];
  if (state === undefined || show === undefined) return undefined;
  try {
    return show(state as never);
  } catch (error) {
    if (error instanceof OutsideError) return { error: error.message };
    throw error;
  }
}
