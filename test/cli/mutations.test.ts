// Spoilt files through the real command line: an answer, never a hang, a bug of ours, or a trace.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { goodCapsule, goodHistory, goodScenario } from '../scenario/good-files.ts';
import { mutated } from '../scenario/mutate.ts';
import { root, STACK } from './command.ts';
import { faultlineEach } from './transcripts.ts';

test('60 spoilt scenarios, 12 histories and 12 capsules', async () => {
  const cwd = join(root, 'build/mutations');
  rmSync(cwd, { recursive: true, force: true });
  mkdirSync(cwd, { recursive: true });
  const write = (name: string, text: string) => {
    writeFileSync(join(cwd, name), text);
    return name;
  };
  const several = (count: number, make: (nth: number) => string) =>
    Array.from({ length: count }, (_, nth) => make(nth));
  const capsule = goodCapsule();
  const scenarios = several(60, (nth) => write(`s${nth}.yaml`, mutated(goodScenario, 'command', nth)));
  const calls = [
    ...[0, 15, 30, 45].map((from) => ['run', '--jobs', '1', ...scenarios.slice(from, from + 15)]),
    ...several(12, (nth) => write(`h${nth}.jsonl`, mutated(goodHistory, 'command', nth))).map((file) => [
      ...['check', file, '--model', 'kv'],
    ]),
    ...several(12, (nth) => write(`c${nth}.yaml`, mutated(capsule, 'command', nth))).map((file) => ['replay', file]),
  ];
  const outcomes = await faultlineEach(calls, cwd);
  for (const [index, { code, out, err }] of outcomes.entries()) {
    const command = calls[index]!.join(' ');
    expect.soft([0, 1, 2, 3, 4], `${command}\n${err}`).toContain(code);
    expect.soft(err, command).not.toMatch(STACK);
    expect.soft(out + err, command).not.toMatch(/a bug in Faultline|^\s+at /m);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be printed
    expect.soft(out + err, command).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ufeff]/);
  }
  expect(new Set(outcomes.map(({ code }) => code)).has(2)).toBe(true);
});
