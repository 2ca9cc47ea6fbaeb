// The line behind `:`, as commands. A bare number is an event, a duration a time; the rest begins with a word of the table,
// which also makes the help and docs/stepping.md.
import { nearest } from '../base/nearest.ts';
import type { Deed } from '../contract/intervention.ts';
import type { Duration } from '../contract/time.ts';
import type { Command } from './command.ts';

export type Line = {
  readonly words: readonly string[];
  /** How it is written, without the word. */
  readonly usage: string;
  readonly about: string;
  /** The command; undefined: the rest of the line does not fit. */
  readonly read: (words: readonly string[], rest: string) => Command | undefined;
};

const line = (words: string, usage: string, about: string, read: Line['read']): Line => {
  return { words: words.split(' '), usage, about, read };
};

const bare =
  (command: Command): Line['read'] =>
  ([first]) =>
    first === undefined ? command : undefined;

/** With the number of a message, else for the selected one. */
const ofMessage = (what: 'drop' | 'duplicate' | 'deliver'): Line['read'] => {
  return ([number, ...more]) => {
    if (number === undefined) return { do: what };
    return isWhole(number) && more.length === 0 ? deed({ do: what, message: Number(number) }) : undefined;
  };
};

/** With a node, else for the selected one. */
const ofNode = (what: 'crash' | 'restart'): Line['read'] => {
  return ([node, ...more]) => {
    if (node === undefined) return { do: what };
    return more.length === 0 ? deed({ do: what, node }) : undefined;
  };
};

const ofLink = (what: 'cut' | 'heal'): Line['read'] => {
  return ([other, ...more]) => (more.length > 0 ? undefined : other === undefined ? { do: what } : { do: what, other });
};

const counted = (what: 'next' | 'previous'): Line['read'] => {
  return ([count = '1', ...more]) =>
    isWhole(count) && more.length === 0 ? { do: what, count: Number(count) } : undefined;
};

export const lines: readonly Line[] = [
  line('event e', '418', 'to an event; the number alone does the same', ([event, ...more]) =>
    isWhole(event) && more.length === 0 ? { do: 'event', event: Number(event) } : undefined,
  ),
  line('time t', '1.48s', 'to the last event by a time; the time alone does the same', ([text, ...more]) => {
    const time = durationOf(text);
    return time !== undefined && more.length === 0 ? { do: 'time', time } : undefined;
  }),
  line('next n', '[10]', 'so many events on', counted('next')),
  line('previous p', '[10]', 'so many events back', counted('previous')),
  line('first', '', 'to the first event', bare({ do: 'first' })),
  line('last', '', 'to the last event', bare({ do: 'last' })),
  line('cause', '', 'to the event that led to this one', bare({ do: 'cause' })),
  line('effect', '[2]', 'to the nth event that this one led to', ([nth = '1', ...more]) =>
    isWhole(nth) && Number(nth) > 0 && more.length === 0 ? { do: 'effect', nth: Number(nth) } : undefined,
  ),
  line('writer', '', 'to the event that last wrote the selected field', bare({ do: 'writer' })),
  line(
    'search',
    'n2 Vote',
    'mark what matches: a node, a link n1>n2, a kind, term=7, or a part of the line',
    (_, rest) => ({
      do: 'search',
      text: rest,
    }),
  ),
  line(
    'hide filter',
    'Heartbeat',
    'leave out what matches; with -word what does not match; alone: show all',
    (_, rest) => ({
      do: 'hide',
      text: rest,
    }),
  ),
  line(
    'break',
    'Vote term=7 | property election-safety | field n2 log',
    'a breakpoint on events, a property or a field',
    breakpoint,
  ),
  line('unbreak', '[2]', 'without the nth breakpoint, or without any', ([nth, ...more]) => {
    if (nth === undefined) return { do: 'unbreak' };
    return isWhole(nth) && more.length === 0 ? { do: 'unbreak', nth: Number(nth) } : undefined;
  }),
  line('continue', '', 'run on to the next breakpoint', bare({ do: 'continue', isBackwards: false })),
  line('back', '', 'back to the breakpoint before', bare({ do: 'continue', isBackwards: true })),
  line('mark', '[name]', 'mark this event', ([name, ...more]) =>
    more.length > 0 ? undefined : name === undefined ? { do: 'mark' } : { do: 'mark', name },
  ),
  line('to', '[name]', 'go to a mark', ([name, ...more]) =>
    more.length > 0 ? undefined : name === undefined ? { do: 'to-mark' } : { do: 'to-mark', name },
  ),
  line('node', 'n2', 'select a node, and keep it', ([node, ...more]) =>
    node === undefined || more.length > 0 ? undefined : { do: 'select-node', node },
  ),
  line('field', 'log.3', 'select a field of the node', ([field, ...more]) =>
    field === undefined || more.length > 0 ? undefined : { do: 'select-field', field },
  ),
  line('message', '3125', 'select a message in flight', ([seq, ...more]) =>
    isWhole(seq) && more.length === 0 ? { do: 'select-message', message: Number(seq) } : undefined,
  ),
  line('all', '', 'show all fields, or those that changed', bare({ do: 'show-all' })),
  line('drop', '[3125]', 'drop a message, by default the selected one', ofMessage('drop')),
  line('duplicate', '[3125]', 'deliver a message twice', ofMessage('duplicate')),
  line('deliver', '[3125]', 'deliver a message now', ofMessage('deliver')),
  line('delay', '[3125] 50ms', 'delay a message', delay),
  line(
    'fire',
    '[n2 election]',
    'fire a timer, by default the next one of the selected node',
    ([node, timer, ...more]) => {
      if (node === undefined) return { do: 'fire' };
      return timer === undefined || more.length > 0 ? undefined : deed({ do: 'fire', node, timer });
    },
  ),
  line('crash', '[n2]', 'crash a node', ofNode('crash')),
  line('restart', '[n2]', 'start a node that is down', ofNode('restart')),
  line('pause', '', 'pause the selected node, or let it go on', bare({ do: 'pause-node' })),
  line('cut', '[n2]', 'cut the link from the selected node to another, both ways', ofLink('cut')),
  line('heal', '[n2]', 'end all that parts the selected node from another', ofLink('heal')),
  line('skip', '', 'leave out this event, and run the rest anew', bare({ do: 'skip' })),
  line('fork', '', 'part a branch here', bare({ do: 'fork' })),
  line('branch', '2', 'to a branch', ([id, ...more]) =>
    isWhole(id) && more.length === 0 ? { do: 'branch', id: Number(id) } : undefined,
  ),
  line('compare', '[2]', 'with another branch, by default the one that this parts from', ([id, ...more]) => {
    if (id === undefined) return { do: 'compare' };
    return isWhole(id) && more.length === 0 ? { do: 'compare', with: Number(id) } : undefined;
  }),
  line('copy', '', 'copy the moment', bare({ do: 'copy' })),
  line('save', 'file.capsule.yaml', 'save this branch as a capsule', (_, rest) =>
    rest === '' ? undefined : { do: 'save', file: rest },
  ),
  line('play', '', 'play, or stop', bare({ do: 'play' })),
  line('quit q', '', 'quit', bare({ do: 'quit' })),
];

/** The command, or what is wrong with the line, in a sentence. An empty line asks for nothing. */
export function parseCommandLine(
  text: string,
): { readonly command: Command } | { readonly problem: string } | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const [word = '', ...words] = trimmed.split(/\s+/);
  if (words.length === 0 && isWhole(word)) return { command: { do: 'event', event: Number(word) } };
  const time = words.length === 0 ? durationOf(word) : undefined;
  if (time !== undefined) return { command: { do: 'time', time } };
  const found = lines.find((each) => each.words.includes(word));
  if (found === undefined) return { problem: unknown(word) };
  const command = found.read(words, trimmed.slice(word.length).trim());
  if (command !== undefined) return { command };
  const expected = `${found.words[0]}${found.usage === '' ? ', and nothing behind it' : ` ${found.usage}`}`;
  return { problem: `found ${JSON.stringify(trimmed)}, expected ${expected}: ${found.about}` };
}

function unknown(word: string): string {
  const names = lines.flatMap((each) => each.words);
  const near = nearest(word, names);
  const hint = near === undefined ? 'an event, a time, or a word such as break, hide, drop or branch' : `${near}?`;
  return `there is no command ${JSON.stringify(word)}: did you mean ${hint}`.replace(/did you mean an/, 'expected an');
}

function breakpoint([first, ...more]: readonly string[], rest: string): Command | undefined {
  if (first === undefined) return { do: 'break-here' };
  if (first === 'property') {
    const [property, ...others] = more;
    return property === undefined || others.length > 0
      ? undefined
      : { do: 'break', breakpoint: { on: 'property', property } };
  }
  if (first === 'field') {
    const [node, field = '', ...others] = more;
    return node === undefined || others.length > 0
      ? undefined
      : { do: 'break', breakpoint: { on: 'field', node, field } };
  }
  return { do: 'break', breakpoint: { on: 'event', filter: rest } };
}

function delay([first, second, ...more]: readonly string[]): Command | undefined {
  if (first === undefined) return { do: 'delay' };
  const by = durationOf(second ?? first);
  if (by === undefined || more.length > 0) return undefined;
  if (second === undefined) return { do: 'delay', by };
  return isWhole(first) ? deed({ do: 'delay', message: Number(first), by }) : undefined;
}

function deed(what: Deed): Command {
  return { do: 'intervene', deed: what };
}

function isWhole(text: string | undefined): text is string {
  return text !== undefined && /^\d{1,15}$/.test(text);
}

const units = { us: 1, ms: 1_000, s: 1_000_000, m: 60_000_000, h: 3_600_000_000 } as const;

/** In microseconds; undefined: it is none, or longer than a day. */
export function durationOf(text: string | undefined): Duration | undefined {
  const match = /^(\d{1,12}(?:\.\d{1,6})?)(us|ms|s|m|h)$/.exec(text ?? '');
  if (match === null) return undefined;
  const duration = Math.round(Number(match[1]) * units[match[2] as keyof typeof units]);
  return duration <= 24 * units.h ? duration : undefined;
}
