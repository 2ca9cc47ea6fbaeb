// What happens among a few servers, in words: one line for each event, and a table of their states.
import { slice } from '../../src/base/paged-list.ts';
import type { Kind } from '../../src/contract/context.ts';
import type { Entry, State } from '../../src/protocols/raft/index.ts';
import type { Cluster, Happened, Sent } from './cluster.ts';

/** The oldest entry kept, and the others, by their terms: `1 1 2`, or after a compaction `(3:1) 2 2`. */
function logText({ log }: State): string {
  const terms = slice(log.entries, 0).map(entryText).join(' ');
  const base = log.base === 0 ? '' : `(${log.base}:${log.baseTerm}) `;
  return `${base}${terms}`.trim() || '-';
}

function entryText({ term, command, configuration }: Entry): string {
  if (configuration !== undefined) {
    const { voters, outgoing, learners } = configuration;
    const joint = outgoing.length === 0 ? '' : `/${outgoing.join(',')}`;
    return `${term}{${voters.join(',')}${joint}${learners.length === 0 ? '' : `+${learners.join(',')}`}}`;
  }
  if (command === null) return `${term}`;
  const { operation } = command;
  return operation.f === 'write' ? `${term}${operation.key}=${operation.value}` : `${term}${operation.f}`;
}

/** A message in a few words; index and term of an entry as `3:2`. */
export function messageText(message: Kind): string {
  const m = message as { readonly [field: string]: unknown } & Kind;
  const last = () => `last ${m['lastLogIndex']}:${m['lastLogTerm']}`;
  const prev = () => `${m['prevLogIndex']}:${m['prevLogTerm']}`;
  switch (m.kind) {
    case 'RequestVote':
      return `RequestVote term ${m['term']} ${last()}${m['isTransfer'] === true ? ' for a transfer' : ''}`;
    case 'RequestPreVote':
      return `RequestPreVote term ${m['term']} ${last()}`;
    case 'Vote':
    case 'PreVote':
      return `${m.kind} ${m['granted'] === true ? 'yes' : 'no'} term ${m['term']}`;
    case 'AppendEntries': {
      const entries = (m['entries'] as readonly Entry[]).map(entryText).join(' ');
      return `AppendEntries term ${m['term']} after ${prev()} [${entries}] commit ${m['leaderCommit']}`;
    }
    case 'AppendReply':
      return m['success'] === true
        ? `AppendReply yes term ${m['term']} to ${m['matchIndex']}`
        : `AppendReply no term ${m['term']} at ${m['prevLogIndex']}: try ${m['conflictIndex']}${m['conflictTerm'] === null ? '' : `, term ${m['conflictTerm']}`}`;
    case 'InstallSnapshot': {
      const { index, term } = m['snapshot'] as { readonly index: number; readonly term: number };
      return `InstallSnapshot term ${m['term']} of ${index}:${term}`;
    }
    case 'Reply': {
      const { ok, value } = m['result'] as { readonly ok: boolean; readonly value: unknown };
      return `Reply ${ok ? 'ok' : 'failed'} ${JSON.stringify(value)}`;
    }
    default: {
      const fields = Object.entries(m).filter(([key]) => key !== 'kind' && key !== 'id' && key !== 'attempt');
      const shown = fields.map(([key, value]) => `${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`);
      return `${m.kind}${shown.length === 0 ? '' : ` ${shown.join(' ')}`}`;
    }
  }
}

/** The same message to several is one item; messages to oneself are not told. */
function sentText(sent: readonly Sent[], self: string): string {
  const byText = new Map<string, string[]>();
  for (const { to, message } of sent) {
    if (to === self) continue;
    const text = messageText(message);
    byText.set(text, [...(byText.get(text) ?? []), to]);
  }
  return [...byText].map(([text, to]) => `  → ${to.join(' ')} ${text}`).join('\n');
}

/** What has changed: `follower of n1, term 2 → 3, commit 1 → 2`. */
function changeText(before: State | undefined, after: State): string {
  if (before === undefined) return `starts as ${after.role} of term ${after.term}`;
  const parts: string[] = [];
  if (before.role !== after.role) parts.push(`becomes ${after.role}`);
  if (before.term !== after.term) parts.push(`term ${before.term} → ${after.term}`);
  if (before.votedFor !== after.votedFor && after.votedFor !== null) parts.push(`votes for ${after.votedFor}`);
  if (before.leader !== after.leader && after.role === 'follower' && after.leader !== null) {
    parts.push(`follows ${after.leader}`);
  }
  if ('votes' in after && after.votes.length > 0 && !('votes' in before && before.votes === after.votes)) {
    parts.push(`has the votes of ${after.votes.join(' ')}`);
  }
  if (before.role === 'leader' && after.role === 'leader') {
    for (const [id, index] of Object.entries(after.matchIndex)) {
      if (index > (before.matchIndex[id] ?? 0)) parts.push(`${id} holds up to ${index}`);
    }
  }
  if (before.log !== after.log) parts.push(`log ${logText(after)}`);
  if (before.commitIndex !== after.commitIndex) parts.push(`commit ${before.commitIndex} → ${after.commitIndex}`);
  if (before.snapshot !== after.snapshot) parts.push(`snapshot of ${after.snapshot?.index}:${after.snapshot?.term}`);
  return parts.join(', ') || 'as before';
}

export function happenedText(what: string, { node, before, sent }: Happened, cluster: Cluster): string {
  const change = cluster.isUp(node) ? changeText(before, cluster.state(node)) : 'stops';
  const messages = sentText(sent, node);
  return `${what}: ${change}${messages === '' ? '' : `\n${messages}`}`;
}

export const deliveredText = ({ from, to, message }: Sent): string => `${to} ← ${from} ${messageText(message)}`;

const columns = ['', 'role', 'term', 'voted', 'commit', 'log'] as const;

export function tableText(cluster: Cluster): string {
  const rows = cluster.ids.map((id) => {
    if (!cluster.isUp(id)) return [id, 'down', '', '', '', ''];
    const state = cluster.state(id);
    return [id, state.role, `${state.term}`, state.votedFor ?? '-', `${state.commitIndex}`, logText(state)];
  });
  const widths = columns.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd();
  return [line(columns), ...rows.map(line)].join('\n');
}
