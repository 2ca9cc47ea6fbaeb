// What a terminal sends, as keys with the names of the key table. Keys that arrive together are taken apart, so that a
// key held down loses no step; what is pasted arrives as one piece, between its brackets.
export type Input = { readonly kind: 'key'; readonly key: string } | { readonly kind: 'paste'; readonly text: string };

const PASTE = '\x1b[200~';
const PASTE_END = '\x1b[201~';

const finals: { readonly [final: string]: string } = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  Z: 'shift-tab',
};
const tildes: { readonly [code: string]: string } = {
  '1': 'home',
  '3': 'delete',
  '4': 'end',
  '5': 'pageup',
  '6': 'pagedown',
  '7': 'home',
  '8': 'end',
};
const controls: { readonly [character: string]: string } = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  ' ': 'space',
  '\x7f': 'backspace',
  '\b': 'backspace',
};

export class KeyReader {
  private rest = '';
  private pasted: string | undefined;

  /** An escape may be a key of its own, or the beginning of one: `flush` after a moment tells. */
  get isWaiting(): boolean {
    return this.rest !== '' && this.pasted === undefined;
  }

  read(chunk: string): readonly Input[] {
    let text = this.rest + chunk;
    this.rest = '';
    const found: Input[] = [];
    while (text !== '') {
      const taken = this.pasted === undefined ? this.key(text, found) : this.paste(text, found);
      if (taken === 0) {
        this.rest = text;
        break;
      }
      text = text.slice(taken);
    }
    return found;
  }

  /** No more came: what was begun is an escape, and the rest are characters. */
  flush(): readonly Input[] {
    if (!this.isWaiting) return [];
    const [, ...more] = this.rest;
    this.rest = '';
    return [{ kind: 'key', key: 'escape' }, ...this.read(more.join(''))];
  }

  /** How many units of the text were taken; none: there is more to come. */
  private key(text: string, found: Input[]): number {
    if (text.startsWith(PASTE)) {
      this.pasted = '';
      return PASTE.length;
    }
    if (text.startsWith('\x1b')) return escapeKey(text, found);
    const character = String.fromCodePoint(text.codePointAt(0)!);
    found.push({ kind: 'key', key: nameOf(character) });
    return character.length;
  }

  private paste(text: string, found: Input[]): number {
    const end = text.indexOf(PASTE_END);
    if (end !== -1) {
      found.push({ kind: 'paste', text: this.pasted + text.slice(0, end) });
      this.pasted = undefined;
      return end + PASTE_END.length;
    }
    const mayBegin = text.lastIndexOf('\x1b');
    const taken = mayBegin !== -1 && PASTE_END.startsWith(text.slice(mayBegin)) ? mayBegin : text.length;
    this.pasted += text.slice(0, taken);
    return taken;
  }
}

function nameOf(character: string): string {
  const known = controls[character];
  if (known !== undefined) return known;
  const code = character.charCodeAt(0);
  return code < 0x20 ? `ctrl-${String.fromCharCode(code + 0x60)}` : character;
}

/** `\x1b[1;5C`, `\x1bOA`, `\x1b[5~`; an escape before anything else is a key. */
function escapeKey(text: string, found: Input[]): number {
  if (text === '\x1b' || text === '\x1b[' || text === '\x1bO') return 0;
  const match = /^(?:O([A-Z])|\[([\d;?<>]*)([@-~])?)/.exec(text.slice(1));
  if (match === null) {
    found.push({ kind: 'key', key: 'escape' });
    return 1;
  }
  const [behind, single, parameters = '', final = single] = match;
  const taken = behind.length + 1;
  if (final === undefined) return taken === text.length && taken < 32 ? 0 : taken;
  const key = final === '~' ? tildes[parameters.split(';')[0]!] : finals[final];
  if (key !== undefined) found.push({ kind: 'key', key });
  return taken;
}
