import { expect, test } from 'vitest';
import { ENTER, LEAVE, Writer } from '../../src/tui/writer.ts';
import { Emulator } from './sessions.ts';

test('writes what differs, and the last column stays', async () => {
  const emulator = new Emulator(10, 4);
  await emulator.write(ENTER);
  const written: string[] = [];
  const writer = new Writer((text) => written.push(text));
  const frames = [
    '0123456789\nabcdefghij\nx\ny',
    '0123456789\nabcdEfghij\nx\ny',
    '0123456789\nshort',
    'a\nb\nc\nd\nmore',
  ];
  for (const frame of frames) {
    writer.draw(frame, 4);
    await emulator.write(written.at(-1)!);
    const expected = [...frame.split('\n').slice(0, 4), '', '', '', ''].slice(0, 4);
    expect(emulator.rows).toEqual(expected);
  }
  expect(written[1]).toContain('abcdEfghij');
  expect(written[1]).not.toContain('0123456789');
  // Not by clearing the screen: where the terminal keeps what is cleared, its history would fill with frames.
  expect(written.join('')).not.toContain('\x1b[2J');
  // Nothing is erased behind a text: terminals differ on whether that takes its last column.
  expect(written.join('')).not.toContain('\x1b[K');
});

test('a frame that is the same writes nothing; after it is forgotten, all of it', () => {
  const written: string[] = [];
  const writer = new Writer((text) => written.push(text));
  writer.draw('a\nb', 2);
  writer.draw('a\nb', 2);
  expect(written).toHaveLength(1);
  writer.forget();
  writer.draw('a\nb', 2);
  expect(written[1]).toBe(written[0]);
});

test('leaving undoes entering: the shell finds its own screen as it was', async () => {
  const emulator = new Emulator(20, 5);
  await emulator.write('$ faultline step');
  await emulator.write(`${ENTER}something`);
  expect(emulator.isAlternate).toBe(true);
  await emulator.write(LEAVE);
  expect(emulator.isAlternate).toBe(false);
  expect(emulator.rows[0]).toBe('$ faultline step');
});
