// YAML text to plain values with positions, for text that nobody vouches for. What can hide or multiply content
// (anchors, aliases, merge keys, tags, directives, several documents) is refused where it stands.
// The library's own check of duplicate keys compares every key with every other one, so `tree.ts` does that instead.
import { Composer, CST, type Document, Parser } from 'yaml';
import { printableCharacter } from '../../base/printable.ts';
import { type Problem, type ProblemCode, problemAt } from '../problem.ts';
import { LineIndex, withoutMark } from './position.ts';
import { type At, syntaxMessage, syntaxProblems } from './syntax.ts';
import { type Tree, treeOf } from './tree.ts';

export const BYTES_MAX = 1_048_576;
export const DEPTH_MAX = 100;

export type ParsedText = {
  /** Undefined where the text is not even YAML. */
  readonly tree: Tree | undefined;
  readonly lines: LineIndex;
  readonly problems: readonly Problem[];
};

/** What a document is called in messages, how it begins, and how large it may be. */
export type Kind = { readonly noun: string; readonly begins: string; readonly bytesMax: number };

const scenarioKind: Kind = { noun: 'scenario', begins: 'faultline: 1', bytesMax: BYTES_MAX };

export function parseText(source: string, file: string, kind: Kind = scenarioKind): ParsedText {
  const text = withoutMark(source);
  const lines = new LineIndex(text);
  const at = (start: number, end: number, code: ProblemCode, message: string, hint?: string): Problem =>
    problemAt(file, lines.span(start, end), code, message, { hint });

  const unreadable = textProblem(text, at, kind);
  if (unreadable !== undefined) return { tree: undefined, lines, problems: [unreadable] };
  const tokens = [...new Parser().parse(text)];
  const structure = tokenProblems(tokens, at, kind);
  if (structure.length > 0) return { tree: undefined, lines, problems: structure };
  // `merge: true` is left off: `<<` is then an ordinary key, which `tree.ts` refuses.
  const composer = new Composer({ version: '1.2', schema: 'core', uniqueKeys: false, prettyErrors: false });
  const documents = [...composer.compose(tokens, true, text.length)] as Document.Parsed[];
  const document = documents[0];
  if (document === undefined) return { tree: undefined, lines, problems: [emptyProblem(at, kind)] };
  // What the library says of a tag that it does not know is said by `treeOf`.
  const errors = [...document.errors, ...document.warnings].filter(({ code }) => code !== 'TAG_RESOLVE_FAILED');
  const problems = syntaxProblems(errors, tokens, text, at);
  const tree = treeOf(document.contents, text, (...found) => problems.push(at(...found)));
  if (problems.length === 0 && tree.value === null) problems.push(emptyProblem(at, kind));
  const isBroken = errors.length > 0 || tree.value === null;
  return { tree: isBroken ? undefined : tree, lines, problems };
}

function emptyProblem(at: At, { noun, begins }: Kind): Problem {
  return at(0, 1, 'empty', `the file is empty: a ${noun} begins with "${begins}"`);
}

/** What makes this no text to look at: too much of it, or bytes that are not UTF-8. */
function textProblem(text: string, at: At, { noun, bytesMax }: Kind): Problem | undefined {
  const bytes = bytesOf(text, bytesMax);
  if (bytes > bytesMax) {
    const most = `${bytesMax} (${bytesMax / 1_048_576} MiB)`;
    return at(0, 1, 'too-large', `the file has ${bytes} bytes: a ${noun} has at most ${most}`);
  }
  if (/^\s*\{\s*"(?:process|type|f|index)"\s*:/.test(text)) {
    const message = `this is a history, not a ${noun}: judge it with npx faultline check, and --model`;
    return at(0, 1, 'a-history', message);
  }
  const zero = text.indexOf('\0');
  if (zero !== -1) {
    return at(
      zero,
      zero + 1,
      'not-text',
      'found a zero byte: save the file as UTF-8 text (this looks like UTF-16 or binary)',
    );
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  const control = /[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd\ufffe\uffff]/.exec(text);
  if (control !== null) {
    const { index } = control;
    if (control[0] === '\ufffd')
      return at(index, index + 1, 'not-text', 'found bytes that are not UTF-8: save the file as UTF-8 text');
    const name = printableCharacter(control[0]);
    return at(
      index,
      index + 1,
      'not-text',
      `found the control character ${name}, which has no place in a ${noun}: remove it`,
    );
  }
  return undefined;
}

function bytesOf(text: string, most: number): number {
  if (text.length > most) return text.length;
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // Each half of a surrogate pair counts two of the pair's four bytes.
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 2 : 3;
  }
  return bytes;
}

/** Refused before the library composes anything: it recurses into nesting, and takes long over many errors. */
function tokenProblems(tokens: readonly CST.Token[], at: At, { noun }: Kind): readonly Problem[] {
  const problems: Problem[] = [];
  let documents = 0;
  let errors = 0;
  for (const token of tokens) {
    if (token.type === 'directive') {
      problems.push(
        at(
          token.offset,
          token.offset + token.source.length,
          'directive',
          `a ${noun} has no directives: remove this line`,
        ),
      );
    } else if (token.type === 'document' && ++documents === 2) {
      const message = `a second document begins here: a ${noun} is one document, put others into files of their own`;
      problems.push(at(token.offset, token.offset + 3, 'several-documents', message));
    } else if (token.type === 'error' && ++errors === 20) {
      problems.push(at(token.offset, token.offset + 1, 'syntax', syntaxMessage(token.message).message));
    }
    if (problems.length > 0) return problems;
    const deep = tooDeep(token);
    if (deep !== undefined) {
      const message = `the nesting goes deeper than ${DEPTH_MAX} levels here: a ${noun} needs fewer than ten`;
      return [at(deep, deep + 1, 'too-deep', message)];
    }
  }
  return problems;
}

/** The offset of the first collection nested deeper than is allowed. A loop, not a recursion: the depth is not trusted. */
function tooDeep(root: CST.Token): number | undefined {
  const stack: { token: CST.Token; depth: number }[] = [{ token: root, depth: 0 }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { token, depth } = top;
    if (token.type === 'document' && token.value !== undefined) stack.push({ token: token.value, depth });
    if (!CST.isCollection(token)) continue;
    if (depth >= DEPTH_MAX) return token.offset;
    for (const item of token.items) {
      if (item.key) stack.push({ token: item.key, depth: depth + 1 });
      if (item.value) stack.push({ token: item.value, depth: depth + 1 });
    }
  }
  return undefined;
}
