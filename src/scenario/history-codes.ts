// The codes of problems in histories: of the text, of events that do not fit together, and of operations that the model
// cannot read. `docs/errors.md` is made from this table. The messages themselves stand where the problem is found.
import type { MalformedCode, PairingCode } from '../checkers/index.ts';
import type { CodeAbout } from './problem-codes.ts';

type Codes<C extends string = string> = { readonly [code in C]: CodeAbout };

const lines = {
  'not-text': { when: 'there are zero bytes, or bytes that are not UTF-8', remedy: 'Save the history as UTF-8 text.' },
  'empty-history': { when: 'there is no event at all', remedy: 'Write one JSON object a line.' },
  'json-array': { when: 'the file is one JSON array', remedy: 'Write its items as lines: `jq -c ".[]"`.' },
  'json-document': { when: 'an object goes over several lines', remedy: 'Write it on one line: `jq -c .`.' },
  edn: { when: 'the file looks like EDN', remedy: 'Convert it to JSON lines with strings for keywords.' },
  'not-json': { when: 'a line is not JSON', remedy: 'Mend it at the column shown.' },
  'not-an-event': { when: 'a line is JSON, but no object', remedy: 'Write an object with process, type and f.' },
  'bad-process': { when: '`process` is no whole number from 0 up', remedy: 'Number the clients; drop the nemesis.' },
  'bad-type': { when: '`type` is not invoke, ok, fail or info', remedy: 'Use one of the four.' },
  'bad-f': { when: '`f` is no name', remedy: 'Name the operation, such as read.' },
  'bad-key': { when: '`key` is neither a string nor a number', remedy: 'Write the key as a string.' },
  'bad-time': { when: '`time` is no number', remedy: 'Write a number, or leave it out: order is what counts.' },
  'inexact-value': {
    when: 'a number is beyond 2^53, where two different ones read as one, or a value is nested over 100 levels',
    remedy: 'Write the value as a string.',
  },
} as const satisfies Codes;

const pairing = {
  'invoke-while-open': {
    when: 'a process invokes while its last operation is open',
    remedy: 'Write its completion, or `info` and a new process number.',
  },
  'process-reused': { when: 'a process goes on after `info`', remedy: 'Give the client a new process number.' },
  'completion-without-invoke': { when: 'a process completes what it never invoked', remedy: 'Write the invocation.' },
  'f-differs': { when: 'an operation completes under another `f`', remedy: 'Use the `f` of the invocation.' },
  'key-differs': { when: 'an operation completes on another key', remedy: 'Use the key of the invocation.' },
} as const satisfies Codes<PairingCode>;

const model = {
  'unknown-f': { when: 'the model has no such operation', remedy: 'Rename it, or choose another `--model`.' },
  'bad-value': { when: 'the model cannot read a value', remedy: 'Write it as the message says.' },
  'key-missing': {
    when: 'the model needs keys and an operation has none, or some have keys and some have none',
    remedy: 'Give every operation a key, or none.',
  },
} as const satisfies Codes<MalformedCode>;

export const historyFamilies = { lines, pairing, model } as const;

export type HistoryTextCode = keyof typeof lines | PairingCode;
