// The projections of the screen, each on data made by hand.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { widthOf } from '../../../src/base/printable.ts';
import type { TraceEvent } from '../../../src/contract/trace.ts';
import { activityLines } from '../../../src/display/step/activity-lines.ts';
import { asciiGlyphs, asciiOf } from '../../../src/display/step/ascii.ts';
import { branchLines, comparisonLines } from '../../../src/display/step/branch-lines.ts';
import { changeLines } from '../../../src/display/step/diff-lines.ts';
import { eventRow, type ListedEvent } from '../../../src/display/step/event-rows.ts';
import { historyLines } from '../../../src/display/step/history-lines.ts';
import { glyphs, laneHeader, laneRow, lanesFor } from '../../../src/display/step/lanes.ts';
import { type NodeFacts, nodePanel, nodeRows } from '../../../src/display/step/node-lines.ts';
import { paint } from '../../../src/display/step/paint.ts';
import { propertyCounts, propertyLines } from '../../../src/display/step/property-lines.ts';
import { signs } from '../../../src/display/step/signs.ts';
import {
  clip,
  cut,
  fitted,
  type StyledLine,
  span,
  textOf,
  widthOfLine,
  windowOf,
} from '../../../src/display/step/spans.ts';

const texts = (lines: readonly StyledLine[]) => lines.map((line) => textOf(line).trimEnd());
const event = (more: Partial<TraceEvent>): TraceEvent => ({
  index: 7,
  time: 5_000_000,
  seq: 1,
  kind: 'deliver',
  node: 'n3',
  from: 'n1',
  cause: 3,
  payload: { kind: 'Vote' },
  ...more,
});

test('the help tells every sign that a lane can have', () => {
  const told = signs.flatMap((sign) => [...sign.signs]);
  expect(Object.values(glyphs).filter(({ text }) => !told.includes(text))).toEqual([]);
});

test('text is cut where it is wide, never in the middle of a character', () => {
  expect(['日本語', 'abc', 'a日'].map((text) => cut(text, 4))).toEqual(['日…', 'abc', 'a日']);
  for (let width = 1; width < 12; width++) {
    const line = fitted([span('ab'), span('日本', 'bad'), span('👑x')], width);
    expect(widthOfLine(line), `${width}: ${textOf(line)}`).toBe(width);
  }
  expect(textOf(fitted([span('abc'), span('def')], 3))).toBe('ab…');
  expect(textOf(fitted([span('abc')], 5))).toBe('abc  ');
});

test('what is left out is counted', () => {
  const lines = Array.from({ length: 9 }, (_, i) => [span(String(i))]);
  expect(texts(clip(lines, 4))).toEqual(['0', '1', '2', '… 6 more']);
  expect(texts(windowOf(lines, 5, 4))).toEqual(['… 3 above', '3', '4', '5', '… 3 more']);
  expect(texts(windowOf(lines, 5, 8))).toEqual(['… 5 above', '5', '6', '7', '8']);
  // In two rows what matters is still there: the latest of a history, the selected message.
  expect(texts(windowOf(lines, 2, 9))).toEqual(['… 8 above', '8']);
  expect(texts(windowOf(lines, 2, 4))).toEqual(['4', '… 8 more']);
  expect(texts(windowOf(lines, 2, -1))).toEqual(['0', '… 8 more']);
  expect(texts(windowOf(lines, 1, 4))).toEqual(['4']);
  expect(windowOf(lines, 0, 4)).toEqual([]);
});

test('a message is drawn from its sender to its receiver, over the lanes between', () => {
  const lanes = lanesFor(['n1', 'n2', 'n3'], 40);
  const row = (more: Partial<TraceEvent>, bands = [] as Parameters<typeof laneRow>[2]) =>
    textOf(laneRow(event(more), lanes, bands)).trimEnd();
  expect(textOf(laneHeader(lanes)).trimEnd()).toBe('n1 n2 n3');
  expect(row({})).toBe('○──│─▶●');
  expect(row({ node: 'n1', from: 'n3' })).toBe('●◀─│──○');
  expect(row({ kind: 'drop', from: 'n2' })).toBe('│  ○─▶✗');
  expect(row({ kind: 'timer', node: 'n2', from: undefined })).toBe('│  ⏲  │');
  expect(row({ kind: 'fault', node: undefined, from: undefined })).toBe('│──│──│──');
});

test('what an event loses or violates stays in sight beside a long message', () => {
  const long = { kind: 'Call', asked: { f: 'put', key: 'a key of some length', value: 'and what is put there' } };
  const lost = { from: 'n3', to: 'n2', message: { kind: 'Propose', value: 1 }, reason: 'cut' };
  const none = { lost: [], remarks: [], notes: [], violated: [], isHit: false, isMarked: false, isTurn: false };
  const lanes = lanesFor(['n1', 'n2', 'n3'], 40);
  const row = (more: Partial<ListedEvent>, width?: number) =>
    textOf(
      eventRow(
        { ...event({ payload: long }), ...none, ...more },
        { lanes, bands: [], indexWidth: 5, cursor: 7, causes: new Set(), width },
      ),
    );
  const place = '▸     7   5.0000 ○──│─▶●   ';
  expect(row({ lost: [lost] }, 80)).toBe(`${place}n3 ◂ n1  Call {asked: {f: "p…  cut off: n3→n2 Propose`);
  expect(row({ lost: [lost, lost, lost] }, 60)).toBe(`${place}n3 ◂ n1  C…  cut off: n3→n2 Propose and 2 more`);
  expect(row({ lost: [{ ...lost, reason: 'loss' }], violated: ['p'] }, 80)).toBe(
    `${place.replace(' ', '✗')}n3 ◂ n1  Call {asked: {f: …  ✗ p  lost: n3→n2 Propose`,
  );
  // What a handler notes comes last: it may be long itself.
  expect(row({ remarks: ['became leader'], notes: ['told'] })).toMatch(/ there"\}\} {2}» {2}became leader$/);
});

test('the window of a fault lies on the lanes as a band, a shade a side, from its first instant to the one before its end', () => {
  const lanes = lanesFor(['n1', 'n2', 'n3'], 40);
  const band = { from: 5_000_000, to: 6_000_000, nodes: [['n1'], ['n2', 'n3']] };
  const at = (time: number) =>
    textOf(laneRow(event({ time, kind: 'write', node: 'n3', from: undefined }), lanes, [band])).trimEnd();
  expect([4_999_999, 5_000_000, 5_999_999, 6_000_000].map(at)).toEqual(['│  │  ▪', '░  ▒  ▪', '░  ▒  ▪', '│  │  ▪']);
});

test('nodes without room for a lane are counted', () => {
  const lanes = lanesFor(
    Array.from({ length: 50 }, (_, i) => `n${i}`),
    30,
  );
  expect([lanes.nodes.length, lanes.missing]).toEqual([10, 40]);
});

test('a change is new, changed or gone by its mark', () => {
  const change = (
    path: string,
    kind: 'new' | 'changed' | 'gone',
    before: number | undefined,
    after: number | undefined,
  ) => ({ node: 'n2', part: 'state', path, kind, before, after }) as const;
  const timer = {
    node: 'n2',
    part: 'machine',
    path: 'timers.election',
    kind: 'changed',
    before: 1_000_000,
    after: 2_500_000,
  } as const;
  expect(
    texts(
      changeLines([
        change('term', 'changed', 6, 7),
        change('log.3', 'new', undefined, 1),
        change('vote', 'gone', 1, undefined),
        timer,
      ]),
    ),
  ).toEqual(['~ n2 term  6 → 7', '+ n2 log.3  1', '- n2 vote  was 1', '~ n2 timer election  1.000s → due 2.500s']);
  expect(texts(changeLines([]))).toEqual(['nothing changed']);
});

const node: NodeFacts = {
  id: 'n1',
  status: 'up',
  roles: ['leader'],
  epoch: 7,
  view: { role: 'leader', term: 7, commit: 3 },
  viewBefore: { role: 'leader', term: 7, commit: 2 },
  inbox: 2,
  isBusy: false,
  timers: [{ name: 'heartbeat', left: 1_500, hasFired: false }],
  disk: { pending: [{ kind: 'log' }], held: 1, damaged: [] },
  clock: { offset: -3_000, rate: { numerator: 1, denominator: 1 } },
  troubles: ['slow'],
};

test('a node tells its role in words and by a glyph, what changed, and how its machine stands', () => {
  const panel = texts(nodePanel(node, 40, 7, true));
  expect(panel[0]).toMatch(/^┌▸n1 ◆ leader, slow ─+┐$/);
  expect(panel.slice(1, -1).map((line) => line.slice(1, -1).trim())).toEqual([
    'term 7 ~commit 3',
    '⏲ heartbeat 1.5ms',
    'inbox 2  disk pending log, 1 sends w…',
    'clock -3ms',
    '',
  ]);
  expect(panel.every((line) => widthOf(line) === 40)).toBe(true);
  const down: NodeFacts = {
    ...node,
    id: 'n2',
    status: 'down',
    view: undefined,
    viewBefore: undefined,
    timers: [],
    inbox: 0,
    troubles: [],
  };
  const [first, second] = texts(nodeRows([node, down], 'n1'));
  expect(first).toBe(
    '▸n1 ◆ leader, slow inbox 2 disk pending log, 1 sends wait clock -3ms ⏲ heartbeat 1.5ms term 7 ~commit 3',
  );
  expect(second).toMatch(/^ n2 ✗ down/);
});

test('a violated property comes first, with its whole reason', () => {
  const held = { name: 'a', status: 'held', since: undefined, reason: undefined } as const;
  const later = { name: 'b', status: 'held', since: 90, reason: undefined } as const;
  const violated = { name: 'c', status: 'violated', since: 40, reason: 'n1 and n2 both lead term 7' } as const;
  const { bad, rest } = propertyLines([held, later, violated], 20);
  expect(texts(bad)).toEqual(['✗ c  violated since #40', '  n1 and n2 both', '  lead term 7']);
  expect(texts(rest)).toEqual(['✓ b  held, violated at #90', '✓ a  held']);
  expect(textOf(propertyCounts([held, later, violated])).trimEnd()).toBe('✗ 1 violated  ✓ 2 held');
});

test('an operation that nobody knows the end of says so', () => {
  const operation = {
    client: 'c1',
    process: 4,
    f: 'write',
    key: 'x',
    input: 3,
    outcome: 'info',
    output: undefined,
    error: 'timeout',
    invoked: { time: 0 },
    completed: { time: 2_000_000 },
  } as const;
  expect(
    texts(historyLines([operation, { ...operation, outcome: 'open', error: undefined, completed: undefined }])),
  ).toEqual(['c1 p4 write x 3  ? unknown timeout  2s', 'c1 p4 write x 3  … open']);
});

test('the pulse of a run: bars, and below them the cursor, violations and faults', () => {
  const buckets = [
    { events: 0, from: 0 },
    { events: 4, from: 0 },
    { events: 8, from: 4 },
    { events: 1, from: 12 },
  ];
  const lines = activityLines({ buckets, end: 400, windows: [{ from: 50, to: 120 }], cursor: 12, violations: [5] });
  expect(lines.map(textOf)).toEqual([' ▄█▁', '░░✗▴']);
});

test('branches stand under the one that they part from, and two are compared at their first difference', () => {
  const branch = (id: number, parent: number | undefined, at: number, deeds: readonly string[]) => ({
    id,
    parent,
    at,
    known: 50,
    isDone: true,
    deeds,
  });
  expect(
    texts(
      branchLines(
        [
          branch(0, undefined, 0, []),
          branch(1, 0, 9, ['drop message 4']),
          branch(2, 1, 12, ['crash n1']),
          branch(3, 0, 3, []),
        ],
        2,
      ),
    ),
  ).toEqual([
    '  0 the run itself  50 events',
    '  └ 1 parts at #9: drop message 4  50 events',
    '▸   └ 2 parts at #12: crash n1  50 events',
    '  └ 3 parts at #3: nothing done yet  50 events',
  ]);
  const property = (status: 'held' | 'violated') => ({ name: 'safety', status, since: undefined, reason: undefined });
  const facts = {
    one: 1,
    other: 0,
    event: 9,
    here: undefined,
    there: event({}),
    properties: [{ name: 'safety', here: property('held'), there: property('violated') }],
    isComplete: true,
  };
  expect(texts(comparisonLines(facts))).toEqual([
    'branches 1 and 0 differ from #9 on',
    '  safety: 1 held, 0 violated',
    '  1 has ended',
    '  0 n3 ◂ n1  Vote',
  ]);
});

test('each glyph that the screen draws with has an ASCII character of its width', () => {
  const folder = fileURLToPath(new URL('../../../src/', import.meta.url));
  const files = [
    ...readdirSync(`${folder}display/step`).map((file) => `display/step/${file}`),
    ...readdirSync(`${folder}tui`).map((file) => `tui/${file}`),
    'display/trace-lines.ts',
    'display/format.ts',
  ];
  const drawn = files.flatMap((file) => [
    ...readFileSync(folder + file, 'utf8').replaceAll(/\/\/.*|\/\*[\s\S]*?\*\//g, ''),
  ]);
  const missing = [...new Set(drawn)].filter(
    (character) => character.codePointAt(0)! > 0x7e && !(character in asciiGlyphs),
  );
  expect(missing).toEqual([]);
  for (const [glyph, ascii] of Object.entries(asciiGlyphs))
    expect(`${glyph} ${widthOf(ascii)}`).toBe(`${glyph} ${widthOf(glyph)}`);
  expect(asciiOf('日 ✓é')).toBe('?? +?');
});

test('without colours nothing but the text is painted', () => {
  const line = [span('a', 'bad'), span('b')];
  expect(paint(line, { hasColour: false, isAscii: false })).toBe('ab');
  expect(paint(line, { hasColour: true, isAscii: false })).toBe('\x1b[1m\x1b[31ma\x1b[22m\x1b[39mb');
});
