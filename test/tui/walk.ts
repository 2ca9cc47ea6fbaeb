// A walk of keys that nobody chose, with frames at sizes that nobody chose: no throw, and every line as wide as the terminal.
import { expect } from 'vitest';
import { RandomStream } from '../../src/base/random.ts';
import { advance, bindings, type Session } from '../../src/debugger/index.ts';
import { widthOfLine } from '../../src/display/step/spans.ts';
import { frameOf, rowsOf } from '../../src/tui/frame.ts';
import { type Screen, screenOf, take } from '../../src/tui/screen.ts';

// What quits is no key of a walk; the session would ask for it and go on.
const keys = [...new Set(bindings.flatMap((binding) => binding.keys)), ...'12 n2 :event 40 日本 é', 'delete', 'ctrl-x'];

export type Walk = {
  readonly name: string;
  readonly keys: number;
  /** A frame after every so many keys. */
  readonly drawn: number;
  /** Events that the simulation goes on by after each key. */
  readonly run: number;
};

export function walkOfKeys(begun: Session, { name, keys: count, drawn, run }: Walk): void {
  const random = new RandomStream('keys', name);
  const below = (most: number) => random.int(most);
  let screen = screenOf(begun);
  for (let pressed = 1; pressed <= count; pressed++) {
    const key = keys[below(keys.length)]!;
    screen = take(screen, below(50) === 0 ? { kind: 'paste', text: 'n2 \x1b[31m 10\n' } : { kind: 'key', key });
    screen = { ...screen, session: advance(screen.session, { events: run }) };
    // Forks run on by themselves; many of them are one test and much time.
    if (screen.session.branches.length > 12) screen = screenOf(begun);
    if (pressed % drawn === 0) expectWhole(screen, { columns: 1 + below(180), rows: 1 + below(60) }, key);
  }
}

function expectWhole(screen: Screen, size: { readonly columns: number; readonly rows: number }, key: string): void {
  const rows = rowsOf(frameOf(screen, size));
  const where = `${key} at ${size.columns}×${size.rows}`;
  expect(rows.length, where).toBeLessThanOrEqual(size.rows);
  expect(
    rows.filter((line) => widthOfLine(line) !== size.columns),
    where,
  ).toEqual([]);
}
