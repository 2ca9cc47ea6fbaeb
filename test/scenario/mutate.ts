// Accidents of good files, the same for the same seed: what a hand, an editor or a bad merge does to a text.
import { RandomStream } from '../../src/base/random.ts';

const scraps =
  '*a|&a |!!x |<<: |---\n|: |- |[|]|{|}|"|\'|\t|\n|\r\n|\r|#|%|`|@|?|\\|\0|\x1b[2J|\x9b|\u202e|\ufeff|\ud800|名|😀|e\u0301|~|null|true|-1|1e999|0x1F|99999999999999999999|__proto__: 1|constructor|n9|10 sec|{}|[]|,,|:|1ms..|%%'.split(
    '|',
  );

type Accident = (text: string, pick: (bound: number) => number) => string;

const accidents: readonly Accident[] = [
  // A stretch is lost, a scrap is put in, a stretch is pasted elsewhere, a character is another one.
  (text, pick) => splice(text, pick(text.length + 1), pick(30), ''),
  (text, pick) => splice(text, pick(text.length + 1), 0, scraps[pick(scraps.length)]!),
  (text, pick) => splice(text, pick(text.length + 1), pick(12), scraps[pick(scraps.length)]!),
  (text, pick) => {
    const from = pick(text.length + 1);
    return splice(text, pick(text.length + 1), 0, text.slice(from, from + 1 + pick(60)));
  },
  (text, pick) => splice(text, pick(text.length + 1), 1, String.fromCharCode(pick(0x3000))),
  // The end is missing; the file is there twice.
  (text, pick) => text.slice(0, pick(text.length + 1)),
  (text, pick) => text + scraps[pick(scraps.length)]! + text,
  // Lines are lost, doubled, exchanged, or indented.
  (text, pick) => onLines(text, (lines) => lines.splice(pick(lines.length), 1 + pick(2))),
  (text, pick) => onLines(text, (lines) => lines.splice(pick(lines.length), 0, lines[pick(lines.length)]!)),
  (text, pick) =>
    onLines(text, (lines) => {
      const [a, b] = [pick(lines.length), pick(lines.length)];
      [lines[a], lines[b]] = [lines[b]!, lines[a]!];
    }),
  (text, pick) =>
    onLines(text, (lines) => {
      const at = pick(lines.length);
      lines[at] = pick(2) === 0 ? ` ${lines[at]}` : lines[at]!.slice(1);
    }),
  // A word is misspelt, a number changed, a value replaced, a line end is another.
  (text, pick) => onOneOf(text, /[a-zA-Z]{3,}/g, pick, (word) => word.slice(1) + word[0]),
  (text, pick) => onOneOf(text, /\d+(\.\d+)?/g, pick, () => ['0', '-1', '1.5', '1e30', '', '007'][pick(6)]!),
  (text, pick) => onOneOf(text, /: [^\n,}]+/g, pick, () => `: ${scraps[pick(scraps.length)]}`),
  (text) => text.replaceAll('\n', '\r\n'),
];

/** The text after one to four accidents, the `nth` of its kind. */
export function mutated(text: string, seed: string, nth: number): string {
  const stream = new RandomStream(seed, String(nth));
  const pick = (bound: number) => stream.int(Math.max(1, bound));
  let result = text;
  for (let left = 1 + pick(4); left > 0; left--) result = accidents[pick(accidents.length)]!(result, pick);
  return result;
}

function splice(text: string, at: number, cut: number, put: string): string {
  return text.slice(0, at) + put + text.slice(at + cut);
}

function onLines(text: string, change: (lines: string[]) => unknown): string {
  const lines = text.split('\n');
  change(lines);
  return lines.join('\n');
}

function onOneOf(
  text: string,
  what: RegExp,
  pick: (bound: number) => number,
  change: (found: string) => string,
): string {
  const all = [...text.matchAll(what)];
  const one = all[pick(all.length)];
  return one === undefined ? text : splice(text, one.index, one[0].length, change(one[0]));
}
