// A whole frame: bands from the top, each of columns side by side. The size decides what stands where: panels and two
// columns where there is room, a line a node and one stack where there is little, and a sentence where there is none.
import {
  activity,
  bandsOver,
  bindingsOf,
  lines as commandLines,
  groupTitles,
  keyGroups,
  landmarksBetween,
  type NodeAt,
  nodesAt,
  type Session,
  statusOf,
  windowsKnown,
} from '../debugger/index.ts';
import { activityLines } from '../display/step/activity-lines.ts';
import { bandLines, bandTitleWidth } from '../display/step/band-lines.ts';
import { helpLines } from '../display/step/help-lines.ts';
import { operationText } from '../display/step/history-lines.ts';
import { clientLine, nodePanel, nodeRows } from '../display/step/node-lines.ts';
import { signs } from '../display/step/signs.ts';
import { clip, fitted, type StyledLine, span } from '../display/step/spans.ts';
import { contentOf, type PaneId } from './contents.ts';
import { footerLine, headerLine, narrationLines, statusLine } from './header.ts';
import type { Screen } from './screen.ts';
import { stackOf } from './stack.ts';

export type Size = { readonly columns: number; readonly rows: number };
/** Lines of exactly the width. */
export type Column = { readonly width: number; readonly lines: readonly StyledLine[] };
export type Band = { readonly height: number; readonly columns: readonly Column[] };
export type Frame = readonly Band[];

export const smallest: Size = { columns: 40, rows: 12 };

export function frameOf(screen: Screen, size: Size): Frame {
  const { columns, rows } = size;
  if (columns < smallest.columns || rows < smallest.rows) return tooSmall(size);
  const { session } = screen;
  const header = [headerLine(session, columns)];
  if (screen.mode === 'help') return helpFrame(screen, size, header);
  const told = narrationLines(session, columns, rows);
  const nodes = session.closed.includes('nodes') ? [] : nodeLines(session, size);
  const top = [...header, ...told, ...nodes];
  const pulse = pulseLines(session, { columns, rows });
  const height = Math.max(0, rows - top.length - pulse.length - 2);
  const { bands, missing } = body(session, columns, height);
  return [
    band(columns, top),
    ...bands,
    band(columns, [...pulse, statusLine(screen, missing, columns), footerLine(screen, columns)]),
  ];
}

/** Rows of the frame as lines, columns joined. */
export function rowsOf(frame: Frame): readonly StyledLine[] {
  return frame.flatMap(({ height, columns }) =>
    Array.from({ length: height }, (_, i) => columns.flatMap(({ lines, width }) => lines[i] ?? fitted([], width))),
  );
}

function band(width: number, lines: readonly StyledLine[]): Band {
  return { height: lines.length, columns: [{ width, lines: lines.map((line) => fitted(line, width)) }] };
}

function tooSmall({ columns, rows }: Size): Frame {
  const text = `too small: ${columns}×${rows}, needs ${smallest.columns}×${smallest.rows} (q quits)`;
  return rows < 1 || columns < 1 ? [] : [band(columns, [[span(text)]])];
}

function helpFrame(screen: Screen, { columns, rows }: Size, header: readonly StyledLine[]): Frame {
  const groups = [
    { title: 'signs', rows: signs.map((sign) => ({ keys: sign.signs, about: sign.about })) },
    ...keyGroups.map((group) => ({
      title: groupTitles[group],
      rows: bindingsOf(group).map(({ keys, about }) => ({ keys: keys.join(' '), about })),
    })),
    {
      title: 'words after :',
      rows: commandLines.map(({ words, usage, about }) => ({ keys: `${words.join(' ')} ${usage}`.trim(), about })),
    },
  ];
  const all = helpLines(groups, columns);
  const height = rows - 3;
  const from = Math.min(screen.scroll, Math.max(0, all.length - height));
  const shown = all.slice(from, from + height);
  const body = Array.from({ length: height }, (_, i) => shown[i] ?? []);
  const below = all.length - from - shown.length;
  const more = [span(below > 0 ? ` … ${below} lines below` : '', 'faint')];
  return [band(columns, [...header, ...body, more, footerLine(screen, columns)])];
}

function nodeLines(session: Session, { columns, rows }: Size): readonly StyledLine[] {
  const all = nodesAt(session);
  const servers = all.filter(({ isClient }) => !isClient);
  const clients = all.filter(({ isClient }) => isClient);
  const { node } = session.selection;
  const waiting = rows < 24 || clients.length === 0 ? [] : [fitted(clientLine(clients.map(waitingOf)), columns)];
  const panels = panelLines(servers, node, { columns, rows });
  if (panels !== undefined) return [...panels, ...waiting];
  const most = Math.max(2, Math.min(servers.length, Math.floor(rows / 4)));
  // The selected node is among those that are shown.
  const at = servers.findIndex(({ id }) => id === node);
  const from = Math.max(0, Math.min(at - most + 2, servers.length - most));
  const lines = clip(nodeRows(servers.slice(from), node), most);
  return [...lines.map((line) => fitted(line, columns)), ...waiting];
}

function waitingOf({ id, status, operation }: NodeAt) {
  const waitsFor =
    operation === undefined ? undefined : operationText({ f: operation.f, key: operation.key, input: operation.value });
  return { id, status, waitsFor };
}

const PANEL = { width: 23, height: 7 } as const;

/** All servers side by side; undefined: there is no room for that. */
function panelLines(
  servers: readonly NodeAt[],
  selected: string,
  { columns, rows }: Size,
): readonly StyledLine[] | undefined {
  if (rows < 34 || servers.length === 0) return undefined;
  const perRow = Math.min(servers.length, Math.floor(columns / PANEL.width));
  const rowsNeeded = Math.ceil(servers.length / perRow);
  if (perRow === 0 || rowsNeeded * PANEL.height > rows / 3) return undefined;
  const width = Math.floor(columns / perRow);
  return Array.from({ length: rowsNeeded }, (_, row) => {
    const boxes = servers
      .slice(row * perRow, (row + 1) * perRow)
      .map((node) => nodePanel(node, width, PANEL.height, node.id === selected));
    return Array.from({ length: PANEL.height }, (_, line) =>
      fitted(
        boxes.flatMap((box) => box[line]!),
        columns,
      ),
    );
  }).flat();
}

/** How much happens when, with the bands of the system on the same axis of time; these on a small screen too. */
function pulseLines(session: Session, { columns, rows }: Size): readonly StyledLine[] {
  const { known } = statusOf(session);
  const { bands: named = [] } = session.source.system;
  const title = rows < 20 ? 0 : bandTitleWidth(named);
  const parts = columns - 2 - title;
  const bands = title === 0 ? [] : bandLines(bandsOver(session, parts));
  if (bands.length === 0 && rows < 30) return [];
  const buckets = activity(session, parts);
  const end = known === 0 ? 0 : statusOf({ ...session, cursor: known - 1 }).time + 1;
  const violations = landmarksBetween(session, 'violation', 0, known);
  const lines = activityLines({ buckets, end, windows: windowsKnown(session), cursor: session.cursor, violations });
  const [heights, marks] = lines.map((line) => [span(' '.repeat(title)), ...line]);
  const shown = rows < 30 ? [...bands, marks!] : [heights!, ...bands, marks!];
  return shown.map((line) => [span(' '), ...line]);
}

const wide = { columns: 110, rows: 28 } as const;
const medium = { columns: 76, height: 11 } as const;

type Body = { readonly bands: readonly Band[]; readonly missing: readonly string[] };

/** What the panes of the middle are, and where. A pane with the focus is always among them. */
function body(session: Session, columns: number, height: number): Body {
  const isOpen = (id: PaneId) => !(session.closed as readonly string[]).includes(id);
  const hasBranches = session.branches.length > 1 || session.focus === 'branches';
  const all: readonly PaneId[] = [
    'properties',
    'cause',
    'events',
    'inspector',
    'flight',
    'history',
    ...(hasBranches ? (['branches'] as const) : []),
  ];
  const open = all.filter(isOpen);
  const focus = session.focus as PaneId;
  const isComparing = session.comparedWith !== undefined;
  const order: readonly PaneId[] = [
    ...(open.includes(focus) ? [focus] : []),
    ...(isComparing ? (['branches'] as const) : []),
    'properties',
    'cause',
    'events',
    'inspector',
    'flight',
    'history',
    'branches',
  ];
  const column = (ids: readonly PaneId[], width: number, rows: number) => {
    const stack = stackOf(
      ids.filter((id) => open.includes(id)).map((id) => contentOf(session, id, width)),
      order,
      width,
      rows,
    );
    return { ...stack, column: { width, lines: stack.lines } };
  };
  const beside = (ids: readonly [readonly PaneId[], readonly PaneId[]], left: number, rows: number): Body => {
    const one = column(ids[0], left, rows);
    const other = column(ids[1], columns - left - 1, rows);
    const gap = { width: 1, lines: Array.from({ length: rows }, () => [span('│', 'faint')]) };
    return {
      bands: [{ height: rows, columns: [one.column, gap, other.column] }],
      missing: [...one.missing, ...other.missing],
    };
  };
  if (columns >= wide.columns && height >= 18) {
    return beside(
      [
        ['events', 'history', 'branches'],
        ['properties', 'cause', 'inspector', 'flight'],
      ],
      Math.floor(columns * 0.58),
      height,
    );
  }
  if (columns >= medium.columns && height >= medium.height) {
    // Of two branches what became of them matters more than the events around.
    const share = isComparing ? 0.35 : 0.5;
    const upper = open.includes('events') ? Math.max(5, Math.min(Math.floor(height * share), height - 8)) : 0;
    const lower = beside(
      [
        ['properties', ...(isComparing ? [] : (['cause'] as const)), 'branches'],
        ['inspector', 'flight', 'history'],
      ],
      Math.floor(columns * 0.56),
      height - upper,
    );
    const events = upper === 0 ? [] : [{ height: upper, columns: [column(['events'], columns, upper).column] }];
    return { bands: [...events, ...lower.bands], missing: lower.missing };
  }
  const stack = column(all, columns, height);
  return { bands: [{ height, columns: [stack.column] }], missing: stack.missing };
}
