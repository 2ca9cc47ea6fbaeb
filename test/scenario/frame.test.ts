import { describe, expect, test } from 'vitest';
import { editDistance } from '../../src/base/nearest.ts';
import { columnsOf, printable } from '../../src/base/printable.ts';
import { codeFrame, formatProblem } from '../../src/scenario/frame.ts';
import { didYouMean } from '../../src/scenario/suggest.ts';

const text = 'faults:\n  - at: 2s\n    crash: leadr\n    for: 1s\n';

describe('a code frame', () => {
  test('shows the line before, the line marked, carets under the words, the line after', () => {
    expect(codeFrame(text, 3, 12, 5)).toBe(
      ['  2 │   - at: 2s', '> 3 │     crash: leadr', '    │            ^^^^^', '  4 │     for: 1s'].join('\n'),
    );
  });

  test('at the first line has no line before', () => {
    expect(codeFrame(text, 1, 1, 6)).toBe(['> 1 │ faults:', '    │ ^^^^^^', '  2 │   - at: 2s'].join('\n'));
  });

  test('keeps the numbers in one column from line 9 to 10', () => {
    const ten = Array.from({ length: 11 }, (_, index) => `k${index}: x`).join('\n');
    expect(codeFrame(ten, 9, 5, 1)).toBe(['   8 │ k7: x', '>  9 │ k8: x', '     │     ^', '  10 │ k9: x'].join('\n'));
  });

  test('is the same for CRLF', () => {
    expect(codeFrame(text.replaceAll('\n', '\r\n'), 3, 12, 5)).toBe(codeFrame(text, 3, 12, 5));
  });

  test('leaves out a byte order mark', () => {
    expect(codeFrame(`\ufeff${text}`, 1, 1, 6)).toBe(codeFrame(text, 1, 1, 6));
  });

  test('shows a tab as four columns, so the carets move by three', () => {
    expect(codeFrame('a:\tb', 1, 4, 1)).toBe(['> 1 │ a:    b', '    │       ^'].join('\n'));
  });

  test('gives wide characters two columns and combining marks none', () => {
    // 名前 takes four columns: b stands in column 7 of the terminal, not in 5.
    expect(codeFrame('名前: b', 1, 5, 1)).toBe(['> 1 │ 名前: b', '    │       ^'].join('\n'));
    expect(codeFrame('e\u0301: b', 1, 5, 1)).toBe(['> 1 │ e\u0301: b', '    │    ^'].join('\n'));
    // An emoji is two code units and two columns.
    expect(codeFrame('😀: b', 1, 5, 1)).toBe(['> 1 │ 😀: b', '    │     ^'].join('\n'));
    expect(codeFrame('a: 名前', 1, 4, 2)).toBe(['> 1 │ a: 名前', '    │    ^^^^'].join('\n'));
  });

  test('escapes what could move the cursor, and counts the columns of the escape', () => {
    // \x1b takes four columns.
    expect(codeFrame('a\x1bb', 1, 3, 1)).toBe(['> 1 │ a\\x1bb', '    │      ^'].join('\n'));
  });

  test('cuts a long line to the part around the words', () => {
    const frame = codeFrame(`${'x'.repeat(5_000)}HERE${'y'.repeat(5_000)}`, 1, 5_001, 4);
    const [line, carets] = frame.split('\n');
    expect(line!.length).toBeLessThan(130);
    expect(line!.slice(carets!.indexOf('^'), carets!.lastIndexOf('^') + 1)).toBe('HERE');
  });
});

test('words at the very end of a long line keep their carets', () => {
  const [line, carets] = codeFrame(`${'x'.repeat(300)}HERE`, 1, 301, 4).split('\n') as [string, string];
  expect(carets.indexOf('^')).toBe(line.indexOf('HERE'));
});

test('a cut in the middle of a wide character keeps the carets in place', () => {
  const columns = (text: string) => [...text].reduce((sum, character) => sum + columnsOf(character.codePointAt(0)!), 0);
  // One narrow letter before shifts every wide one by a column, so that for one of the two the cut splits one.
  for (const before of ['', 'a', 'ab']) {
    const frame = codeFrame(`${before}${'名'.repeat(200)}HERE${'名'.repeat(200)}`, 1, before.length + 201, 4);
    const [line, carets] = frame.split('\n') as [string, string];
    expect(columns(carets.slice(0, carets.indexOf('^')))).toBe(columns(line.slice(0, line.indexOf('HERE'))));
  }
});

test('a problem is one line that editors can click, then its frame', () => {
  const problem = {
    code: 'unknown-name',
    message: 'found "leadr", expected a target',
    file: 'scenarios/a.yaml',
    line: 3,
    column: 12,
    length: 5,
    path: 'faults.0.crash',
    hint: 'did you mean "leader"?',
  } as const;
  expect(formatProblem(problem, text).split('\n')[0]).toBe(
    'scenarios/a.yaml:3:12 error faults.0.crash: found "leadr", expected a target (did you mean "leader"?) [unknown-name]',
  );
  expect(formatProblem({ ...problem, line: 0, column: 0 }, '')).toBe(
    'scenarios/a.yaml error faults.0.crash: found "leadr", expected a target (did you mean "leader"?) [unknown-name]',
  );
});

test('escapes controls of both blocks, turned text, line separators and lone surrogates', () => {
  expect(printable('\x07\x9b\u202e\u2028\ud800ok é 名')).toBe('\\x07\\x9b\\u202e\\u2028\\ud800ok é 名');
  expect(columnsOf('名'.codePointAt(0)!)).toBe(2);
});

test('suggests what is within two edits, one for short words, three for long ones, and the only one begun', () => {
  expect(editDistance('raed', 'read')).toBe(1);
  expect(didYouMean('lineraisabel', ['linearizable'])).toBe('did you mean "linearizable"?');
  expect(didYouMean('lat', ['latency', 'loss'])).toBe('did you mean "latency"?');
  expect(didYouMean('part', ['partition', 'participant'])).toBeUndefined();
  expect(editDistance('kitten', 'sitting')).toBe(3);
  expect(didYouMean('fauls', ['faults', 'file'])).toBe('did you mean "faults"?');
  expect(didYouMean('partitoin', ['partition'])).toBe('did you mean "partition"?');
  expect(didYouMean('xyz', ['abc', 'cut'])).toBeUndefined();
  expect(didYouMean('cat', ['cut'])).toBe('did you mean "cut"?');
  expect(didYouMean('elephant', ['leader'])).toBeUndefined();
});
