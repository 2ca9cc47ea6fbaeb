// One command: the session before, the session after. It never waits: what is not known yet becomes a search that
// `advance.ts` goes on with. A command that cannot be carried out leaves a notice, and all else as it was.
import { breakpointText, breaksAt } from './breakpoints.ts';
import type { Command } from './command.ts';
import {
  cutLink,
  dropSelected,
  fireNext,
  fork,
  healLink,
  intervene,
  onMessage,
  pauseOrResume,
  switchTo,
} from './deeds.ts';
import { marked, toMark } from './marks.ts';
import { moveTo, reach, say, stepOne } from './position.ts';
import { selectedField } from './queries/changes.ts';
import { eventAt, timelineOf } from './queries/events.ts';
import { momentOf } from './queries/status.ts';
import { landmarkWords, seekOn } from './seek.ts';
import { moveSelection, selectNode } from './selection.ts';
import { type Breakpoint, branchOf, panes, type Seek, type Session, speeds } from './session.ts';

/** Commands that leave a search alone. */
const aside: readonly Command['do'][] = [
  'tick',
  'done',
  'say',
  'focus',
  'pane',
  'show-all',
  'copy',
  'suspend',
  'faster',
  'slower',
];

/** By how much a message is delayed where nobody says. */
const DELAY = 100_000;

export function reduce(session: Session, command: Command): Session {
  const isAside = aside.includes(command.do);
  const here = isAside ? session : { ...session, seek: undefined, notice: undefined };
  switch (command.do) {
    case 'next':
      return step(here, 1, command.count, command.ofNode);
    case 'previous':
      return step(here, -1, command.count, command.ofNode);
    case 'first':
      return paused(moveTo(here, 0));
    case 'last':
      return { ...paused(moveTo(here, branchOf(here).known - 1)), isFollowing: !branchOf(here).isDone };
    case 'event':
      return seeking(here, { for: 'event', event: command.event });
    case 'time':
      return seeking(here, { for: 'time', time: command.time });
    case 'landmark':
      return toLandmark(here, command);
    case 'cause':
      return toCause(here);
    case 'effect':
      return toEffect(here, command.nth ?? 1);
    case 'writer':
      return toWriter(here);
    case 'play':
      return { ...here, play: { ...here.play, isPlaying: !here.play.isPlaying } };
    case 'pause':
      return paused(here);
    case 'faster':
      return withSpeed(here, 1);
    case 'slower':
      return withSpeed(here, -1);
    case 'tick':
      return tick(here, command.events);
    case 'continue': {
      if (here.breakpoints.length === 0) return say(here, 'no breakpoint is set: b, or :break', true);
      return seeking(here, { for: 'breakpoint', from: here.cursor, isBackwards: command.isBackwards });
    }
    case 'break':
      return withBreakpoint(here, command.breakpoint);
    case 'break-here': {
      const field = selectedField(here);
      if (field === undefined) return say(here, `${here.selection.node} is down: it has no field`, true);
      return withBreakpoint(here, { on: 'field', node: here.selection.node, field });
    }
    case 'unbreak':
      return withoutBreakpoint(here, command.nth);
    case 'search':
      return { ...here, search: command.text.trim() === '' ? undefined : command.text.trim() };
    case 'hit':
      if (here.search === undefined) return say(here, 'nothing is searched for: / begins a search', true);
      return seeking(here, { for: 'match', filter: here.search, from: here.cursor, isBackwards: command.isBackwards });
    case 'hide':
      return { ...here, hidden: command.text.trim() === '' ? undefined : command.text.trim() };
    case 'mark':
      return marked(here, command.name);
    case 'to-mark':
      return toMark(here, command.name);
    case 'select-node':
      return selectNode(here, command.node);
    case 'select-message':
      return { ...here, selection: { ...here.selection, message: command.message } };
    case 'select-field':
      return { ...here, selection: { ...here.selection, field: command.field } };
    case 'move':
      return moveSelection(here, command.by);
    case 'node':
      return selectNode(here, neighbour(here.engine.nodes, here.selection.node, command.by));
    case 'focus':
      return { ...here, focus: command.pane ?? neighbour(panes, here.focus, command.by ?? 1) };
    case 'pane': {
      const { pane } = command;
      const rest = here.closed.filter((each) => each !== pane);
      if (rest.length < here.closed.length) return { ...here, closed: rest, notice: undefined };
      return say(
        { ...here, closed: [...rest, pane] },
        `without the pane ${pane}: ${panes.indexOf(pane) + 1} brings it back`,
      );
    }
    case 'show-all':
      return { ...here, showsAll: !here.showsAll };
    case 'fork':
      return fork(here);
    case 'intervene':
      return intervene(here, command.deed);
    case 'drop':
      return dropSelected(here);
    case 'duplicate':
      return onMessage(here, (message) => ({ do: 'duplicate', message }));
    case 'deliver':
      return onMessage(here, (message) => ({ do: 'deliver', message }));
    case 'delay':
      return onMessage(here, (message) => ({ do: 'delay', message, by: command.by ?? DELAY }));
    case 'skip':
      return intervene(here, { do: 'skip' });
    case 'fire':
      return fireNext(here);
    case 'crash':
    case 'restart':
      return intervene(here, { do: command.do, node: here.selection.node });
    case 'pause-node':
      return pauseOrResume(here);
    case 'cut':
      return cutLink(here, command.other);
    case 'heal':
      return healLink(here, command.other);
    case 'branch':
      return switchTo(here, command.id);
    case 'branch-next':
      return switchTo(here, (here.current + 1) % here.branches.length);
    case 'compare':
      return compared(here, command.with);
    case 'copy':
      return { ...here, request: { do: 'copy', text: momentOf(here) } };
    case 'save':
      return { ...here, request: { do: 'save', file: command.file } };
    case 'suspend':
      return { ...here, request: { do: 'suspend' } };
    case 'quit':
      return { ...paused(here), request: { do: 'quit' } };
    case 'cancel':
      return {
        ...paused(here),
        isFollowing: false,
        selection: { ...here.selection, isPinned: false, message: undefined },
      };
    case 'done':
      return {
        ...here,
        request: undefined,
        ...(command.notice === undefined ? {} : { notice: { text: command.notice, isProblem: false } }),
      };
    case 'say':
      return say(here, command.text, command.isProblem === true);
  }
}

function paused(session: Session): Session {
  return session.play.isPlaying ? { ...session, play: { ...session.play, isPlaying: false } } : session;
}

/** The first part of the search is made at once: most of what is looked for is near. */
function seeking(session: Session, seek: Seek): Session {
  return seekOn({ ...paused(session), isFollowing: false, seek }, 512);
}

function step(session: Session, by: 1 | -1, count = 1, ofNode = false): Session {
  if (ofNode) {
    const filter = `@${session.selection.node}`;
    return seeking(session, { for: 'match', filter, from: session.cursor, isBackwards: by < 0 });
  }
  let here = paused(session);
  for (let left = Math.min(count, 10_000); left > 0; left--) {
    const next = stepOne(here, by);
    if (next === here) break;
    here = next;
  }
  return here.cursor === session.cursor
    ? say(here, by > 0 ? 'this is the last event' : 'this is the first event')
    : here;
}

function toLandmark(session: Session, { kind, isBackwards }: Extract<Command, { do: 'landmark' }>): Session {
  if (!isBackwards) return seeking(session, { for: 'landmark', kind });
  const event = timelineOf(session).nearest(kind, session.cursor, true);
  return event === undefined
    ? say(session, `no ${landmarkWords[kind]} before this event`, true)
    : paused(moveTo(session, event));
}

function toCause(session: Session): Session {
  const cause = eventAt(session)?.cause;
  return cause === undefined
    ? say(session, 'nothing led to this event: it was there from the start')
    : paused(moveTo(session, cause));
}

function toEffect(session: Session, nth: number): Session {
  const effects = eventAt(session)?.effects ?? [];
  const effect = effects[nth - 1];
  if (effect !== undefined) return paused(moveTo(session, effect));
  const { isDone } = branchOf(session);
  if (effects.length > 0) return say(session, `it led to ${effects.length} events, not to ${nth}`, true);
  return say(session, isDone ? 'it led to nothing' : 'it has led to nothing so far');
}

function toWriter(session: Session): Session {
  const field = selectedField(session);
  const { node } = session.selection;
  if (field === undefined) return say(session, `${node} is down: it has no field`, true);
  return seeking(session, { for: 'writer', node, field, from: session.cursor + 1 });
}

function withSpeed(session: Session, by: number): Session {
  const speed = Math.max(0, Math.min(speeds.length - 1, session.play.speed + by));
  return { ...session, play: { ...session.play, speed } };
}

/** Playing stops at a breakpoint, at a violation, and at the end. */
function tick(session: Session, events: number): Session {
  if (!session.play.isPlaying) return session;
  let here = session;
  for (let left = Math.min(events, 10_000); left > 0; left--) {
    const next = stepOne(here, 1);
    if (next === here) return say(paused(here), branchOf(here).isDone ? 'the end of the run' : 'no more is known yet');
    here = next;
    if (timelineOf(here).is('violation', here.cursor)) return say(paused(here), 'stopped: a violation');
    if (breaksAt(here)(here.cursor)) return say(paused(here), 'stopped at a breakpoint');
  }
  return here;
}

function withBreakpoint(session: Session, breakpoint: Breakpoint): Session {
  const problem = wrongBreakpoint(session, breakpoint);
  if (problem !== undefined) return say(session, problem, true);
  const text = breakpointText(breakpoint);
  if (session.breakpoints.some((other) => breakpointText(other) === text))
    return say(session, `there is one already: ${text}`);
  return say({ ...session, breakpoints: [...session.breakpoints, breakpoint] }, `break where ${text}`);
}

function wrongBreakpoint({ source, engine }: Session, breakpoint: Breakpoint): string | undefined {
  if (breakpoint.on === 'field' && !engine.nodes.includes(breakpoint.node)) {
    return `there is no node ${breakpoint.node}: there are ${engine.nodes.join(', ')}`;
  }
  const watched = source.plan.monitors.flatMap(({ properties }) => properties.map(({ name }) => name));
  const names = [...watched, ...source.judgedAtEnd];
  if (breakpoint.on !== 'property' || names.includes(breakpoint.property)) return undefined;
  return `there is no property ${breakpoint.property}: there are ${names.join(', ')}`;
}

function withoutBreakpoint(session: Session, nth: number | undefined): Session {
  const { breakpoints } = session;
  if (nth === undefined) return say({ ...session, breakpoints: [] }, 'no breakpoint is left');
  const gone = breakpoints[nth - 1];
  if (gone === undefined) return say(session, `there is no breakpoint ${nth}: there are ${breakpoints.length}`, true);
  return say(
    { ...session, breakpoints: breakpoints.filter((other) => other !== gone) },
    `no break where ${breakpointText(gone)}`,
  );
}

function compared(session: Session, other: number | undefined): Session {
  if (other === undefined && session.comparedWith !== undefined) return { ...session, comparedWith: undefined };
  const id = other ?? branchOf(session).parent;
  if (id === undefined) return say(session, 'there is no other branch: a deed makes one', true);
  if (session.branches[id] === undefined) return say(session, `there is no branch ${id}`, true);
  if (id === session.current) return say(session, 'a branch is the same as itself: name another', true);
  return reach({ ...session, comparedWith: id }, 1, id);
}

function neighbour<T>(list: readonly T[], item: T, by: number): T {
  const at = list.indexOf(item) + by;
  return list[((at % list.length) + list.length) % list.length]!;
}
