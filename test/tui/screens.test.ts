// Whole screens as a terminal shows them: laid out by Ink, written by the writer, read back from a terminal. They are
// kept in screens/; UPDATE_SCREENS=1 npx vitest run test/tui/screens.test.ts writes what was found instead.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { advance, openSession, type Session } from '../../src/debugger/index.ts';
import { textOf as plain, widthOfLine } from '../../src/display/step/spans.ts';
import { mount } from '../../src/tui/app.tsx';
import { frameOf, rowsOf } from '../../src/tui/frame.ts';
import { press, type Screen, screenOf } from '../../src/tui/screen.ts';
import { FrameStore } from '../../src/tui/store.ts';
import { Writer } from '../../src/tui/writer.ts';
import { sourceOfText } from '../debugger/opened.ts';
import { twoLeaders } from '../debugger/two-leaders.ts';
import { Emulator, root, sessionAt } from './sessions.ts';

const sizes = [
  [60, 20],
  [80, 24],
  [120, 40],
  [200, 60],
] as const;

type Options = { readonly hasColour?: boolean; readonly isAscii?: boolean };

async function shown(
  screen: Screen,
  columns: number,
  rows: number,
  { hasColour = true, isAscii = false }: Options = {},
) {
  const emulator = new Emulator(columns, rows);
  const writes: Promise<void>[] = [];
  const writer = new Writer((text) => writes.push(emulator.write(text)));
  const store = new FrameStore(frameOf(screen, { columns, rows }));
  const paint = { hasColour, isAscii, columns };
  const errors: unknown[] = [];
  const mounted = mount(store, paint, {
    draw: (text) => writer.draw(text, rows),
    failed: (error) => errors.push(error),
  });
  await new Promise((resolve) => setTimeout(resolve, 5));
  mounted.unmount();
  await Promise.all(writes);
  expect(errors).toEqual([]);
  return emulator;
}

function after(screen: Screen, keys: readonly string[]): Screen {
  const typed = keys.reduce(press, screen);
  return { ...typed, session: advance(typed.session, {}) };
}

function matches(name: string, found: string): void {
  const path = `${root}test/tui/screens/${name}.txt`;
  const text = `${found}\n`;
  if (process.env['UPDATE_SCREENS'] === '1') return writeFileSync(path, text);
  expect(existsSync(path) ? readFileSync(path, 'utf8') : '', `${path}: UPDATE_SCREENS=1 rewrites it`).toBe(text);
}

let failing: Session;
let told: Session;

beforeAll(async () => {
  failing = await sessionAt('scenarios/faults/no-sync.yaml');
  told = await sessionAt('scenarios/tour/split-brain.yaml');
});

describe.each(sizes)('%i×%i', (columns, rows) => {
  test('opens at the violation: the property, its reason and the chain of causes are there without a key', async () => {
    const emulator = await shown(screenOf(failing), columns, rows);
    expect(emulator.text).toContain('committed-is-held  violated since #2571');
    expect(emulator.text.replaceAll(/[│\s]+/g, ' ')).toMatch(/c1#1 of term 1 at index 2, committed by n\d/);
    expect(emulator.text).toMatch(rows < 24 ? /#2571.*\n.*#2568/ : /#2571.*\n.*#2568.*\n.*#2537/);
    matches(`violation-${columns}x${rows}`, emulator.text);
  });

  test('a scenario tells its sentence', async () => {
    const screen = after(screenOf(told), [';']);
    matches(`tour-${columns}x${rows}`, (await shown(screen, columns, rows)).text);
  });

  test('Ink lays out what is drawn before it is there', async () => {
    const frame = rowsOf(frameOf(screenOf(failing), { columns, rows })).map((line) => plain(line).trimEnd());
    expect((await shown(screenOf(failing), columns, rows)).rows).toEqual(frame);
  });
});

describe('without the vote that made the second leader', () => {
  let branch: Screen;

  beforeAll(async () => {
    const violated = advance(openSession(await sourceOfText(twoLeaders)), {});
    branch = after(screenOf(violated), ['d', '\\']);
  });

  test('what became of it stands beside the branch that it parts from', async () => {
    matches('branch-120x40', (await shown(branch, 120, 40)).text);
  });

  test('where there is little room too', async () => {
    const { text } = await shown(branch, 80, 24);
    expect(text).toContain('branches 1 and 0 differ from #31 on');
    expect(text).toContain('election-safety: 1 held, 0 violated');
    expect(text).toContain('parts at #31: skip event 31');
  });
});

test('the help, and a search', async () => {
  matches('help-120x40', (await shown(after(screenOf(failing), ['?']), 120, 40)).text);
  const keys = ['/', ...'Vote', 'enter'];
  matches('search-80x24', (await shown(after(screenOf(failing), keys), 80, 24)).text);
});

test('nothing is told by colour alone: without colours the text is the same', async () => {
  const [coloured, bare] = await Promise.all(
    [true, false].map((hasColour) => shown(screenOf(failing), 120, 40, { hasColour })),
  );
  expect(bare!.text).toBe(coloured!.text);
});

test('a terminal that knows ASCII alone gets nothing else', async () => {
  const emulator = await shown(screenOf(failing), 120, 40, { isAscii: true });
  expect([...emulator.text].filter((character) => character.codePointAt(0)! > 0x7e)).toEqual([]);
  matches('ascii-120x40', emulator.text);
});

test('at every size the frame is as large as the terminal, to the row and column', () => {
  const screens = [screenOf(failing), after(screenOf(told), [';'])];
  for (let columns = 40; columns <= 130; columns += 15) {
    for (let rows = 12; rows <= 44; rows += 2) {
      const frames = screens.map((screen) => rowsOf(frameOf(screen, { columns, rows })));
      const sizes = frames.map((lines) => [lines.length, ...new Set(lines.map((line) => widthOfLine(line)))]);
      expect(sizes, `${columns}×${rows}`).toEqual([
        [rows, columns],
        [rows, columns],
      ]);
    }
  }
});

test('a terminal that is too small is told so', async () => {
  expect((await shown(screenOf(failing), 39, 12)).text).toContain('too small: 39×12');
});
