// Styled lines as text with colours, or without.
import { asciiOf } from './ascii.ts';
import type { StyledLine, Tone } from './spans.ts';

export type Paint = { readonly hasColour: boolean; readonly isAscii: boolean };

type Code = readonly [on: number, off: number];

const codes: { readonly [tone in Tone]: readonly Code[] } = {
  strong: [[1, 22]],
  faint: [[2, 22]],
  good: [[32, 39]],
  bad: [
    [1, 22],
    [31, 39],
  ],
  unsure: [[33, 39]],
  accent: [[36, 39]],
  fault: [[35, 39]],
  epoch0: [[34, 39]],
  epoch1: [[36, 39]],
  epoch2: [[32, 39]],
  epoch3: [[33, 39]],
  epoch4: [[35, 39]],
};

export function paint(line: StyledLine, { hasColour, isAscii }: Paint): string {
  return line
    .map(({ text, tone }) => {
      const shown = isAscii ? asciiOf(text) : text;
      if (!hasColour || tone === undefined) return shown;
      const sequence = (list: readonly number[]) => list.map((code) => `\x1b[${code}m`).join('');
      return `${sequence(codes[tone].map(([on]) => on))}${shown}${sequence(codes[tone].map(([, off]) => off))}`;
    })
    .join('');
}
