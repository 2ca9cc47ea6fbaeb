// THIRD-PARTY-NOTICES: the licences of what is in the bundle of the screen.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export function noticesOf(folders) {
  const parts = folders.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((each) => /^licen[cs]e(\.|$)/i.test(each));
    const text =
      file === undefined
        ? `(${license}; the package has no file of its licence)`
        : readFileSync(join(folder, file), 'utf8');
    return `${name} ${version} (${license})\n\n${text.replace(/\r\n/g, '\n').trim()}\n`;
  });
  const rule = `\n${'-'.repeat(80)}\n\n`;
  return `The screen of \`faultline step\` (dist/tui/app.js) contains these packages.\n${rule}${parts.join(rule)}`;
}
