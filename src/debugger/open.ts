// A session that stands at its beginning.
import { Engine } from './engine.ts';
import { moveTo, reach } from './position.ts';
import type { Seek, Session } from './session.ts';
import type { Opening, Source } from './source.ts';

/** Opens at the event or time that is named, else at the violation as soon as it is known, else at the first event. */
export function openSession(source: Source, opening: Opening = {}): Session {
  const engine = new Engine(source);
  const main = { id: 0, parent: undefined, at: 0, interventions: [], known: 0, isDone: false, cursor: 0 };
  const { branch = [] } = opening;
  const parted = {
    id: 1,
    parent: 0,
    at: branch[0]?.at ?? 0,
    interventions: branch,
    known: 0,
    isDone: false,
    cursor: 0,
  };
  const session: Session = {
    source,
    engine,
    branches: branch.length === 0 ? [main] : [main, parted],
    current: branch.length === 0 ? 0 : 1,
    cursor: 0,
    isFollowing: false,
    seek: seekOf(source, opening),
    play: { isPlaying: false, speed: 3 },
    search: undefined,
    hidden: undefined,
    breakpoints: [],
    marks: [],
    selection: { node: source.plan.nodes[0]?.id ?? '', isPinned: false, message: undefined, field: undefined },
    focus: 'events',
    closed: [],
    showsAll: false,
    comparedWith: undefined,
    notice: undefined,
    request: undefined,
  };
  return moveTo(reach(branch.length === 0 ? session : reach(session, 1, 0), 1), 0);
}

function seekOf({ violation }: Source, { event, time }: Opening): Seek {
  if (event !== undefined) return { for: 'event', event };
  if (time !== undefined) return { for: 'time', time };
  return violation === undefined ? { for: 'opening' } : { for: 'event', event: violation.event };
}
