// A folder that has Faultline installed, and the real command run in it; killed or interrupted where a test asks for it.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cli, faultline, installedFolder, type Outcome } from '../command.ts';

export class Project {
  readonly folder: string;

  constructor(files: { readonly [name: string]: string }) {
    this.folder = installedFolder(files);
  }

  hunt(...args: readonly string[]): Outcome {
    return faultline(['hunt', ...args], { cwd: this.folder });
  }

  /** The part of `--json` that is the same every time. */
  report(...args: readonly string[]): { readonly code: number | null; readonly json: object } {
    const { code, out, err } = this.hunt(...args, '--json');
    if (out === '') throw new Error(err);
    const { rates: _, ...json } = JSON.parse(out) as { rates?: object };
    return { code, json };
  }

  /** Starts a hunt and sends it a signal after so many milliseconds, if it is still there. */
  async signalled(signal: NodeJS.Signals, ms: number, ...args: readonly string[]): Promise<Outcome> {
    const env = { ...process.env, NO_COLOR: '1' };
    const child = spawn(process.execPath, [cli, 'hunt', ...args], { cwd: this.folder, env });
    const timer = setTimeout(() => child.kill(signal), ms);
    const outcome = await ended(child);
    clearTimeout(timer);
    return outcome;
  }

  /** The same, as soon as its journal in the folder `out` has so many lines. */
  async signalledAfter(
    signal: NodeJS.Signals,
    lines: number,
    out: string,
    ...args: readonly string[]
  ): Promise<Outcome> {
    const child = spawn(process.execPath, [cli, 'hunt', ...args, '--out', out], {
      cwd: this.folder,
      env: { ...process.env, NO_COLOR: '1' },
    });
    const journal = join(this.folder, out, 'journal.ndjson');
    const poll = setInterval(() => {
      if (!existsSync(journal) || readFileSync(journal, 'utf8').split('\n').length <= lines) return;
      // Once: a second SIGINT would end it at once, and without a word.
      clearInterval(poll);
      child.kill(signal);
    }, 5);
    const outcome = await ended(child);
    clearInterval(poll);
    return outcome;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function ended(child: ChildProcessWithoutNullStreams): Promise<Outcome> {
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, out, err };
}
