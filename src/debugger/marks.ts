// Marks: events that one wants to come back to, by name.

import { switchTo } from './deeds.ts';
import { moveTo, say } from './position.ts';
import type { Session } from './session.ts';

/** Marks the cursor's event: under a name, else under the next letter. The same name again moves the mark. */
export function marked(session: Session, name = nextName(session)): Session {
  const { marks, current, cursor } = session;
  const mark = { name, branch: current, event: cursor };
  return say(
    { ...session, marks: [...marks.filter((other) => other.name !== name), mark] },
    `mark ${name} at event ${cursor}`,
  );
}

/** To a mark by name; without one to the mark that was set before the one stood on, round and round. */
export function toMark(session: Session, name: string | undefined): Session {
  const { marks, current, cursor } = session;
  if (marks.length === 0) return say(session, 'there is no mark: m sets one', true);
  const here = marks.findIndex((mark) => mark.branch === current && mark.event === cursor);
  const mark =
    name === undefined ? marks[(here <= 0 ? marks.length : here) - 1] : marks.find((other) => other.name === name);
  if (mark === undefined)
    return say(session, `there is no mark ${name}: there are ${marks.map((each) => each.name).join(', ')}`, true);
  const there = mark.branch === current ? session : switchTo(session, mark.branch);
  return say(moveTo(there, mark.event), `mark ${mark.name}`);
}

function nextName({ marks }: Session): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  return [...letters].find((letter) => !marks.some(({ name }) => name === letter)) ?? `m${marks.length + 1}`;
}
