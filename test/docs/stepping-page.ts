// The tables of docs/stepping.md, made of those that the debugger itself uses.

import { bindingsOf, groupTitles, keyGroups, lines } from '../../src/debugger/index.ts';
import { signs } from '../../src/display/step/signs.ts';

/** The page with its tables made anew: between `<!-- keys:begin -->` and its end, and the same for `signs` and `lines`. */
export function withTables(page: string): string {
  return between(between(between(page, 'signs', signTable()), 'keys', keyTables()), 'lines', lineTable());
}

function between(page: string, name: string, text: string): string {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [head, rest] = page.split(begin);
  const tail = rest?.split(end)[1];
  if (head === undefined || tail === undefined) throw new Error(`the page has no ${begin} and ${end}`);
  return `${head}${begin}\n${text}\n${end}${tail}`;
}

function keyTables(): string {
  return keyGroups
    .map((group) => {
      const rows = bindingsOf(group).map(({ keys, about }) => [keys.map(code).join(' '), about]);
      return `### ${titled(groupTitles[group])}\n\n${table(['keys', 'what they do'], rows)}`;
    })
    .join('\n\n');
}

function signTable(): string {
  return table(
    ['signs', 'what they say'],
    signs.map(({ signs: which, about }) => [which.split(' ').map(code).join(' '), about]),
  );
}

function lineTable(): string {
  const rows = lines.map(({ words, usage, about }) => [
    words.map(code).join(' '),
    usage === '' ? '' : code(usage),
    about,
  ]);
  return table(['word', 'behind it', 'what it does'], rows);
}

function titled(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}

/** In a table a bar would end the cell. */
function code(text: string): string {
  const escaped = text.replaceAll('|', '\\|');
  return text.includes('`') ? `\`\` ${escaped} \`\`` : `\`${escaped}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
