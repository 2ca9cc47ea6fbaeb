// The tables of comparisons in Markdown, as `faultline run <scenario> --markdown` prints them: all of each in a page of docs/,
// some of their tables in README.md. Writes them anew; with `--check` it says what differs and ends with 1. It needs what
// `npm run build` makes.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { output } from './mutants/measured.mjs';
import { root } from './run.mjs';

/** By the name between the marks: the scenario, the page with all of its tables, and the rows of which README.md has the table. */
const tables = {
  cap: {
    scenario: 'scenarios/cap/matrix.yaml',
    page: 'docs/comparing.md',
    rows: ['minority partition', 'leader isolated'],
  },
  locks: {
    scenario: 'scenarios/locks/matrix.yaml',
    page: 'docs/comparing.md',
    rows: ['the holder is paused for 45 s', 'a clock jumps by a minute'],
  },
  orders: {
    scenario: 'scenarios/transactions/order-five-ways.yaml',
    page: 'docs/comparing.md',
    rows: ['eight customers at the same rows', 'the coordinator crashes'],
  },
};

for (const [name, { scenario, page, rows }] of Object.entries(tables)) {
  const printed = await output([join(root, 'dist/cli/main.js'), 'run', scenario, '--markdown'], 'inherit');
  // A table is a title in bold, and what follows up to the next one or to the words below the last.
  const all = printed.trim().split(/\n\n(?=\*\*)/);
  const tableOf = (row) => {
    const found = all.find((part) => part.startsWith(`**${row}**`));
    if (found === undefined) throw new Error(`${scenario} has no row ${row}`);
    return found.split(/\n\n\n?(?=[^|*])/)[0].trim();
  };
  put(name, page, printed.trim());
  put(name, 'README.md', rows.map(tableOf).join('\n\n'));
}

function put(name, file, table) {
  const [begin, end] = [`<!-- ${name}:begin -->\n`, `<!-- ${name}:end -->`];
  const path = join(root, file);
  const text = readFileSync(path, 'utf8');
  const [before, rest] = text.split(begin);
  if (rest === undefined) throw new Error(`${file} has no ${begin.trim()}`);
  const found = `${before}${begin}\n${table}\n\n${rest.slice(rest.indexOf(end))}`;
  if (!process.argv.includes('--check')) writeFileSync(path, found);
  else if (found !== text) {
    process.stderr.write(
      `${file} has another table of ${name} than this; node scripts/tables.mjs mends it\n${table}\n`,
    );
    process.exitCode = 1;
  }
}
