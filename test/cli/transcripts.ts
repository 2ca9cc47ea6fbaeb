// Transcripts: what the command prints for an input, beside it as text. UPDATE_TRANSCRIPTS=1 writes what was found
// instead of comparing: read the difference.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { cli, type Outcome, root, STACK } from './command.ts';

const isUpdate = process.env['UPDATE_TRANSCRIPTS'] === '1';

export function expectTranscript(path: string, found: string): void {
  if (isUpdate) return writeFileSync(path, found);
  const hint = `${path} says something else; UPDATE_TRANSCRIPTS=1 npx vitest run test/cli/bad-input.test.ts rewrites it`;
  expect.soft(found, hint).toBe(existsSync(path) ? readFileSync(path, 'utf8') : '(there is no transcript)');
}

/**
 * What every refusal has in common: exit 2, nothing on stdout but the document that --json asks for, no stack of ours,
 * nothing that acts on a terminal.
 */
export function expectRefused({ code, out, err }: Outcome, what: string): void {
  expect.soft(code, `${what}\n${err}`).toBe(2);
  if (/ --json\b/.test(what) && out !== '') JSON.parse(out);
  else expect.soft(out, what).toBe('');
  expect.soft(err, what).not.toMatch(STACK);
  expect.soft(err, what).not.toMatch(/^\s+at /m);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be printed
  expect.soft(err, what).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]/);
}

/** The command several times, two processes at once. */
export async function faultlineEach(calls: readonly (readonly string[])[], cwd = root): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < calls.length; index = next++) {
      outcomes[index] = await once(calls[index]!, cwd);
    }
  };
  await Promise.all([lane(), lane()]);
  return outcomes;
}

function once(args: readonly string[], cwd: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
    const child = execFile(process.execPath, [cli, ...args], { cwd, env, timeout: 60_000 }, (error, out, err) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : null, out, err });
    });
    child.stdin?.end();
  });
}
