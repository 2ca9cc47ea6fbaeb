// The faults that have struck by an event: their windows, as bands behind the events.
import { type FaultWindow, toldWindow } from '../../kernel/index.ts';
import { branchOf, type Session } from '../session.ts';
import { snapshotOf } from './nodes.ts';

export type WindowAt = FaultWindow & {
  /** It has begun and is not over at this event. */
  readonly isLasting: boolean;
};

/** Windows that have begun by an event, in the order in which they did. `to` is known once it is over. */
export function windowsAt(session: Session, event = session.cursor): readonly WindowAt[] {
  return windowsOf(snapshotOf(session, event).after.windows);
}

/** All windows that are known by now, wherever the cursor is: for the timeline's bands. */
export function windowsKnown(session: Session): readonly WindowAt[] {
  const { known } = branchOf(session);
  return known === 0 ? [] : windowsOf(snapshotOf(session, known - 1).after.windows);
}

function windowsOf(windows: readonly FaultWindow[]): readonly WindowAt[] {
  return windows.map((window) => {
    const isLasting = window.to === undefined && window.skipped === undefined && lasts(window);
    // What a crash does to a node that is down is known once it is over.
    return { ...(window.to === undefined ? window : toldWindow(window, window.to)), isLasting };
  });
}

/** Some faults are a single blow. */
function lasts({ kind }: FaultWindow): boolean {
  return kind !== 'restart' && kind !== 'reset' && kind !== 'corrupt';
}
