// What the screen knows besides the session: who has the keys, the line that is typed, how far the help is scrolled.
// Pure: a key in, the screen after it out.
import { printable } from '../base/printable.ts';
import {
  type Action,
  actionOf,
  type Command,
  type Mode,
  parseCommandLine,
  reduce,
  type Session,
} from '../debugger/index.ts';
import type { Input } from './key-reader.ts';

export type TypingMode = 'search' | 'hide' | 'command';

export type Screen = {
  readonly session: Session;
  readonly mode: Mode;
  readonly line: string;
  /** Lines typed before, the latest last. */
  readonly typed: { readonly [mode in TypingMode]: readonly string[] };
  /** Which of them is shown, from the latest; 0: the one that is typed now. */
  readonly older: number;
  readonly scroll: number;
};

const LINE_MOST = 500;

export function screenOf(session: Session): Screen {
  return { session, mode: 'normal', line: '', typed: { search: [], hide: [], command: [] }, older: 0, scroll: 0 };
}

export function take(screen: Screen, input: Input): Screen {
  return input.kind === 'key' ? press(screen, input.key) : paste(screen, input.text);
}

export function press(screen: Screen, key: string): Screen {
  const action = actionOf(screen.mode, key);
  if (action !== undefined) return act(screen, action);
  const character = key === 'space' ? ' ' : key;
  if (!isTyping(screen.mode) || [...character].length !== 1) return screen;
  return typing(screen, character);
}

/** Into the line that is typed; elsewhere it would be a row of commands that nobody meant. */
function paste(screen: Screen, text: string): Screen {
  if (isTyping(screen.mode)) return typing(screen, text.replace(/\s+/g, ' '));
  return command(screen, { do: 'say', text: 'pasted text is taken by /, h and : only', isProblem: true });
}

function typing(screen: Screen, text: string): Screen {
  return { ...screen, line: [...screen.line, ...printable(text)].slice(0, LINE_MOST).join(''), older: 0 };
}

export function isTyping(mode: Mode): mode is TypingMode {
  return mode === 'search' || mode === 'hide' || mode === 'command';
}

export function command(screen: Screen, what: Command): Screen {
  return { ...screen, session: reduce(screen.session, what) };
}

function act(screen: Screen, action: Action): Screen {
  const { line } = screen;
  switch (action.do) {
    case 'mode':
      return { ...screen, mode: action.mode, line: '', older: 0, scroll: 0 };
    case 'accept':
      return accept(screen);
    case 'erase':
      return { ...screen, line: [...line].slice(0, -1).join(''), older: 0 };
    case 'erase-word':
      return { ...screen, line: line.replace(/\S*\s*$/, ''), older: 0 };
    case 'erase-all':
      return { ...screen, line: '', older: 0 };
    case 'older':
      return recall(screen, 1);
    case 'newer':
      return recall(screen, -1);
    case 'scroll':
      return { ...screen, scroll: Math.max(0, screen.scroll + action.by) };
    default:
      return command(screen, action);
  }
}

function recall(screen: Screen, by: number): Screen {
  const { mode, typed } = screen;
  if (!isTyping(mode)) return screen;
  const list = typed[mode];
  const older = Math.max(0, Math.min(list.length, screen.older + by));
  return { ...screen, older, line: older === 0 ? '' : list[list.length - older]! };
}

function accept(screen: Screen): Screen {
  const { mode, line, typed } = screen;
  if (!isTyping(mode)) return screen;
  const list = line.trim() === '' || typed[mode].at(-1) === line ? typed[mode] : [...typed[mode], line].slice(-100);
  const closed: Screen = { ...screen, mode: 'normal', line: '', older: 0, typed: { ...typed, [mode]: list } };
  if (mode === 'hide') return command(closed, { do: 'hide', text: line });
  if (mode === 'search') {
    const found = command(closed, { do: 'search', text: line });
    return line.trim() === '' ? found : command(found, { do: 'hit', isBackwards: false });
  }
  const parsed = parseCommandLine(line);
  if (parsed === undefined) return closed;
  return command(closed, 'command' in parsed ? parsed.command : { do: 'say', text: parsed.problem, isProblem: true });
}
