// The CAP matrix in Markdown: what `faultline run scenarios/cap/matrix.yaml --markdown` prints goes into docs/comparing.md, and
// its tables for two of the partitions into README.md. Writes them anew; with `--check` it says what differs and ends with
// 1. It needs what `npm run build` makes.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { output } from './mutants/measured.mjs';
import { root } from './run.mjs';

const begin = '<!-- cap:begin -->\n';
const end = '<!-- cap:end -->';

const printed = await output(
  [join(root, 'dist/cli/main.js'), 'run', 'scenarios/cap/matrix.yaml', '--markdown'],
  'inherit',
);
const tableOf = (row) => {
  const [, table] = new RegExp(`(\\*\\*${row}\\*\\*\\n\\n[\\s\\S]*?)\\n\\n\\n?(?=\\*\\*|lost:)`).exec(printed);
  return table.trim();
};

for (const [file, table] of [
  ['docs/comparing.md', printed.trim()],
  ['README.md', `${tableOf('minority partition')}\n\n${tableOf('leader isolated')}`],
]) {
  const path = join(root, file);
  const text = readFileSync(path, 'utf8');
  const [before, rest = ''] = text.split(begin);
  const found = `${before}${begin}\n${table}\n\n${rest.slice(rest.indexOf(end))}`;
  if (!process.argv.includes('--check')) writeFileSync(path, found);
  else if (found !== text) {
    process.stderr.write(`${file} has another CAP table than this; node scripts/cap-table.mjs mends it\n${table}\n`);
    process.exitCode = 1;
  }
}
