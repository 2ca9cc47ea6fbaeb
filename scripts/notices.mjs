// THIRD-PARTY-NOTICES: the licences of what is in the bundle of the screen.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const mit = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE,
ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/** Of packages that are published without the file of their licence: as their source has it. */
const withoutFile = { 'yoga-layout': `MIT License\n\nCopyright (c) Facebook, Inc. and its affiliates.\n\n${mit}` };

export function noticesOf(folders) {
  const parts = folders.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    const text = file === undefined ? withoutFile[name] : readFileSync(join(folder, file), 'utf8');
    if (text === undefined) throw new Error(`${name} has no file of its licence: add its text to scripts/notices.mjs`);
    return `${name} ${version} (${license})\n\n${text.replace(/\r\n/g, '\n').trim()}\n`;
  });
  const rule = `\n${'-'.repeat(80)}\n\n`;
  return `The screen of \`faultline step\` (dist/tui/app.js) contains these packages.\n${rule}${parts.join(rule)}`;
}
