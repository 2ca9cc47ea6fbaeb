// Commands at random: of every kind, with arguments that fit and some that do not. Half of them are keys and lines.
import type { RandomStream } from '../../src/base/random.ts';
import {
  bindings,
  branchOf,
  type Command,
  lines,
  messagesInFlight,
  panes,
  parseCommandLine,
  type Session,
} from '../../src/debugger/index.ts';

const kinds = ['fault', 'turn', 'violation', 'note'] as const;
const texts = ['', 'n1', 'Vote', 'n1>n2', 'drop', 'term=2', '-n2', '@n3', 'no such thing'];

export function randomCommand(session: Session, random: RandomStream): Command {
  const pick = <T>(list: readonly T[]): T => list[random.int(list.length)]!;
  switch (random.int(4)) {
    case 0:
    case 1:
      return keyed(pick) ?? { do: 'next' };
    case 2:
      return typed(pick) ?? { do: 'previous' };
    default:
      return made(session, random, pick);
  }
}

type Pick = <T>(list: readonly T[]) => T;

function keyed(pick: Pick): Command | undefined {
  const { action } = pick(bindings.filter(({ mode }) => mode === 'normal'));
  return action.do === 'mode' || !isCommand(action) ? undefined : action;
}

function isCommand(action: { readonly do: string }): action is Command {
  return !['accept', 'erase', 'erase-word', 'erase-all', 'older', 'newer', 'scroll', 'mode'].includes(action.do);
}

function typed(pick: Pick): Command | undefined {
  const { words, usage } = pick(lines);
  const example = pick(usage.split(' | ')).replaceAll(/[[\]]/g, '');
  const read = parseCommandLine(`${words[0]} ${example}`);
  return read !== undefined && 'command' in read ? read.command : undefined;
}

function made(session: Session, random: RandomStream, pick: Pick): Command {
  const { known } = branchOf(session);
  const node = pick([...session.engine.nodes, 'nobody']);
  const seq = messagesInFlight(session)[0]?.seq ?? random.int(1000);
  const commands: readonly Command[] = [
    { do: 'event', event: random.int(known + 2000) },
    { do: 'time', time: random.int(20_000_000) },
    { do: 'landmark', kind: pick(kinds), isBackwards: random.int(2) === 0 },
    { do: 'tick', events: random.int(50) },
    { do: 'effect', nth: 1 + random.int(3) },
    { do: 'search', text: pick(texts) },
    { do: 'hide', text: pick(texts) },
    { do: 'select-node', node },
    { do: 'select-message', message: seq },
    { do: 'focus', pane: pick(panes) },
    { do: 'break', breakpoint: { on: 'event', filter: pick(texts) } },
    { do: 'break', breakpoint: { on: 'field', node, field: pick(['', 'term', 'log', 'log.0.term', 'no.such']) } },
    { do: 'intervene', deed: { do: pick(['drop', 'duplicate', 'deliver'] as const), message: seq } },
    { do: 'intervene', deed: { do: 'delay', message: seq, by: random.int(2_000_000) } },
    { do: 'intervene', deed: { do: pick(['crash', 'restart', 'pause'] as const), node } },
    { do: 'intervene', deed: { do: 'cut', from: node, to: pick(session.engine.nodes) } },
    { do: 'intervene', deed: { do: 'end', fault: random.int(4) } },
    { do: 'intervene', deed: { do: 'fire', node, timer: pick(['election', 'heartbeat', 'no such']) } },
    { do: pick(['cut', 'heal'] as const), other: node },
    { do: 'branch', id: random.int(session.branches.length + 1) },
    { do: 'compare', with: random.int(session.branches.length + 1) },
    { do: 'done', notice: 'done' },
  ];
  return pick(commands);
}
