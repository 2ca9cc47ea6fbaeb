// The fenced blocks of a document, and which part of an output a block shows.
//
//   ```ts file=server.ts            a file, written (again) into the document's folder
//   ```diff file=server.ts          a change of that file: chunks begin with `@@`, each fits one place
//   ```yaml is=scenarios/x.yaml     the text of a file of the project
//   ```sh run                       a command that is run; without `run` only if an output block follows it
//   ```text output show=1..3,-2..-1 exit=1     what the command before it prints: its first three and last two lines
//   ```text output-of="npm start"   what that command prints
//   ```text drawing                 neither run nor compared

export type Block = {
  readonly language: string;
  readonly attributes: { readonly [name: string]: string };
  readonly lines: readonly string[];
  /** Line numbers from 1: of the opening fence, and of the closing one. */
  readonly opens: number;
  readonly closes: number;
};

export function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const fence = /^```(\w+)(.*)$/.exec(lines[i]!);
    if (fence === null) continue;
    const opens = i + 1;
    const closes = lines.indexOf('```', opens) + 1;
    if (closes === 0) throw new Error(`line ${opens}: the block is not closed`);
    const attributes: { [name: string]: string } = {};
    for (const [, name, quoted, plain] of fence[2]!.matchAll(/([\w-]+)(?:=(?:"([^"]*)"|(\S+)))?/g)) {
      attributes[name!] = quoted ?? plain ?? '';
    }
    blocks.push({ language: fence[1]!, attributes, lines: lines.slice(opens, closes - 1), opens, closes });
    i = closes - 1;
  }
  return blocks;
}

/** The lines that `show` names, `…` in place of what lies between. Negative numbers count from the end. */
export function shown(lines: readonly string[], show: string | undefined): readonly string[] {
  if (show === undefined) return lines;
  const position = (word: string) => (Number(word) < 0 ? lines.length + Number(word) : Number(word) - 1);
  const result: string[] = [];
  let next = 0;
  for (const range of show.split(',')) {
    const [from = '1', to = from] = range.split('..');
    if (position(from) > next) result.push('…');
    result.push(...lines.slice(Math.max(position(from), next), position(to) + 1));
    next = position(to) + 1;
  }
  if (next < lines.length) result.push('…');
  return result;
}

/** Wall-clock figures differ from run to run, and nothing else may. */
export function withoutWallClock(line: string): string {
  return line.replace(/^rate: .*$/, 'rate: …').replace(/\bin [\d,.]+ m?s\b/g, 'in N ms');
}

/** The file after a change. */
export function patched(file: string, change: readonly string[]): string {
  let result = file;
  for (const chunk of change.join('\n').split(/^@@.*\n/m)) {
    const lines = chunk.split('\n').filter((line) => line !== '');
    const side = (sign: string) =>
      lines.flatMap((line) => (line[0] === ' ' || line[0] === sign ? [line.slice(1)] : [])).join('\n');
    if (lines.length === 0) continue;
    if (result.split(side('-')).length !== 2) throw new Error(`the change fits no place, or several:\n${chunk}`);
    result = result.replace(side('-'), () => side('+'));
  }
  return result;
}
