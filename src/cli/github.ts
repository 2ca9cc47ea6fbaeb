// Problems as GitHub's workflow commands, which a pull request shows beside the line. The format and its escapes:
// docs.github.com, "Workflow commands for GitHub Actions", and `command.ts` of github.com/actions/toolkit.
import { printable } from '../base/printable.ts';
import type { Problem } from '../scenario/index.ts';

export type Format = 'text' | 'github';

export type Properties = {
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly col?: number | undefined;
  /** The column after the last one. */
  readonly endColumn?: number | undefined;
  readonly title?: string | undefined;
};

/** `::error file=a.yaml,line=6,col=22,endColumn=28,title=unknown-name::found "leeder", …` */
export function githubProblem(problem: Problem<string>): string {
  const { file, line, column, length = 1, code, path, message, hint } = problem;
  const about = path === undefined ? '' : `${path}: `;
  const guess = hint === undefined ? '' : ` (${hint})`;
  const place = line === 0 ? {} : { line, col: column, endColumn: column + length };
  return githubError({ file, ...place, title: code }, printable(`${about}${message}${guess}`));
}

/** A workflow command. Line ends in the message are kept; whatever else could act on a terminal is the caller's. */
export function githubError(properties: Properties, message: string): string {
  const list = Object.entries(properties).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${printable(escapedProperty(String(value)))}`],
  );
  return `::error ${list.join(',')}::${escapedMessage(message)}`;
}

function escapedMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escapedMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
