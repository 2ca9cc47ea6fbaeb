// What the screen draws with, for terminals that know ASCII alone: a character for each glyph, of the same width.
import { columnsOf } from '../../base/printable.ts';

export const asciiGlyphs: { readonly [glyph: string]: string } = {
  '▸': '>',
  '▶': '>',
  '◀': '<',
  '◂': '<',
  '●': '*',
  '○': 'o',
  '◆': '#',
  '◇': '?',
  '✓': '+',
  '✗': 'x',
  '⏲': 't',
  '▪': 'w',
  '▲': '^',
  '▴': '^',
  '⏸': '=',
  '‖': '=',
  '↯': '/',
  '→': '>',
  '…': '~',
  '–': '-',
  '·': '.',
  '»': '>',
  '×': 'x',
  '░': ':',
  '▒': ';',
  '▓': '%',
  '─': '-',
  '│': '|',
  '┌': '+',
  '┐': '+',
  '└': '+',
  '┘': '+',
  '├': '+',
  '▁': '_',
  '▂': '.',
  '▃': ',',
  '▄': '-',
  '▅': '=',
  '▆': '+',
  '▇': '*',
  '█': '#',
};

/** What has no counterpart becomes as many `?` as it takes columns. */
export function asciiOf(text: string): string {
  let result = '';
  for (const character of text) {
    const code = character.codePointAt(0)!;
    result += code < 0x80 ? character : (asciiGlyphs[character] ?? '?'.repeat(columnsOf(code)));
  }
  return result;
}
