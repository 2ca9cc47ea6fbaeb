// Figure 16 of the Raft paper: the table that is printed is the report, on a quick sweep. The whole one, against the paper's
// figures: test/deep/raft-figure-16.test.ts.
import { expect, test } from 'vitest';
import { faultline } from '../cli/command.ts';
import { expectSame, file, printed, type Report } from './figure-16.ts';

test('the table that is printed is what the report has', () => {
  const quick = ['run', file, '--quick'];
  const text = faultline(quick).out;
  const report = JSON.parse(faultline([...quick, '--json']).out) as Report;
  expectSame(text, report);
  // A digit that differs is seen.
  const cell = printed(text, '150-200')['median']!;
  expect(() => expectSame(text.replace(cell, cell.replace(/^\d/, '9')), report)).toThrow();
}, 120_000);
