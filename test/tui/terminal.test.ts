// The terminal is left in every way in which a program ends or stops, in the state in which it was found.
import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { Terminal, type Tty } from '../../src/tui/terminal.ts';
import { ENTER, LEAVE } from '../../src/tui/writer.ts';

/** A terminal that remembers what was done to it, and a process that only has listeners. */
function opened(canStop = true) {
  const did: string[] = [];
  const input = Object.assign(new EventEmitter(), {
    setEncoding: () => {},
    setRawMode: (isRaw: boolean) => did.push(isRaw ? 'raw' : 'cooked'),
    resume: () => {},
    pause: () => did.push('paused'),
    unref: () => {},
  });
  const output = Object.assign(new EventEmitter(), {
    columns: 80,
    rows: 24,
    write: (text: string) => did.push(text === ENTER ? 'entered' : text === LEAVE ? 'left' : text),
  });
  const told = new EventEmitter();
  const ends: unknown[] = [];
  const terminal = new Terminal({ input, output } as unknown as Tty, {
    input: () => {},
    resized: () => did.push('resized'),
    ended: (code) => ends.push(code),
    failed: (error) => ends.push(error),
    host: { told, stop: canStop ? () => did.push('stopped') : undefined },
  });
  terminal.open();
  return { terminal, input, output, told, did, ends };
}

const entered = ['raw', 'entered'];
const left = ['cooked', 'left', 'paused'];

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
])('%s', (signal, code) => {
  const { told, did, ends } = opened();
  told.emit(signal);
  expect([did, ends]).toEqual([[...entered, ...left], [code]]);
});

test('a terminal that is gone, or cannot be written to', () => {
  const one = opened();
  one.input.emit('end');
  const other = opened();
  other.output.emit('error', new Error('EPIPE'));
  expect([one.ends, other.ends]).toEqual([[129], [129]]);
  expect(one.did).toEqual([...entered, ...left]);
});

test.each(['uncaughtException', 'unhandledRejection'])('%s', (event) => {
  const { told, did, ends } = opened();
  const error = new Error('thrown');
  told.emit(event, error);
  expect([did, ends]).toEqual([[...entered, ...left], [error]]);
});

test('stopped, the shell has it; going on, it is taken again and drawn anew', () => {
  const { terminal, told, did } = opened();
  terminal.suspend();
  terminal.draw('nobody sees this');
  expect(did).toEqual([...entered, 'cooked', 'left', 'stopped']);
  did.length = 0;
  told.emit('SIGCONT');
  expect(did).toEqual([...entered, 'resized']);
});

test('where a process cannot be stopped it says so, and goes on', () => {
  const { terminal, did } = opened(false);
  expect(terminal.suspend()).toBe('this system cannot suspend a process');
  expect(did).toEqual(entered);
});

test('it is left once, however often it is told', () => {
  const { terminal, told, did } = opened();
  terminal.close();
  told.emit('exit');
  terminal.close();
  expect(did.filter((each) => each === 'left')).toEqual(['left']);
});
