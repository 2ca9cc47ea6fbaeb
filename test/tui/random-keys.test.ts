// Ten thousand keys that nobody chose, at sizes that nobody chose: no throw, and every line as wide as the terminal.
import { expect, test } from 'vitest';
import { RandomStream } from '../../src/base/random.ts';
import { advance, bindings } from '../../src/debugger/index.ts';
import { widthOfLine } from '../../src/display/step/spans.ts';
import { frameOf, rowsOf } from '../../src/tui/frame.ts';
import { screenOf, take } from '../../src/tui/screen.ts';
import { sessionAt } from './sessions.ts';

// What quits is no key of a walk; the session would ask for it and go on.
const keys = [...new Set(bindings.flatMap((binding) => binding.keys)), ...'12 n2 :event 40 日本 é', 'delete', 'ctrl-x'];

test.each([
  'scenarios/faults/no-sync.yaml',
  'scenarios/tour/split-brain.yaml',
  'scenarios/faults/fast-clock.yaml',
  'scenarios/basics/single-crash.yaml',
])('%s survives 2,500 random keys', async (file) => {
  const random = new RandomStream('keys', file);
  const below = (most: number) => random.int(most);
  let screen = screenOf(await sessionAt(file));
  for (let pressed = 0; pressed < 2500; pressed++) {
    const key = keys[below(keys.length)]!;
    screen = take(screen, below(50) === 0 ? { kind: 'paste', text: 'n2 \x1b[31m 10\n' } : { kind: 'key', key });
    screen = { ...screen, session: advance(screen.session, { events: 2000 }) };
    // Forks run on by themselves; many of them are one test and much time.
    if (screen.session.branches.length > 12) screen = screenOf(await sessionAt(file));
    const size = { columns: 1 + below(180), rows: 1 + below(60) };
    const rows = rowsOf(frameOf(screen, size));
    expect(rows.length, `${key} at ${size.columns}×${size.rows}`).toBeLessThanOrEqual(size.rows);
    const wrong = rows.filter((line) => widthOfLine(line) !== size.columns);
    expect(wrong, `${key} at ${size.columns}×${size.rows}`).toEqual([]);
  }
});
