// Each text file here is a story: commands, and below each what it prints. UPDATE_TRANSCRIPTS=1 writes what was found
// instead of comparing: read the difference.
//
//   # a remark               is kept
//   > timeout n1 election    a command
//   n1 election timeout: …   what it prints, up to the next command, remark or empty line
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Script } from './script.ts';

const folder = new URL('.', import.meta.url);
const stories = readdirSync(folder).filter((name) => name.endsWith('.txt'));
const isUpdate = process.env['UPDATE_TRANSCRIPTS'] === '1';

/** The text with each command's output put in its place. */
function replayed(text: string): string {
  const script = new Script();
  const kept = text.split('\n').filter((line) => line === '' || line.startsWith('#') || line.startsWith('>'));
  return kept.flatMap((line) => (line.startsWith('> ') ? [line, script.run(line.slice(2))] : [line])).join('\n');
}

test.each(stories)('%s', (name) => {
  const file = new URL(name, folder);
  const text = readFileSync(file, 'utf8');
  const found = replayed(text);
  if (isUpdate) return writeFileSync(file, found);
  const hint = 'UPDATE_TRANSCRIPTS=1 npx vitest run test/transcripts rewrites it';
  expect(found, hint).toBe(text);
});

describe('a transcript', () => {
  test('that says something else is noticed, and so is a line too many', () => {
    const text = '> servers 1\n> timeout n1 election\n> settle\n> show\n';
    const right = replayed(text);
    expect(right).toContain('n1  leader  1     n1     1       1');
    expect(replayed(right)).toBe(right);
    expect(replayed(right.replace('leader', 'follower'))).toBe(right);
  });

  test.each([
    ['timeout n1 election', 'expected "servers 3" first'],
    ['servers 3\n> elect n1', 'there is no command elect'],
    ['servers 3\n> timeout n4 election', 'there is no server n4'],
    ['servers 3\n> timeout n1 heartbeat', 'n1 has no timer heartbeat'],
    ['servers 3\n> deliver n1 n2', 'nothing of that kind is on its way'],
    ['servers 3\n> crash n1\n> timeout n1 election', 'n1 has no timer election'],
  ])('with %j says what is wrong', (commands, problem) => {
    expect(() => replayed(`> ${commands}`)).toThrow(problem);
  });
});
