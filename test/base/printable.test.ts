// What is printed cannot move the cursor.
import { expect, test } from 'vitest';
import { onOneLine } from '../../src/base/printable.ts';

test('what is told in several lines goes on one, and the rest is escaped as ever', () => {
  expect(onOneLine('no order\n  write 1\n  read 2\u001b[31m')).toBe('no order; write 1; read 2\\x1b[31m');
});
