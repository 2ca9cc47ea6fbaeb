import { expect, test } from 'vitest';
import { KeyReader } from '../../src/tui/key-reader.ts';

const keysOf = (...chunks: readonly string[]) => {
  const reader = new KeyReader();
  return chunks
    .flatMap((chunk) => reader.read(chunk))
    .map((input) => (input.kind === 'key' ? input.key : `paste:${input.text}`));
};

test('keys that arrive together are taken apart: held n loses no step', () => {
  expect(keysOf('n'.repeat(500))).toEqual(Array.from({ length: 500 }, () => 'n'));
});

test.each([
  ['\x1b[A\x1b[B\x1bOC', ['up', 'down', 'right']],
  ['\x1b[1;5C', ['right']],
  ['\x1b[5~\x1b[6~\x1b[H\x1b[4~', ['pageup', 'pagedown', 'home', 'end']],
  ['\x1b[Z\t\r\x7f \x03\x15', ['shift-tab', 'tab', 'enter', 'backspace', 'space', 'ctrl-c', 'ctrl-u']],
  ['\x1b[200~a\nb\x1b[201~n', ['paste:a\nb', 'n']],
  ['日👑', ['日', '👑']],
  ['\x1bn', ['escape', 'n']],
  // Reports that nobody asked for, and keys that mean nothing here.
  ['\x1b[?1;2c\x1b[20~n', ['n']],
])('%j', (sent, expected) => {
  expect(keysOf(sent)).toEqual(expected);
});

test('wherever the pieces are cut, the keys are the same', () => {
  const sent = 'n\x1b[Ax\x1b[200~one\x1b[31m two\x1b[201~\x1b[6~q';
  const whole = keysOf(sent);
  expect(whole).toEqual(['n', 'up', 'x', 'paste:one\x1b[31m two', 'pagedown', 'q']);
  for (let at = 1; at < sent.length; at++)
    expect(keysOf(sent.slice(0, at), sent.slice(at)), `cut at ${at}`).toEqual(whole);
});

test('an escape by itself is a key once no more has come', () => {
  const reader = new KeyReader();
  expect(reader.read('\x1b')).toEqual([]);
  expect(reader.isWaiting).toBe(true);
  expect(reader.flush()).toEqual([{ kind: 'key', key: 'escape' }]);
  expect(reader.read('n')).toEqual([{ kind: 'key', key: 'n' }]);
});
