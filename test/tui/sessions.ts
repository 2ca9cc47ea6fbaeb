// Sessions for the tests of the screen, and a terminal that understands what is written to it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import xterm from '@xterm/headless';
import { openScenario } from '../../src/campaign/step/source.ts';
import { advance, openSession, type Session } from '../../src/debugger/index.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export async function sessionAt(file: string, at?: number): Promise<Session> {
  const opened = await openScenario(readFileSync(`${root}${file}`, 'utf8'), file);
  if ('problems' in opened) throw new Error(JSON.stringify(opened.problems));
  return advance(openSession(opened.source, at === undefined ? {} : { event: at }), {});
}

export class Emulator {
  private readonly terminal: InstanceType<typeof xterm.Terminal>;

  constructor(columns: number, rows: number) {
    this.terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 50 });
  }

  write(text: string): Promise<void> {
    return new Promise((resolve) => this.terminal.write(text, resolve));
  }

  resize(columns: number, rows: number): void {
    this.terminal.resize(columns, rows);
  }

  get isAlternate(): boolean {
    return this.terminal.buffer.active.type === 'alternate';
  }

  get rows(): readonly string[] {
    const { active } = this.terminal.buffer;
    return Array.from({ length: this.terminal.rows }, (_, row) =>
      (active.getLine(active.baseY + row)?.translateToString(true) ?? '').trimEnd(),
    );
  }

  get text(): string {
    return this.rows.join('\n');
  }
}
