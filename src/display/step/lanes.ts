// Space-time: a lane a node, a row an event. A message is drawn from its sender's lane to its receiver's; the windows of
// faults lie on the lanes as bands, one shade a side. The scale is that of event indexes: rows are not times.
import type { NodeId } from '../../contract/ids.ts';
import type { Time } from '../../contract/time.ts';
import type { EventKind, TraceEvent } from '../../contract/trace.ts';
import { cut, type Span, type StyledLine, span } from './spans.ts';

export type Band = {
  readonly from: Time;
  /** Undefined: it lasts. */
  readonly to: Time | undefined;
  /** Its sides: the nodes that it parts, or those that it is about. */
  readonly nodes: readonly (readonly NodeId[])[];
};

export type Lanes = {
  /** The nodes that have a lane, from the left. */
  readonly nodes: readonly NodeId[];
  /** Nodes for which there was no room. */
  readonly missing: number;
  /** Columns of a lane. */
  readonly pitch: number;
  readonly width: number;
};

/** As many lanes as fitted, the first ones; the rest is counted. */
export function lanesFor(nodes: readonly NodeId[], width: number): Lanes {
  const longest = Math.max(2, ...nodes.map((id) => id.length));
  const pitch = Math.min(longest + 1, Math.max(3, Math.floor(width / Math.max(1, nodes.length))));
  const most = Math.max(1, Math.floor(width / pitch));
  const shown = nodes.slice(0, most);
  return { nodes: shown, missing: nodes.length - shown.length, pitch, width: shown.length * pitch };
}

/** The names over the lanes. */
export function laneHeader({ nodes, pitch }: Lanes): StyledLine {
  return nodes.map((id) => span(cut(id, pitch - 1).padEnd(pitch), 'strong'));
}

export const glyphs: { readonly [kind in EventKind]: Span } = {
  start: span('▲', 'good'),
  deliver: span('●', 'accent'),
  drop: span('✗', 'bad'),
  timer: span('⏲', 'unsure'),
  write: span('▪'),
  fault: span('░', 'fault'),
  hold: span('⏸', 'faint'),
  reset: span('↯', 'bad'),
  failure: span('!', 'bad'),
};

const shades = ['░', '▒', '▓'];

/** A lane where nothing happens: a line, or the shade of the side on which a fault has put it. */
function empty(id: NodeId, time: Time, bands: readonly Band[]): Span {
  const band = bands.findLast(
    (each) => time >= each.from && (each.to === undefined || time < each.to) && has(each, id),
  );
  if (band === undefined) return span('│', 'faint');
  const side = band.nodes.findIndex((nodes) => nodes.includes(id));
  return span(shades[side % shades.length]!, 'fault');
}

function has({ nodes }: Band, id: NodeId): boolean {
  return nodes.some((side) => side.includes(id));
}

/** An event in its lanes. */
export function laneRow(event: TraceEvent, lanes: Lanes, bands: readonly Band[]): StyledLine {
  const { nodes, pitch } = lanes;
  const cells: Span[] = nodes.flatMap((id) => [
    empty(id, event.time, bands),
    ...Array.from({ length: pitch - 1 }, () => span(' ')),
  ]);
  if (event.kind === 'fault') return strike(cells);
  const at = event.node === undefined ? -1 : nodes.indexOf(event.node);
  const from = event.from === undefined ? -1 : nodes.indexOf(event.from);
  if (at !== -1 && from !== -1 && at !== from && event.kind !== 'reset') drawArrow(cells, from * pitch, at * pitch);
  if (at !== -1) cells[at * pitch] = glyphs[event.kind];
  return joined(cells);
}

/** A fault goes through all lanes. */
function strike(cells: readonly Span[]): StyledLine {
  return joined(cells.map((cell) => (cell.text === ' ' ? span('─', 'fault') : cell)));
}

function drawArrow(cells: Span[], from: number, to: number): void {
  const by = to > from ? 1 : -1;
  cells[from] = span('○', 'accent');
  for (let column = from + by; column !== to; column += by) {
    const isHead = column + by === to;
    const isLane = cells[column]!.text !== ' ';
    const text = isHead ? (by > 0 ? '▶' : '◀') : isLane ? cells[column]!.text : '─';
    cells[column] = span(text, isHead || !isLane ? 'accent' : cells[column]!.tone);
  }
}

/** Neighbours of one tone as one span. */
function joined(cells: readonly Span[]): StyledLine {
  const result: Span[] = [];
  for (const cell of cells) {
    const last = result.at(-1);
    if (last !== undefined && last.tone === cell.tone)
      result[result.length - 1] = span(last.text + cell.text, cell.tone);
    else result.push(cell);
  }
  return result;
}
