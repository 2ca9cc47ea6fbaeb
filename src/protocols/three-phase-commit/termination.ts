// What participants do when nobody tells them anything (Skeen 1981, 1982).
//
// alone: whoever is uncertain aborts, whoever is pre-committed commits. Right only if PreCommit reaches all or none in time.
// elected: participants take turns, the first one first, each long enough after the one before for that one to have ended.
//   Whose turn it is asks all others how far they are. One has decided: so do all. One is pre-committed: the others are
//   moved there first, so that whoever takes over next finds it so, and then all commit. All are uncertain: all abort. Who
//   does not answer in time is taken for crashed, which is where it goes wrong under a partition.
// After a crash: others may have decided meanwhile. It only asks, and decides nothing. If all have crashed, nobody does.
import { sortedKeys } from '../../base/sorted.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { AnyProtocol } from '../../contract/protocol.ts';
import { becomeOverdue, carryOut, isPrepared } from '../commitment/index.ts';
import type { Outcome, TransactionId } from '../local-store/index.ts';
import type { Standing } from './messages.ts';
import {
  ended,
  noteIn,
  type ParticipantContext,
  type ParticipantState,
  participantWith,
  preCommitted,
  type Terminating,
  type Termination,
  voted,
} from './participant.ts';
import type { Settings } from './settings.ts';

/** Two waits of one timeout each (for answers, for acknowledgements), and one for what the first one then tells. */
const TURN = 3;

const termination: Termination = {
  onSilence(state, id, settings, ctx) {
    if (!isPrepared(state.resource, id)) return state;
    if (state.recovering.includes(id)) {
      askAll(state, id, ctx);
      return overdue(state, id, settings, ctx);
    }
    if (!settings.isElected) {
      return ended(state, id, noteIn(state, id).isPreCommitted ? 'committed' : 'aborted', settings, ctx);
    }
    if (state.resource.overdue.includes(id)) return state;
    ctx.setTimer({ kind: 'turn', key: id }, rankOf(state, id, ctx.self) * TURN * settings.timeout);
    return overdue(state, id, settings, ctx);
  },

  onTurn(state, id, settings, ctx) {
    if (!isPrepared(state.resource, id)) return state;
    askAll(state, id, ctx);
    ctx.setTimer({ kind: 'terminate', key: id }, settings.timeout);
    const others = noteIn(state, id).participants.length - 1;
    const asking = withTerminating(state, id, { phase: 'asking', standings: {}, moved: [] });
    return others === 0 ? concluded(asking, id, settings, ctx) : asking;
  },

  onAnswer(state, id, { from, standing }, settings, ctx) {
    if (!isPrepared(state.resource, id)) return state;
    if (standing === 'committed' || standing === 'aborted') return forAll(state, id, standing, settings, ctx);
    const asking = state.terminating[id];
    if (asking?.phase !== 'asking' || asking.standings[from] === standing) return state;
    const standings = { ...asking.standings, [from]: standing };
    const next = withTerminating(state, id, { ...asking, standings });
    const others = noteIn(state, id).participants.filter((node) => node !== ctx.self);
    return others.every((node) => standings[node] !== undefined) ? concluded(next, id, settings, ctx) : next;
  },

  /** Nobody else answers, or acknowledges. */
  onDeadline(state, id, settings, ctx) {
    const terminating = state.terminating[id];
    if (terminating === undefined || !isPrepared(state.resource, id)) return state;
    if (terminating.phase === 'asking') return concluded(state, id, settings, ctx);
    return forAll(state, id, 'committed', settings, ctx);
  },

  onMoved(state, id, from, settings, ctx) {
    const moving = state.terminating[id];
    if (moving?.phase !== 'moving' || moving.moved.includes(from)) return state;
    const moved = [...moving.moved, from];
    if (Object.keys(moving.standings).every((node) => moved.includes(node))) {
      return forAll(state, id, 'committed', settings, ctx);
    }
    return withTerminating(state, id, { ...moving, moved });
  },

  onInquiry(state, id, from, settings, ctx) {
    const { resource } = state;
    const known = resource.store.outcomes[id];
    const answer = (standing: Standing) =>
      ctx.send(from, { kind: 'StateAnswer', transaction: id, standing }, { durable: true });
    if (known !== undefined) {
      answer(known);
      return state;
    }
    if (!isPrepared(resource, id)) {
      // It has not voted: forced, so that it never votes yes.
      const next = voted(state, carryOut(resource, id, 'aborted', 'abort', settings, ctx), ctx);
      answer('aborted');
      return next;
    }
    answer(noteIn(state, id).isPreCommitted ? 'pre-committed' : 'uncertain');
    return rankOf(state, id, from) < rankOf(state, id, ctx.self) ? givenWay(state, id, settings, ctx) : state;
  },
};

/** One before it has taken its turn: its own comes if that one falls. */
function givenWay(state: ParticipantState, id: TransactionId, settings: Settings, ctx: ParticipantContext) {
  if (!state.recovering.includes(id) && state.resource.overdue.includes(id)) {
    ctx.setTimer({ kind: 'turn', key: id }, TURN * settings.timeout);
  }
  if (state.terminating[id] === undefined) return state;
  ctx.cancelTimer('terminate', id);
  const { [id]: _given, ...terminating } = state.terminating;
  return { ...state, terminating };
}

function concluded(
  state: ParticipantState,
  id: TransactionId,
  settings: Settings,
  ctx: ParticipantContext,
): ParticipantState {
  const { standings } = state.terminating[id]!;
  const isPreCommitted = noteIn(state, id).isPreCommitted;
  if (!isPreCommitted && !Object.values(standings).includes('pre-committed')) {
    return forAll(state, id, 'aborted', settings, ctx);
  }
  const behind = sortedKeys(standings).filter((node) => standings[node] === 'uncertain');
  const moved = sortedKeys(standings).filter((node) => standings[node] !== 'uncertain');
  const next = preCommitted(state, id, settings, ctx);
  if (behind.length === 0) return forAll(next, id, 'committed', settings, ctx);
  for (const node of behind) ctx.send(node, { kind: 'PreCommit', transaction: id }, { durable: true });
  ctx.setTimer({ kind: 'terminate', key: id }, settings.timeout);
  return withTerminating(next, id, { phase: 'moving', standings, moved });
}

/** Decided, and told to all participants. */
function forAll(
  state: ParticipantState,
  id: TransactionId,
  outcome: Outcome,
  settings: Settings,
  ctx: ParticipantContext,
): ParticipantState {
  const { participants } = noteIn(state, id);
  const isLeading = state.terminating[id] !== undefined;
  const next = ended(state, id, outcome, settings, ctx);
  const told = isLeading ? participants.filter((node) => node !== ctx.self) : [];
  const kind = outcome === 'committed' ? 'Commit' : 'Abort';
  for (const node of told) ctx.send(node, { kind, transaction: id }, { durable: true });
  return next;
}

function askAll(state: ParticipantState, id: TransactionId, ctx: ParticipantContext): void {
  const { coordinator, participants } = noteIn(state, id);
  for (const node of [coordinator, ...participants]) {
    if (node !== ctx.self) ctx.send(node, { kind: 'StateInquiry', transaction: id });
  }
}

function overdue(state: ParticipantState, id: TransactionId, settings: Settings, ctx: ParticipantContext) {
  const resource = becomeOverdue(state.resource, id, settings, ctx);
  return resource === state.resource ? state : { ...state, resource };
}

function rankOf(state: ParticipantState, id: TransactionId, node: NodeId): number {
  return noteIn(state, id).participants.indexOf(node);
}

function withTerminating(state: ParticipantState, id: TransactionId, terminating: Terminating): ParticipantState {
  return { ...state, terminating: { ...state.terminating, [id]: terminating } };
}

export function participant(settings: Settings): AnyProtocol {
  return participantWith(termination, settings);
}
