// The one table of keys: it drives the dispatch, the footer, the help overlay and docs/stepping.md. Keys have the names
// that a terminal's reader gives them: a character, or `enter`, `escape`, `tab`, `shift-tab`, `space`, `left`, `ctrl-c`.
import type { Command } from './command.ts';

/** Who has the keys: the screen, or what lies over it. */
export const modes = ['normal', 'search', 'hide', 'command', 'help'] as const;
export type Mode = (typeof modes)[number];

export type Action =
  | Command
  /** Opens a line to type in, or the help; `normal` closes it. */
  | { readonly do: 'mode'; readonly mode: Mode }
  /** Of a line that is typed: it is done with, a character goes, a word goes, an older or newer line comes back. */
  | { readonly do: 'accept' | 'erase' | 'erase-word' | 'erase-all' | 'older' | 'newer' }
  /** Of the help. */
  | { readonly do: 'scroll'; readonly by: number };

export const keyGroups = [
  'move',
  'meaning',
  'find',
  'play',
  'do',
  'branches',
  'panes',
  'other',
  'typing',
  'help',
] as const;
export type KeyGroup = (typeof keyGroups)[number];

export type Binding = {
  /** The first is the one that is shown; the others do the same. */
  readonly keys: readonly string[];
  readonly mode: Mode;
  readonly group: KeyGroup;
  readonly about: string;
  readonly action: Action;
  /** A word or two for the footer; left out: not shown there. Those of the lowest rank stay where room is scarce. */
  readonly footer?: { readonly text: string; readonly rank: number; readonly ofNarrated: boolean };
};

type Footer = readonly [text: string, rank: number, only?: 'narrated'];
type Row = readonly [keys: string, about: string, action: Action, footer?: Footer];

function rows(mode: Mode, group: KeyGroup, list: readonly Row[]): readonly Binding[] {
  return list.map(([keys, about, action, footer]) => ({
    keys: keys.split(' '),
    mode,
    group,
    about,
    action,
    ...(footer === undefined
      ? {}
      : { footer: { text: footer[0], rank: footer[1], ofNarrated: footer[2] === 'narrated' } }),
  }));
}

const back = true;
const on = false;

const normal: readonly Binding[] = [
  ...rows('normal', 'move', [
    ['n right', 'next event', { do: 'next' }, ['next', 1]],
    ['p left', 'previous event', { do: 'previous' }, ['previous', 2]],
    ['N', 'next event at the selected node', { do: 'next', ofNode: true }],
    ['P', 'previous event at the selected node', { do: 'previous', ofNode: true }],
    ['pagedown', 'ten events on', { do: 'next', count: 10 }],
    ['pageup', 'ten events back', { do: 'previous', count: 10 }],
    ['g home', 'first event', { do: 'first' }],
    ['G end', 'last event; of a run that goes on, follow it', { do: 'last' }],
  ]),
  ...rows('normal', 'meaning', [
    ['v', 'next violation', { do: 'landmark', kind: 'violation', isBackwards: on }, ['violation', 5]],
    ['V', 'previous violation', { do: 'landmark', kind: 'violation', isBackwards: back }],
    [']', 'next fault', { do: 'landmark', kind: 'fault', isBackwards: on }, ['fault', 6]],
    ['[', 'previous fault', { do: 'landmark', kind: 'fault', isBackwards: back }],
    ['}', 'next change of role or term', { do: 'landmark', kind: 'turn', isBackwards: on }, ['turn', 7]],
    ['{', 'previous change of role or term', { do: 'landmark', kind: 'turn', isBackwards: back }],
    [
      ';',
      'next sentence of the scenario',
      { do: 'landmark', kind: 'note', isBackwards: on },
      ['sentence', 0.5, 'narrated'],
    ],
    ['"', 'previous sentence of the scenario', { do: 'landmark', kind: 'note', isBackwards: back }],
    ['c', 'the event that led to this one', { do: 'cause' }, ['cause', 4]],
    ['o', 'the first event that this one led to', { do: 'effect' }],
    ['w', 'who last wrote the selected field', { do: 'writer' }],
  ]),
  ...rows('normal', 'find', [
    ['/', 'search: marks what matches and leaves the rest', { do: 'mode', mode: 'search' }, ['search', 8]],
    ['.', 'next match', { do: 'hit', isBackwards: on }],
    [',', 'previous match', { do: 'hit', isBackwards: back }],
    ['h', 'hide what matches; an empty line shows all again', { do: 'mode', mode: 'hide' }],
    ['b', 'break where the selected field changes', { do: 'break-here' }],
    ['R', 'run on to the next breakpoint', { do: 'continue', isBackwards: on }],
    ['U', 'back to the breakpoint before', { do: 'continue', isBackwards: back }],
    ['m', 'mark this event', { do: 'mark' }],
    ["'", 'go to the mark before, round and round', { do: 'to-mark' }],
  ]),
  ...rows('normal', 'play', [
    ['space', 'play, or stop', { do: 'play' }, ['play', 3]],
    ['+ =', 'faster', { do: 'faster' }],
    ['-', 'slower', { do: 'slower' }],
  ]),
  ...rows('normal', 'do', [
    ['d', 'drop the selected message; on a delivery, that one', { do: 'drop' }, ['drop', 10]],
    ['D', 'duplicate the selected message', { do: 'duplicate' }],
    ['l', 'delay the selected message by 100 ms', { do: 'delay' }],
    ['i', 'deliver the selected message now', { do: 'deliver' }],
    ['t', 'fire the next timer of the selected node', { do: 'fire' }],
    ['x', 'crash the selected node', { do: 'crash' }, ['crash', 11]],
    ['r', 'restart the selected node', { do: 'restart' }],
    ['z', 'pause the selected node, or let it go on', { do: 'pause-node' }],
    ['C', 'cut the link of this message, both ways', { do: 'cut' }],
    ['H', 'heal the link of this message', { do: 'heal' }],
    ['s', 'skip this event, and run the rest anew', { do: 'skip' }, ['skip', 12]],
  ]),
  ...rows('normal', 'branches', [
    ['f', 'fork here', { do: 'fork' }],
    ['~', 'next branch', { do: 'branch-next' }],
    ['\\', 'compare with the branch that this one parts from', { do: 'compare' }],
  ]),
  ...rows('normal', 'panes', [
    ['tab', 'next pane', { do: 'focus', by: 1 }],
    ['shift-tab', 'previous pane', { do: 'focus', by: -1 }],
    ['down j', 'down in the pane', { do: 'move', by: 1 }],
    ['up k', 'up in the pane', { do: 'move', by: -1 }],
    ['>', 'select the next node', { do: 'node', by: 1 }],
    ['<', 'select the node before', { do: 'node', by: -1 }],
    ['a', 'all fields of the state, or those that changed', { do: 'show-all' }],
    ['1', 'hide the nodes, or show them', { do: 'pane', pane: 'nodes' }],
    ['2', 'hide the events, or show them', { do: 'pane', pane: 'events' }],
    ['3', 'hide the messages in flight, or show them', { do: 'pane', pane: 'flight' }],
    ['4', 'hide the inspector, or show it', { do: 'pane', pane: 'inspector' }],
    ['5', 'hide the properties, or show them', { do: 'pane', pane: 'properties' }],
    ['6', 'hide the history of the clients, or show it', { do: 'pane', pane: 'history' }],
    ['7', 'hide the branches, or show them', { do: 'pane', pane: 'branches' }],
  ]),
  ...rows('normal', 'other', [
    [':', 'type a command', { do: 'mode', mode: 'command' }, ['command', 9]],
    ['y', 'copy the moment', { do: 'copy' }],
    ['?', 'all keys', { do: 'mode', mode: 'help' }, ['help', 0]],
    ['escape', 'stop what goes on: a search, playing, a selection', { do: 'cancel' }],
    ['ctrl-z', 'to the shell; fg comes back', { do: 'suspend' }],
    ['q ctrl-c', 'quit', { do: 'quit' }, ['quit', 13]],
  ]),
];

/** The same in every line that is typed. What is no key here is a character of the line. */
function typing(mode: Mode): readonly Binding[] {
  return rows(mode, 'typing', [
    ['enter', 'done', { do: 'accept' }, ['done', 0]],
    ['escape ctrl-c', 'leave it', { do: 'mode', mode: 'normal' }, ['leave', 1]],
    ['backspace', 'erase a character', { do: 'erase' }],
    ['ctrl-w', 'erase a word', { do: 'erase-word' }],
    ['ctrl-u', 'erase the line', { do: 'erase-all' }],
    ['up', 'the line before', { do: 'older' }, ['earlier', 2]],
    ['down', 'the line after', { do: 'newer' }],
    ['ctrl-z', 'to the shell; fg comes back', { do: 'suspend' }],
  ]);
}

const help: readonly Binding[] = rows('help', 'help', [
  ['escape q ? enter ctrl-c', 'close the help', { do: 'mode', mode: 'normal' }, ['close', 0]],
  ['down j', 'a line down', { do: 'scroll', by: 1 }, ['down', 1]],
  ['up k', 'a line up', { do: 'scroll', by: -1 }, ['up', 2]],
  ['pagedown space', 'a page down', { do: 'scroll', by: 10 }],
  ['pageup', 'a page up', { do: 'scroll', by: -10 }],
  ['ctrl-z', 'to the shell; fg comes back', { do: 'suspend' }],
]);

export const bindings: readonly Binding[] = [
  ...normal,
  ...typing('search'),
  ...typing('hide'),
  ...typing('command'),
  ...help,
];

const byKey: ReadonlyMap<string, Binding> = new Map(
  bindings.flatMap((binding) => binding.keys.map((key) => [`${binding.mode} ${key}`, binding])),
);

export function bindingOf(mode: Mode, key: string): Binding | undefined {
  return byKey.get(`${mode} ${key}`);
}

/** What a key asks for; undefined: nothing, or in a line that is typed a character of it. */
export function actionOf(mode: Mode, key: string): Action | undefined {
  return bindingOf(mode, key)?.action;
}

/** What the footer shows, the most needed first. Keys to sentences only where there are some. */
export function footerOf(mode: Mode, isNarrated = false): readonly { readonly key: string; readonly text: string }[] {
  return bindings
    .filter((binding) => binding.mode === mode && binding.footer !== undefined)
    .filter(({ footer }) => isNarrated || !footer!.ofNarrated)
    .sort((a, b) => a.footer!.rank - b.footer!.rank)
    .map(({ keys, footer }) => ({ key: keys[0]!, text: footer!.text }));
}

/** Keys of a group, for the help and the docs. Lines that are typed have the same keys: they are listed once. */
export function bindingsOf(group: KeyGroup): readonly Binding[] {
  return bindings.filter((binding) => binding.group === group && (group !== 'typing' || binding.mode === 'command'));
}

export const groupTitles: { readonly [group in KeyGroup]: string } = {
  move: 'moving',
  meaning: 'to what matters',
  find: 'finding',
  play: 'playing',
  do: 'doing (each parts a branch)',
  branches: 'branches',
  panes: 'panes',
  other: 'other',
  typing: 'in a line that is typed',
  help: 'in the help',
};
