import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldSpan, jsonFault } from '../../src/scenario/history-json.ts';
import { parseHistory } from '../../src/scenario/history-text.ts';

const WRITE = '{"process":0,"type":"invoke","f":"write","value":1}';
const WROTE = '{"process":0,"type":"ok","f":"write","value":1}';

function problemsOf(...rows: string[]) {
  return parseHistory(rows.join('\n')).problems.map(({ code, line, column }) => ({ code, line, column }));
}

describe('reads', () => {
  test('one event a line, over blank lines, CRLF and a byte order mark', () => {
    const { events, lines, problems } = parseHistory(`\uFEFF${WRITE}\r\n\r\n  \n${WROTE}\r\n`);
    expect(problems).toEqual([]);
    expect(events.map((event) => event.type)).toEqual(['invoke', 'ok']);
    expect(lines).toEqual([1, 4]);
  });

  test('keys that are numbers as strings, and an absent value as null', () => {
    const { events } = parseHistory('{"process":7,"type":"invoke","f":"get","key":12,"time":5,"node":"n1"}');
    expect(events).toEqual([{ process: 7, type: 'invoke', f: 'get', value: null, key: '12', time: 5 }]);
  });

  test.each([
    ['{"code":"cas-mismatch","definite":true}', { code: 'cas-mismatch', definite: true }],
    ['{"code":22}', { code: '22', definite: true }],
    ['"timeout"', { code: 'timeout', definite: true }],
    ['["key-not-found","x"]', { code: '["key-not-found","x"]', definite: true }],
  ])('the error %s', (error, expected) => {
    const { events } = parseHistory(`${WRITE}\n{"process":0,"type":"fail","f":"write","value":1,"error":${error}}`);
    expect(events[1]?.error).toEqual(expected);
  });

  test('the error of an unknown operation as not definite', () => {
    const { events } = parseHistory(`${WRITE}\n{"process":0,"type":"info","f":"write","error":"timeout"}`);
    expect(events[1]?.error).toEqual({ code: 'timeout', definite: false });
  });
});

describe('reports', () => {
  test.each([
    ['a process that is a name', '{"process":"nemesis","type":"info","f":"kill"}', 'bad-process', 12],
    ['a process that is missing', ' {"type":"invoke","f":"read"}', 'bad-process', 2],
    ['a process below 0', '{"process":-1,"type":"invoke","f":"read"}', 'bad-process', 12],
    ['a type that is unknown', '{"process":0,"type":"return","f":"read"}', 'bad-type', 21],
    ['an f that is no name', '{"process":0,"type":"invoke","f":3}', 'bad-f', 34],
    ['a key that is an object', '{"process":0,"type":"invoke","f":"read","key":{}}', 'bad-key', 47],
    ['a time that is no number', '{"process":0,"type":"invoke","f":"read","time":"now"}', 'bad-time', 48],
    [
      'a number that is not exact',
      '{"process":0,"type":"invoke","f":"write","value":9007199254740993}',
      'inexact-value',
      50,
    ],
    ['a number too large', '{"process":0,"type":"invoke","f":"write","value":[1e999]}', 'inexact-value', 50],
    ['a line that is no object', '3', 'not-an-event', 1],
    ['a line that is not JSON', '{"process":0,"type":invoke}', 'not-json', 21],
  ])('%s', (_, row, code, column) => {
    expect(problemsOf(WRITE, row, WROTE)).toEqual([{ code, line: 2, column }]);
  });

  test('nesting that no checker could compare', () => {
    const value = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(problemsOf(`{"process":0,"type":"invoke","f":"write","value":${value}}`)).toEqual([
      { code: 'inexact-value', line: 1, column: 50 },
    ]);
  });

  test.each([
    ['an array', '[{"process":0}]', 'json-array'],
    ['a document over many lines', '{\n"process": 0\n}', 'json-document'],
    ['EDN', '{:process 0, :type :invoke}', 'edn'],
    ['nothing', ' \n\n', 'empty-history'],
  ])('once that the file is %s', (_, text, code) => {
    const { problems } = parseHistory(text);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]?.hint).toContain('JSON lines');
  });

  test('all problems of all lines at once, in order', () => {
    expect(problemsOf('{"process":0,"type":"go","f":1}', '', WRITE, '{}', 'x')).toEqual([
      { code: 'bad-type', line: 1, column: 21 },
      { code: 'bad-f', line: 1, column: 30 },
      { code: 'bad-process', line: 4, column: 1 },
      { code: 'bad-type', line: 4, column: 1 },
      { code: 'bad-f', line: 4, column: 1 },
      { code: 'not-json', line: 5, column: 1 },
    ]);
  });

  test.each([
    ['a second invocation', [WRITE, WRITE], 'invoke-while-open', 12],
    ['a completion of nothing', [WRITE, WROTE, '', WROTE], 'completion-without-invoke', 12],
    ['another f', [WRITE, WROTE.replace('write', 'read')], 'f-differs', 30],
    ['another key', [WRITE, WROTE.replace('}', ',"key":"x"}')], 'key-differs', 54],
    ['a process after info', [WRITE, WROTE.replace('ok', 'info'), WRITE], 'process-reused', 12],
  ])('%s, on its line', (_, rows, code, column) => {
    expect(problemsOf(...rows)).toEqual([{ code, line: rows.length, column }]);
  });

  test('no consequences of a line that could not be read', () => {
    const otherWrote = WROTE.replace('"process":0', '"process":1');
    expect(problemsOf(WRITE.replace('"write"', '0'), WROTE, otherWrote).map(({ line }) => line)).toEqual([1, 3]);
    expect(problemsOf('{', WROTE, otherWrote)).toEqual([{ code: 'json-document', line: 1, column: 1 }]);
    expect(problemsOf(WRITE, 'oops', WRITE)).toEqual([{ code: 'not-json', line: 2, column: 1 }]);
  });
});

describe('the scanner', () => {
  test.each([
    ['{"a":1,}', 7],
    ['{"a" 1}', 5],
    ['{"a":[1 2]}', 8],
    ['{"a":01}', 5],
    ['{"a":"b', 5],
    ['{"a":1', 6],
    ['{"a":1}}', 7],
    ["{'a':1}", 1],
    ['{"a":tru}', 5],
  ])('finds the fault in %s', (text, offset) => {
    expect(jsonFault(text)?.offset).toBe(offset);
  });

  test('finds a fault exactly when JSON.parse refuses', () => {
    const json = fc.json({ maxDepth: 3 });
    const spoilt = fc.tuple(json, fc.nat(), fc.string({ maxLength: 2 })).map(([text, at, junk]) => {
      const position = at % (text.length + 1);
      return text.slice(0, position) + junk + text.slice(position + 1);
    });
    fc.assert(
      fc.property(fc.oneof(json, spoilt), (text) => {
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        expect(jsonFault(text) === undefined).toBe(isJson);
      }),
      { seed: 1, numRuns: 2_000 },
    );
  });

  test('finds the fields of the outermost object only', () => {
    expect(fieldSpan('{"a":{"b":1}, "b" : [2]}', 'b').offset).toBe(20);
  });

  test('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(parseHistory(text).problems.length).toBeGreaterThan(0);
      }),
      { seed: 2, numRuns: 500 },
    );
  });
});
