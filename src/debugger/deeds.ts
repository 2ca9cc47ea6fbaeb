// Deeds part a branch from the one that is looked at, and never change it. A deed that makes no sense here is refused in a
// sentence.
import { branchText } from '../contract/branch-text.ts';
import type { NodeId } from '../contract/ids.ts';
import { type Deed, type Intervention, makesEvent } from '../contract/intervention.ts';
import { isCut } from '../network/cuts.ts';
import { withDeed } from './engine.ts';
import { moveTo, reach, say, withBranch } from './position.ts';
import { deedText } from './queries/deed-text.ts';
import { eventAt } from './queries/events.ts';
import { messagesInFlight, selectedMessage } from './queries/flight.ts';
import { nodeAt, snapshotOf } from './queries/nodes.ts';
import { windowsAt } from './queries/windows.ts';
import { branchOf, type Session } from './session.ts';

/** A branch in which these are done, one after the other: after the cursor's event, or for `skip` in its place. */
export function intervene(session: Session, ...deeds: readonly Deed[]): Session {
  const problem = deeds.map((deed) => problemOf(session, deed)).find((text) => text !== undefined);
  if (problem !== undefined) return say(session, problem, true);
  const [first] = deeds;
  if (first === undefined) return session;
  const begin = first.do === 'skip' ? session.cursor : session.cursor + 1;
  let list: readonly Intervention[] = branchOf(session).interventions;
  let at = begin;
  for (const deed of deeds) {
    list = withDeed(list, { at, ...deed });
    if (makesEvent(deed)) at++;
  }
  const text = deeds.map((deed) => deedText(session.source, deed)).join(', ');
  const parted = toBranch(session, list, begin);
  const there = reach(parted, at + 1);
  const cursor = makesEvent(first) ? at - 1 : first.do === 'skip' ? begin : session.cursor;
  return say(moveTo(there, cursor), `branch ${there.current}: ${text}`);
}

/** A branch of its own without a deed: what is done from here on is done in it. */
export function fork(session: Session): Session {
  const at = session.cursor + 1;
  const list = branchOf(session).interventions.filter((deed) => deed.at < at);
  const parted = reach(newBranch(session, list, at), at);
  return say(moveTo(parted, session.cursor), `branch ${parted.current} parts after event ${session.cursor}`);
}

export function switchTo(session: Session, id: number): Session {
  const branch = session.branches[id];
  if (branch === undefined) {
    return say(session, `there is no branch ${id}: there are 0 to ${session.branches.length - 1}`, true);
  }
  const left = withBranch(session, { cursor: session.cursor });
  const comparedWith = session.comparedWith === id ? undefined : session.comparedWith;
  const there = { ...left, current: id, seek: undefined, comparedWith, play: { ...session.play, isPlaying: false } };
  return say(moveTo(reach(there, 1), branch.cursor), `branch ${id}`);
}

/** The branch with this list of deeds: the one that is there, or a new one. */
function toBranch(session: Session, list: readonly Intervention[], at: number): Session {
  const text = branchText(list);
  const known = session.branches.find(({ interventions }) => branchText(interventions) === text);
  return known === undefined ? newBranch(session, list, at) : switchTo(session, known.id);
}

function newBranch(session: Session, interventions: readonly Intervention[], at: number): Session {
  const left = withBranch(session, { cursor: session.cursor });
  const id = session.branches.length;
  const { cursor, current } = session;
  const branch = { id, parent: current, at, interventions, known: at, isDone: false, cursor };
  const play = { ...session.play, isPlaying: false };
  const branches = [...left.branches, branch];
  // What is known of it are the events of the parent: at least the first is.
  return reach({ ...left, branches, current: id, seek: undefined, play, comparedWith: undefined }, at + 1);
}

/** Why it cannot be done after the cursor's event; undefined: it can. */
function problemOf(session: Session, deed: Deed): string | undefined {
  const { source, cursor } = session;
  switch (deed.do) {
    case 'drop':
    case 'deliver':
    case 'duplicate':
    case 'delay': {
      const found = messagesInFlight(session).find(({ seq }) => seq === deed.message);
      if (found === undefined) return `message ${deed.message} is not under way after event ${cursor}`;
      if (deed.do === 'delay' && source.schedule !== undefined) {
        return 'a schedule has no times: deliver other messages first instead of delaying one';
      }
      if (deed.do === 'duplicate' && source.plan.streams !== undefined)
        return 'a stream never delivers a message twice';
      return undefined;
    }
    case 'fire': {
      const node = nodeAt(session, deed.node);
      const timer = node?.timers.find(({ name }) => name === deed.timer);
      if (node === undefined) return noNode(session, deed.node);
      if (timer === undefined)
        return `${deed.node} has no timer ${deed.timer} set${listed(node.timers.map(({ name }) => name))}`;
      return timer.hasFired ? `${deed.timer} of ${deed.node} has fired, and waits for its node` : undefined;
    }
    case 'crash':
    case 'pause':
    case 'restart': {
      const node = nodeAt(session, deed.node);
      if (node === undefined) return noNode(session, deed.node);
      const isUp = node.state !== undefined;
      if (deed.do === 'restart') return isUp ? `${deed.node} is up already` : undefined;
      return isUp ? undefined : `${deed.node} is down`;
    }
    case 'cut': {
      const [from, to] = [nodeAt(session, deed.from), nodeAt(session, deed.to)];
      if (from === undefined) return noNode(session, deed.from);
      if (to === undefined) return noNode(session, deed.to);
      return deed.from === deed.to ? `${deed.from} has no link to itself` : undefined;
    }
    case 'end':
      return windowsAt(session).some(({ fault, isLasting }) => fault === deed.fault && isLasting)
        ? undefined
        : `fault ${deed.fault} does not last here`;
    case 'skip':
      return eventAt(session) === undefined ? 'there is no event to skip' : undefined;
  }
}

function noNode({ engine }: Session, id: NodeId): string {
  return `there is no node ${id}: there are ${engine.nodes.join(', ')}`;
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? '' : `: set are ${names.join(', ')}`;
}

/** The message that a key means: where the cursor stands on a delivery and nothing is selected, that delivery. */
export function onMessage(session: Session, make: (message: number) => Deed): Session {
  const chosen = selectedMessage(session);
  return chosen === undefined ? say(session, 'no message is under way', true) : intervene(session, make(chosen.seq));
}

export function dropSelected(session: Session): Session {
  const event = eventAt(session);
  const isOnDelivery = session.focus !== 'flight' && session.selection.message === undefined;
  if (isOnDelivery && event?.kind === 'deliver') return intervene(session, { do: 'skip' });
  return onMessage(session, (message) => ({ do: 'drop', message }));
}

/** The timer of the selected node that is due first. */
export function fireNext(session: Session): Session {
  const { node } = session.selection;
  const timers = nodeAt(session, node)?.timers.filter(({ hasFired }) => !hasFired) ?? [];
  const [first] = [...timers].sort((a, b) => a.due - b.due);
  return first === undefined
    ? say(session, `${node} has no timer set`, true)
    : intervene(session, { do: 'fire', node, timer: first.name });
}

/** Pauses the selected node; of one that is paused, ends the pauses. */
export function pauseOrResume(session: Session): Session {
  const { node } = session.selection;
  const index = session.engine.nodes.indexOf(node);
  const pauses = snapshotOf(session).after.nodes[index]?.pausedBy ?? [];
  if (pauses.length === 0) return intervene(session, { do: 'pause', node });
  return intervene(session, ...pauses.map((fault): Deed => ({ do: 'end', fault })));
}

export function cutLink(session: Session, other: NodeId | undefined): Session {
  const ends = linkOf(session, other);
  if (typeof ends === 'string') return say(session, ends, true);
  const [one, two] = ends;
  return intervene(session, { do: 'cut', from: one, to: two }, { do: 'cut', from: two, to: one });
}

/** Ends every cut and partition between the two. */
export function healLink(session: Session, other: NodeId | undefined): Session {
  const ends = linkOf(session, other);
  if (typeof ends === 'string') return say(session, ends, true);
  const { cuts } = snapshotOf(session).after;
  const [one, two] = ends.map((id) => session.engine.nodes.indexOf(id)) as [number, number];
  const between = cuts.filter((cut) => parts(cut, one, two) || parts(cut, two, one));
  if (between.length === 0) return say(session, `nothing is cut between ${ends[0]} and ${ends[1]}`, true);
  return intervene(session, ...between.map(({ id }): Deed => ({ do: 'end', fault: id })));
}

function parts(cut: Parameters<typeof isCut>[0][number], from: number, to: number): boolean {
  return isCut([cut], from, to);
}

/** The ends of a link: the selected node and another, by default the other one of the cursor's message. */
function linkOf(session: Session, other: NodeId | undefined): readonly [NodeId, NodeId] | string {
  const { node } = session.selection;
  const event = eventAt(session);
  const [one, two] = other === undefined ? [event?.node, event?.from] : [node, other];
  if (one === undefined || two === undefined || one === two) {
    return 'choose a link: :cut n1 n2, or stand on a message between two nodes';
  }
  return session.engine.nodes.includes(two) ? [one, two] : noNode(session, two);
}
