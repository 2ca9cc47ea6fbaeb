// Filters of events, as a person types them: words that all must match. A word is a node (`n2`), a node that it happens at
// (`@n2`), a link (`n1>n2`), a kind
// of event (`drop`), a field of the message (`term=7`), or else a part of what the event's line says. `-` before a word:
// events that do not match it.
import type { PlainRecord } from '../base/plain.ts';
import type { NodeId } from '../contract/ids.ts';
import { eventKinds, type TraceEvent } from '../contract/trace.ts';
import { eventText } from '../display/trace-lines.ts';

export type Filter = (event: TraceEvent) => boolean;

export function filterOf(text: string, nodes: readonly NodeId[]): Filter {
  const tests = text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => (word.length > 1 && word.startsWith('-') ? not(testOf(word.slice(1), nodes)) : testOf(word, nodes)));
  return (event) => tests.length > 0 && tests.every((test) => test(event));
}

function not(test: Filter): Filter {
  return (event) => !test(event);
}

function testOf(word: string, nodes: readonly NodeId[]): Filter {
  if (nodes.includes(word)) return ({ node, from }) => node === word || from === word;
  if (word.startsWith('@') && nodes.includes(word.slice(1))) return ({ node }) => node === word.slice(1);
  const link = /^(\w+)>(\w+)$/.exec(word);
  if (link !== null && nodes.includes(link[1]!) && nodes.includes(link[2]!)) {
    return ({ node, from }) => from === link[1] && node === link[2];
  }
  if ((eventKinds as readonly string[]).includes(word)) return ({ kind }) => kind === word;
  const field = /^([\w$]+)=(.+)$/.exec(word);
  if (field !== null) return ({ payload }) => fieldIs(payload, field[1]!, field[2]!);
  const wanted = word.toLowerCase();
  return (event) => eventText(event).toLowerCase().includes(wanted);
}

function fieldIs(payload: unknown, name: string, wanted: string): boolean {
  if (typeof payload !== 'object' || payload === null || !Object.hasOwn(payload, name)) return false;
  const value = (payload as PlainRecord)[name];
  return typeof value === 'string' ? value === wanted : JSON.stringify(value) === wanted;
}
