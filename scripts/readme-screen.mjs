// The screen in README.md: a scenario opened at its violation, on 80 columns and 24 rows, as the program composes it.
// Writes it anew; with `--check` it says what differs and ends with 1. It needs what `npm run build` makes.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openScenario } from '../dist/campaign/step/source.js';
import { advance, openSession } from '../dist/debugger/index.js';
import { textOf } from '../dist/display/step/spans.js';
import { frameOf, rowsOf } from '../dist/tui/frame.js';
import { screenOf } from '../dist/tui/screen.js';
import { root } from './run.mjs';

const file = 'scenarios/faults/no-sync.yaml';
const begin = '<!-- screen:begin -->\n';
const end = '<!-- screen:end -->';

const { source } = await openScenario(readFileSync(join(root, file), 'utf8'), file);
const screen = screenOf(advance(openSession(source, {}), {}));
const rows = rowsOf(frameOf(screen, { columns: 80, rows: 24 })).map((line) => textOf(line).trimEnd());

const path = join(root, 'README.md');
const readme = readFileSync(path, 'utf8');
const [before, rest = ''] = readme.split(begin);
const after = rest.slice(rest.indexOf(end));
const found = `${before}${begin}\`\`\`text drawing\n${rows.join('\n')}\n\`\`\`\n${after}`;
if (!process.argv.includes('--check')) writeFileSync(path, found);
else if (found !== readme) {
  process.stderr.write(
    `README.md shows another screen than this; node scripts/readme-screen.mjs mends it\n${rows.join('\n')}\n`,
  );
  process.exitCode = 1;
}
