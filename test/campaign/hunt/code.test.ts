// Which code a campaign ran: a change of the module of its scenario, or of what that imports, makes it another campaign.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { codeDifference, codeOf } from '../../../src/campaign/hunt/code.ts';
import { refuseOtherCode } from '../../../src/campaign/hunt/merge.ts';
import { header } from './pieces.ts';

let folder: string;
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const code = (text = 'use: ./system.ts\n') => codeOf(text, join(folder, 'a.yaml'));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faultline-code-'));
  mkdirSync(join(folder, 'lib'));
  write(
    'system.ts',
    `import { a } from "./lib/a.ts";\nexport * from './lib/b.ts';\nimport 'package';\nimport './old.cjs';\n`,
  );
  write('lib/a.ts', `export const a = import('../c.ts');\n`);
  write('lib/b.ts', '');
  write('c.ts', `import { a } from './lib/a.ts';\nexport const c = () => a;\n`);
  write('old.cjs', `require("./lib/d");\nmodule.exports = require('./lib/e.cjs');\n`);
  write('lib/d.js', '');
  write('lib/e.cjs', '');
  write('other.ts', '');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const files = ['system.ts', 'lib/a.ts', 'lib/b.ts', 'c.ts', 'old.cjs', 'lib/d.js', 'lib/e.cjs'];

test.each(files)('a change of %s is another code', (name) => {
  const before = code();
  expect(code()).toEqual(before);
  write(name, '// changed\n');
  expect(codeDifference(before, code())).toBe('the code of the module that it uses was another');
});

test('a file that is not imported changes nothing, nor does a module that is not there', () => {
  const before = code();
  write('other.ts', '// changed\n');
  expect(code()).toEqual(before);
  rmSync(join(folder, 'system.ts'));
  expect(codeDifference(before, code())).toBeUndefined();
  expect(code('name: none\n').module).toBeUndefined();
});

test('journals are merged by the code that wrote them alone', () => {
  const now = { version: header.version, code: header.code };
  const refusal = (other: object) => () => refuseOtherCode(header, 'j', { ...now, ...other });
  expect(refusal({})).not.toThrow();
  expect(refusal({ version: '2.0.0' })).toThrow(
    'j is of other code: it was written by Faultline 1.0.0, this is 2.0.0; merge it with the code that wrote it, or hunt again',
  );
  expect(refusal({ code: { ...now.code, faultline: code().faultline } })).toThrow('the code of Faultline was another');
});
