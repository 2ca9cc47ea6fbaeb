// The line behind `:`, and filters.
import { expect, test } from 'vitest';
import type { TraceEvent } from '../../src/contract/trace.ts';
import { parseCommandLine } from '../../src/debugger/command-line.ts';
import { filterOf } from '../../src/debugger/filter.ts';

const command = (text: string) => {
  const read = parseCommandLine(text);
  return read !== undefined && 'command' in read ? read.command : read;
};

test('a number is an event, a duration a time', () => {
  expect(command('418')).toEqual({ do: 'event', event: 418 });
  expect(command(' 1.48s ')).toEqual({ do: 'time', time: 1_480_000 });
  expect(command('t 250us')).toEqual({ do: 'time', time: 250 });
});

test('the rest of a line is one filter', () => {
  expect(command('hide Heartbeat -n2')).toEqual({ do: 'hide', text: 'Heartbeat -n2' });
  expect(command('hide')).toEqual({ do: 'hide', text: '' });
  expect(command('break Vote term=7')).toEqual({ do: 'break', breakpoint: { on: 'event', filter: 'Vote term=7' } });
  expect(command('break field n2 log.3')).toEqual({
    do: 'break',
    breakpoint: { on: 'field', node: 'n2', field: 'log.3' },
  });
});

test('a message may be named, or is the selected one', () => {
  expect(command('drop')).toEqual({ do: 'drop' });
  expect(command('drop 12')).toEqual({ do: 'intervene', deed: { do: 'drop', message: 12 } });
  expect(command('delay 50ms')).toEqual({ do: 'delay', by: 50_000 });
  expect(command('delay 12 50ms')).toEqual({ do: 'intervene', deed: { do: 'delay', message: 12, by: 50_000 } });
});

test.each([
  ['brek Vote', 'there is no command "brek": did you mean break?'],
  ['xyzzy', 'there is no command "xyzzy": expected an event, a time, or a word such as break, hide, drop or branch'],
  ['event soon', 'found "event soon", expected event 418: to an event; the number alone does the same'],
  ['time 3', 'found "time 3", expected time 1.48s: to the last event by a time; the time alone does the same'],
  ['first 3', 'found "first 3", expected first, and nothing behind it: to the first event'],
  ['time 25h', 'found "time 25h", expected time 1.48s: to the last event by a time; the time alone does the same'],
])('%s: a sentence says what is wrong', (text, problem) => {
  expect(parseCommandLine(text)).toEqual({ problem });
});

test('an empty line asks for nothing', () => {
  expect(parseCommandLine('  ')).toBeUndefined();
});

const vote: TraceEvent = {
  index: 4,
  time: 10,
  seq: 7,
  kind: 'deliver',
  node: 'n2',
  from: 'n1',
  cause: 2,
  payload: { kind: 'Vote', term: 7, granted: true, to: 'x y' },
};

test.each([
  ['n2', true],
  ['n1', true],
  ['n3', false],
  ['@n2', true],
  ['@n1', false],
  ['n1>n2', true],
  ['n2>n1', false],
  ['deliver', true],
  ['drop', false],
  ['vote', true],
  ['term=7', true],
  ['term=8', false],
  ['granted=true', true],
  ['Vote term=7 n1', true],
  ['Vote term=8 n1', false],
  ['-drop Vote', true],
  ['-Vote', false],
  ['', false],
])('the filter %j is %j of a vote', (text, isMatch) => {
  expect(filterOf(text, ['n1', 'n2', 'n3'])(vote)).toBe(isMatch);
});
