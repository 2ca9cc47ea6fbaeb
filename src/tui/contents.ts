// What each pane shows of a session: questions to the debugger, put into lines by the projections of display/.
import {
  branchOf,
  causeChain,
  causeIndexes,
  changesAt,
  comparison,
  deedsOf,
  eventsAround,
  fieldsAt,
  historyAt,
  messagesInFlight,
  type Pane,
  propertiesAt,
  type Session,
  selectedField,
  selectedMessage,
  windowsAt,
  windowsKnown,
} from '../debugger/index.ts';
import { formatDuration } from '../display/format.ts';
import { branchLines, comparisonLines } from '../display/step/branch-lines.ts';
import { changeLines, fieldLines } from '../display/step/diff-lines.ts';
import { causeLines, eventHeader, eventRow, flightLines, rowContext } from '../display/step/event-rows.ts';
import { historyLines } from '../display/step/history-lines.ts';
import { propertyCounts, propertyLines } from '../display/step/property-lines.ts';
import { clip, type StyledLine, span, windowOf } from '../display/step/spans.ts';
import type { Content } from './stack.ts';

/** Panes of the debugger, and the chain of causes. */
export type PaneId = Exclude<Pane, 'nodes'> | 'cause';

const CHAIN_MOST = 12;

function title(session: Session, id: PaneId, text: string, more: StyledLine = []): StyledLine {
  const hasFocus = session.focus === id;
  return [
    span(`${hasFocus ? '▸' : ' '}${text}`, hasFocus ? 'strong' : 'accent'),
    ...(more.length > 0 ? [span('  '), ...more] : []),
  ];
}

export function contentOf(session: Session, id: PaneId, width: number): Content {
  switch (id) {
    case 'events':
      return events(session, width);
    case 'cause':
      return cause(session);
    case 'properties': {
      const list = propertiesAt(session);
      const { bad, rest } = propertyLines(list, width);
      const all = list.length === 0 ? [[span('none is watched or promised', 'faint')]] : [...bad, ...rest];
      const min = bad.length === 0 ? 2 : Math.min(bad.length + 1, 5);
      // The title counts them all: what holds may be left out without a word.
      const lines = (height: number) => (bad.length > height ? clip(bad, height) : all.slice(0, height));
      return {
        ...fixed(session, id, 'properties', all, { min, more: propertyCounts(list) }),
        enough: bad.length + 1,
        lines,
      };
    }
    case 'inspector':
      return inspector(session);
    case 'flight':
      return flight(session);
    case 'history':
      return history(session);
    case 'branches':
      return branches(session);
  }
}

function cause(session: Session): Content {
  const chain = causeChain(session, CHAIN_MOST);
  const lines = causeLines(chain);
  const [last] = chain.slice(-1);
  const far = last?.cause === undefined ? '' : ' and more';
  const text = chain.length <= 1 ? 'cause: none' : `cause: ${chain.length - 1}${far} before, from #${last!.index}`;
  const min = Math.min(3, lines.length + 1);
  return { ...fixed(session, 'cause', text, lines, { min }), lines: (height) => lines.slice(0, height) };
}

type Extras = { readonly min?: number; readonly more?: StyledLine };

function fixed(
  session: Session,
  id: PaneId,
  text: string,
  lines: readonly StyledLine[],
  { min = 3, more = [] }: Extras,
): Content {
  const want = Math.max(2, lines.length + 1);
  return { id, title: title(session, id, text, more), min, want, lines: (height) => clip(lines, height) };
}

function events(session: Session, width: number): Content {
  const { cursor } = session;
  const context = rowContext(
    {
      nodes: session.source.plan.nodes,
      known: branchOf(session).known,
      windows: windowsKnown(session),
      cursor,
      causes: causeIndexes(session, 40),
    },
    Math.floor(width * 0.4),
  );
  const lasting = windowsAt(session).filter(({ isLasting }) => isLasting);
  const told = lasting.length === 0 ? [] : [span(`░ ${lasting.map(({ text }) => text).join('; ')}`, 'fault')];
  return {
    id: 'events',
    title: title(session, 'events', 'events', told),
    min: 5,
    want: 16,
    isGreedy: true,
    lines: (height) => {
      const rows = height - 1;
      const around = eventsAround(session, rows, rows);
      const here = Math.max(
        0,
        around.findIndex(({ index }) => index === cursor),
      );
      const from = Math.max(0, Math.min(around.length - rows, here - Math.floor(rows * 0.65)));
      return [
        eventHeader(context.lanes, context.indexWidth),
        ...around.slice(from, from + rows).map((event) => eventRow(event, { ...context, width })),
      ];
    },
  };
}

/** With the focus, the fields of the selected node, one of them selected; else what the event changed anywhere. */
function inspector(session: Session): Content {
  const { node } = session.selection;
  if (session.focus !== 'inspector' && !session.showsAll) {
    const changes = changesAt(session);
    const lines = changeLines(changes);
    return fixed(session, 'inspector', `changed by this event: ${changes.length}`, lines, {
      min: Math.min(lines.length + 1, 6),
    });
  }
  const fields = fieldsAt(session);
  const selected = selectedField(session);
  const lines = fields.length === 0 ? [[span(`${node} has no state`, 'faint')]] : fieldLines(fields, selected);
  const at = fields.findIndex(({ path }) => path === selected);
  const what = session.showsAll ? 'all fields' : 'changed, or all where nothing is';
  return {
    ...fixed(session, 'inspector', `${node}: ${what}`, lines, {}),
    lines: (height) => windowOf(lines, height, at),
  };
}

function flight(session: Session): Content {
  const messages = messagesInFlight(session);
  const selected = selectedMessage(session)?.seq;
  const at = messages.findIndex(({ seq }) => seq === selected);
  const isPlayed = session.source.schedule !== undefined;
  const lines = flightLines(
    messages.map(({ left, ...rest }) => ({ ...rest, left: isPlayed ? '' : formatDuration(left) })),
    selected,
  );
  return {
    ...fixed(session, 'flight', `in flight ${messages.length}`, lines, {}),
    lines: (height) => windowOf(lines, height, at),
  };
}

function history(session: Session): Content {
  const { operations, lines: all } = historyAt(session, 120);
  const lines = historyLines(operations);
  return {
    ...fixed(session, 'history', `history: ${all} lines`, lines, {}),
    want: Math.min(12, Math.max(2, lines.length + 1)),
    // The latest are what matters.
    lines: (height) => windowOf(lines, height, lines.length),
  };
}

function branches(session: Session): Content {
  const facts = session.branches.map((branch) => {
    const own = branch.parent === undefined ? 0 : session.branches[branch.parent]!.interventions.length;
    const deeds = deedsOf(session, branch);
    return { ...branch, deeds: deeds.slice(Math.min(own, Math.max(0, deeds.length - 1))) };
  });
  const found = comparison(session);
  const tree = branchLines(facts, session.current);
  const lines = found === undefined ? tree : [...comparisonLines(found), ...tree];
  return fixed(session, 'branches', 'branches', lines, { min: Math.min(lines.length + 1, 3) });
}
