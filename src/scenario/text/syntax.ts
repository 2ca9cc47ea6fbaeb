// What the YAML library finds wrong with a text, in words that say what to do.
import { CST, type YAMLError } from 'yaml';
import type { Problem, ProblemCode } from '../problem.ts';

export type At = (start: number, end: number, code: ProblemCode, message: string, hint?: string) => Problem;

/** The library's sentences, where there is a plainer one. */
const plain: readonly (readonly [said: RegExp, plain: string, advice?: string])[] = [
  [/must be sufficiently indented and end with a (\S)/, 'the closing $1 is missing, or indented too little'],
  [/^Nested mappings are not allowed/, 'found a second "key: value" in one line', 'put text with a colon in quotes'],
  [/^Tabs are not allowed as indentation/, 'Tabs are not allowed as indentation', 'indent with spaces'],
  [/must start at the same column/, 'this line begins in another column than those it belongs to', 'align them'],
  [/^Implicit keys need to be on a single line/, 'a key and its colon stand on one line', 'is a colon missing?'],
  [/^Implicit map keys need to be followed by map values/, 'found a key without a colon', 'write "key: value"'],
  [/^Unexpected .*/, 'found more than one value in one place', 'is a comma, a quote or a line end missing?'],
];

export function syntaxMessage(said: string): { readonly message: string; readonly hint: string | undefined } {
  for (const [pattern, sentence, advice] of plain) {
    const match = pattern.exec(said);
    if (match !== null) return { message: `this is not YAML: ${sentence.replace('$1', match[1] ?? '')}`, hint: advice };
  }
  return { message: `this is not YAML: ${said}`, hint: undefined };
}

/**
 * One slip makes the library stumble again and again: of each line its first error is told, and nothing after a bracket
 * or a quote that is never closed.
 */
export function syntaxProblems(
  errors: readonly YAMLError[],
  tokens: readonly CST.Token[],
  text: string,
  at: At,
): Problem[] {
  const lone = errors.length === 0 ? -1 : text.search(/\r(?!\n)/);
  if (lone !== -1) {
    const message = 'this is not YAML: a line ends in a carriage return alone';
    return [at(lone, lone + 1, 'syntax', message, 'save the file with line ends of LF or CRLF')];
  }
  const open = errors.length === 0 ? undefined : lastOpen(tokens);
  const problems = errors
    .filter(({ pos: [start] }) => open === undefined || start < open.offset)
    .sort((a, b) => a.pos[0] - b.pos[0])
    .map(({ pos: [start, end], message: said }) => {
      const { message, hint } = syntaxMessage(said);
      return at(start, end, 'syntax', message, hint);
    });
  const first = problems.filter(({ line }, index) => line !== problems[index - 1]?.line);
  if (open === undefined) return first;
  const message = `this is not YAML: the ${open.mark} here is never closed`;
  return [...first, at(open.offset, open.offset + 1, 'syntax', message, `end it with ${closers[open.mark]}`)];
}

const closers: { readonly [mark: string]: string } = { '{': '}', '[': ']', '"': '"', "'": "'" };

type Open = { readonly offset: number; readonly mark: string };

/** The last bracket or quote that nothing closes. A loop, not a recursion: the depth is not trusted. */
function lastOpen(tokens: readonly CST.Token[]): Open | undefined {
  let last: Open | undefined;
  const stack: CST.Token[] = [...tokens];
  for (let token = stack.pop(); token !== undefined; token = stack.pop()) {
    const mark = openMark(token);
    if (mark !== undefined && token.offset >= (last?.offset ?? 0)) last = { offset: token.offset, mark };
    if (token.type === 'document' && token.value !== undefined) stack.push(token.value);
    if (!CST.isCollection(token)) continue;
    for (const { key, value } of token.items) stack.push(...[key, value].filter((part) => part != null));
  }
  return last;
}

function openMark(token: CST.Token): string | undefined {
  if (token.type === 'flow-collection') return token.end.length === 0 ? token.start.source : undefined;
  if (token.type !== 'double-quoted-scalar' && token.type !== 'single-quoted-scalar') return undefined;
  const mark = token.source[0]!;
  return token.source.length > 1 && token.source.endsWith(mark) ? undefined : mark;
}
