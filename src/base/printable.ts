// Text that is safe to print and whose width on a terminal is known.

/** Ranges of code points that take two columns: East Asian wide and full-width forms, and emoji. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x2329, 0x232a],
  [0x23e9, 0x23ec],
  [0x2614, 0x2615],
  [0x26a1, 0x26a1],
  [0x2705, 0x2705],
  [0x274c, 0x274c],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1faff],
  [0x20000, 0x3fffd],
];

const COMBINING = /^[\p{Mn}\p{Me}]$/u;
/** Halves of flags are left out: a pair of them takes two columns. */
const EMOJI = /^(?!\p{Regional_Indicator})\p{Emoji_Presentation}$/u;
/** Controls, the marks that turn the direction of text around, separators that break lines, halves of pairs. */
const UNPRINTABLE = /^[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]$/u;

const NOT_MEASURED = 255;
/** Of the code points below 0x10000, as they are asked for: a screen is full of the same few. */
const measured = new Uint8Array(0x10000).fill(NOT_MEASURED);

/** The columns that a printable code point takes. */
export function columnsOf(codePoint: number): number {
  if (codePoint < 0x300) return 1;
  const known = measured[codePoint] ?? NOT_MEASURED;
  if (known !== NOT_MEASURED) return known;
  const columns = measure(codePoint);
  if (codePoint < measured.length) measured[codePoint] = columns;
  return columns;
}

function measure(codePoint: number): number {
  if (COMBINING.test(String.fromCodePoint(codePoint))) return 0;
  if (WIDE.some(([from, to]) => codePoint >= from && codePoint <= to)) return 2;
  return EMOJI.test(String.fromCodePoint(codePoint)) ? 2 : 1;
}

/** One character as it may be printed: controls as `\x1b`, what turns text around as `\u202e`. */
export function printableCharacter(character: string): string {
  if (!UNPRINTABLE.test(character)) return character;
  const code = character.codePointAt(0)!;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
}

/** The text with everything escaped that could move the cursor, colour the screen or hide words. Line ends too. */
export function printable(text: string): string {
  let result = '';
  for (const character of text) result += printableCharacter(character);
  return result;
}

/** The same on one line, for what is told in several: a reason, with the operations that prove it. */
export function onOneLine(text: string): string {
  return printable(text.split(/\s*\n\s*/).join('; '));
}

/** The columns that a text takes on a terminal, if it is printable. */
export function widthOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += columnsOf(character.codePointAt(0)!);
  return columns;
}
