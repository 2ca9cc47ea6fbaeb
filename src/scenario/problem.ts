// What is wrong with an input: collected, never thrown. `frame.ts` shows a problem with the lines around it.
import type { ProblemCode } from './problem-codes.ts';
import { type Path, pathText, type Span } from './text/position.ts';
import { counted } from './words.ts';

export type { ProblemCode } from './problem-codes.ts';

/** `Code`: of histories other codes are said, `history-codes.ts`. */
export type Problem<Code extends string = ProblemCode> = {
  readonly code: Code;
  /** A sentence: what was found, what was expected, what to do. */
  readonly message: string;
  readonly file: string;
  /** From 1; 0 where the input was an object and has no lines: then `path` says where. */
  readonly line: number;
  /** From 1, in UTF-16 code units, as editors count. */
  readonly column: number;
  /** How many code units the words found take. */
  readonly length?: number;
  /** Keys and indexes from the top of the document: `faults.1.at`. */
  readonly path?: string;
  /** A guess at what was meant: `did you mean "faults"?` */
  readonly hint?: string;
};

/**
 * Turns a path into a place in the text; `key` asks for the key itself rather than its value. Undefined: what stands
 * there has been refused already, and nothing more is said about it.
 */
export type Locate = (path: Path, part: 'key' | 'value') => Span | undefined;

const PROBLEMS_MAX = 100;

/** Collects the problems of one input. */
export class Problems {
  private readonly found: Problem[] = [];
  private readonly file: string;
  private readonly locate: Locate;
  private readonly place: (path: Path) => Path;

  constructor(file: string, locate: Locate, place: (path: Path) => Path = (path) => path) {
    this.file = file;
    this.locate = locate;
    this.place = place;
  }

  /** For what is put together from several places: `place` says where a part of it stands. */
  from(place: (path: Path) => Path): Problems {
    return new Problems(this.file, this.locate, (path) => this.place(place(path)));
  }

  /** Takes over what was found in a row of a sweep and not here already. What is not the row's own part names it. */
  take(others: readonly Problem[], row: string): void {
    for (const problem of others.filter((each) => !isAmong(each, this.found))) {
      const isOwn = problem.path?.startsWith('sweep.over.') === true;
      this.found.push(isOwn ? problem : { ...problem, message: `in the row ${row}, ${problem.message}` });
    }
  }

  /** Takes over what was found for each of several systems: what is wrong for some only, and not their own part, names them. */
  takeEach(found: readonly { readonly name: string; readonly problems: readonly Problem[] }[]): void {
    for (const { name, problems } of found) {
      for (const problem of problems) {
        const isOwn = problem.path?.startsWith('systems.') === true;
        const isCommon = isOwn || found.every((each) => isAmong(problem, each.problems));
        const said = isCommon ? problem : { ...problem, message: `for ${name}, ${problem.message}` };
        if (!isAmong(said, this.found)) this.found.push(said);
      }
    }
  }

  get count(): number {
    return this.found.length;
  }

  add(code: ProblemCode, path: Path, message: string, more: { hint?: string | undefined; part?: 'key' } = {}): void {
    const at = this.place(path);
    const span = this.locate(at, more.part ?? 'value');
    if (span === undefined) return;
    this.found.push(problemAt(this.file, span, code, message, { hint: more.hint, path: pathText(at) }));
  }

  get all(): readonly Problem[] {
    return this.found;
  }
}

function isAmong({ line, column, path, message }: Problem, problems: readonly Problem[]): boolean {
  return problems.some(
    (one) => one.line === line && one.column === column && one.path === path && one.message === message,
  );
}

export function problemAt<Code extends string>(
  file: string,
  span: Span,
  code: Code,
  message: string,
  more: { readonly hint?: string | undefined; readonly path?: string | undefined } = {},
): Problem<Code> {
  return {
    code,
    message,
    file,
    line: span.line,
    column: span.column,
    ...(span.length > 0 ? { length: span.length } : {}),
    ...(more.path !== undefined && more.path !== '' ? { path: more.path } : {}),
    ...(more.hint !== undefined ? { hint: more.hint } : {}),
  };
}

/** In order of position; after the first hundred, one line that counts the rest. */
export function sortedProblems(problems: readonly Problem[]): readonly Problem[] {
  const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  if (sorted.length <= PROBLEMS_MAX) return sorted;
  const { hint: _, ...next } = sorted[PROBLEMS_MAX]!;
  const rest = sorted.length - PROBLEMS_MAX;
  const message = `${counted(rest, 'more problem')} from here on, not listed: mend the ones above first`;
  return [...sorted.slice(0, PROBLEMS_MAX), { ...next, code: 'too-many-problems', message }];
}
