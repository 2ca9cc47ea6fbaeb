// What is no file is not read: a device has no end, and a pipe that nobody writes to no beginning.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { faultline, inFolder } from './command.ts';

test.skipIf(process.platform === 'win32')('devices and pipes are refused at once', () => {
  inFolder({}, (folder) => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    for (const args of [
      ['run', '/dev/zero'],
      ['replay', '/dev/zero'],
      ['check', '/dev/zero', '--model', 'register'],
      ['plan', pipe],
      ['run', pipe],
    ]) {
      const { code, out, err } = faultline(args);
      expect({ code, out }, args.join(' ')).toEqual({ code: 2, out: '' });
      expect(err, args.join(' ')).toMatch(/error: it is a (device|pipe), not a file/);
    }
  });
});
