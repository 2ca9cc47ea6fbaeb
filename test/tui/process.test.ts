// The command as built, on something that says that it is a terminal: how it starts, and what it leaves behind in each of
// the ways in which it ends. What it writes is read back from a terminal that knows the same sequences.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { advance, hitsAt, openSession, reduce } from '../../src/debugger/index.ts';
import { sourceOfText } from '../debugger/opened.ts';
import { twoLeaders } from '../debugger/two-leaders.ts';
import { Emulator, root } from './sessions.ts';

// Its violation is at event 31.
const folder = mkdtempSync(join(tmpdir(), 'faultline-'));
const file = join(folder, 'two-leaders.yaml');

beforeAll(() => writeFileSync(file, twoLeaders));
afterAll(() => rmSync(folder, { recursive: true }));

const cli = `${root}dist/cli/main.js`;
const preload = new URL('./pretend-tty.mjs', import.meta.url).href;

test('what is tested here is built', () => {
  expect(existsSync(cli), 'run node scripts/build.mjs').toBe(true);
});

class Running {
  readonly child: ChildProcessWithoutNullStreams;
  readonly emulator = new Emulator(80, 24);
  errors = '';
  readonly ended: Promise<number | null>;
  private written: Promise<void> = this.emulator.write('$ faultline step\r\n');

  constructor(env: { readonly [name: string]: string } = {}) {
    const args = ['--import', preload, cli, 'step', file];
    this.child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, CI: 'true', ...env } });
    this.child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.written = this.written.then(() => this.emulator.write(text));
    });
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.errors += text;
    });
    this.ended = new Promise((resolve) => this.child.on('close', (code) => resolve(code)));
  }

  async until(found: RegExp): Promise<void> {
    // As long as it takes: what is slow is the machine, and the test has a limit of its own.
    for (let tries = 0; tries < 2_000; tries++) {
      await this.written;
      if (found.test(this.emulator.text)) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`never shown: ${found}\n${this.emulator.text}\n${this.errors}`);
  }

  /** The exit code, once the terminal is seen to be the shell's again. */
  async left(): Promise<number | null> {
    const code = await this.ended;
    await this.written;
    expect(this.emulator.isAlternate).toBe(false);
    expect(this.emulator.rows[0]).toBe('$ faultline step');
    expect(this.errors).toMatch(/raw (true false ?)+;/);
    return code;
  }
}

test('it draws under CI, opens at the violation, takes held keys and pasted text, and q leaves no trace', async () => {
  const votes = hitsAt(
    advance(reduce(openSession(await sourceOfText(twoLeaders)), { do: 'search', text: 'Vote' }), {}),
  )!.count;
  const run = new Running();
  await run.until(/VIOLATED/);
  run.child.stdin.write('n'.repeat(40));
  await run.until(/ev 71\//);
  run.child.stdin.write('\x1b[D\x1b[D');
  await run.until(/ev 69\//);
  run.child.stdin.write('g/\x1b[200~Vote\x1b[201~\r');
  // The first of as many as are found without a terminal.
  await run.until(new RegExp(`/Vote +1 of ${votes}\\b`));
  run.child.stdin.write(':nonsense\r');
  await run.until(/! there is no command "nonsense"/);
  run.child.stdin.write('q');
  expect(await run.left()).toBe(0);
  // React's development build leaves a measure for each render.
  expect(run.errors).toContain('measures 0');
});

// The other signals, and a terminal that is gone, come to the same end: test/tui/terminal.test.ts.
test('SIGTERM and ctrl-c leave the terminal as it was', async () => {
  const [one, other] = [new Running(), new Running()];
  await Promise.all([one, other].map((run) => run.until(/ev [\d,]+\//)));
  one.child.kill('SIGTERM');
  other.child.stdin.write('\x03');
  expect(await one.left()).toBe(143);
  expect(await other.left()).toBe(0);
});

test.each(['component', 'later'])('what is thrown (%s) leaves the terminal, and is told as a bug', async (where) => {
  const run = new Running({ TUI_THROW: where });
  expect(await run.left()).toBe(70);
  expect(run.errors).toContain(where === 'later' ? 'thrown outside' : 'thrown in a component');
});
