// The terminal while the screen is on it: entered, left in every way that a program ends or stops, and never left behind
// in a state in which a shell cannot be used.
import type { Size } from './frame.ts';
import { ENTER, LEAVE, Writer } from './writer.ts';

export type Tty = {
  readonly input: Pick<NodeJS.ReadStream, 'setEncoding' | 'setRawMode' | 'resume' | 'pause' | 'unref'> &
    NodeJS.EventEmitter;
  readonly output: NodeJS.WriteStream;
};

/** The process: what it is told, and how it is stopped until `fg`. Windows cannot. */
export type Host = { readonly told: NodeJS.EventEmitter; readonly stop: (() => void) | undefined };

// The whole group: what `npx` has put before it is stopped too, or the shell would go on waiting.
const thisProcess: Host = {
  told: process,
  stop: process.platform === 'win32' ? undefined : () => process.kill(0, 'SIGTSTP'),
};

export type TerminalEvents = {
  readonly input: (chunk: string) => void;
  readonly resized: () => void;
  /** The program ends with this code; the terminal is left already. */
  readonly ended: (code: number) => void;
  /** Something was thrown that nobody caught; the terminal is left already. */
  readonly failed: (error: unknown) => void;
  /** By default this process. */
  readonly host?: Host;
};

const signals: { readonly [signal in 'SIGINT' | 'SIGTERM' | 'SIGHUP']: number } = {
  SIGINT: 130,
  SIGTERM: 143,
  SIGHUP: 129,
};

export class Terminal {
  private readonly writer: Writer;
  private readonly tty: Tty;
  private readonly events: TerminalEvents;
  private isEntered = false;
  private readonly undo: (() => void)[] = [];
  private readonly host: Host;

  constructor(tty: Tty, events: TerminalEvents) {
    this.tty = tty;
    this.events = events;
    this.host = events.host ?? thisProcess;
    this.writer = new Writer((text) => tty.output.write(text));
  }

  get size(): Size {
    const { columns, rows } = this.tty.output;
    return { columns: columns || 80, rows: rows || 24 };
  }

  open(): void {
    const { input, output } = this.tty;
    this.enter();
    input.setEncoding('utf8');
    this.listen(input, 'data', (chunk: string) => this.events.input(chunk));
    this.listen(input, 'end', () => this.end(signals.SIGHUP));
    this.listen(output, 'resize', () => this.repaint());
    // A terminal that is gone cannot be restored, and is no reason for a stack trace.
    this.listen(output, 'error', () => this.end(signals.SIGHUP));
    this.listen(this.host.told, 'exit', () => this.leave());
    this.listen(this.host.told, 'SIGCONT', () => this.resume());
    // These stay: what Ink has installed for itself kills the process where it finds itself alone.
    for (const [signal, code] of Object.entries(signals)) this.host.told.on(signal, () => this.signalled(code));
    for (const event of ['uncaughtException', 'unhandledRejection']) {
      this.listen(this.host.told, event, (error: unknown) => this.fail(error));
    }
    input.resume();
  }

  /** The shell has the terminal until `fg`; says why where that cannot be. */
  suspend(): string | undefined {
    const { stop } = this.host;
    if (stop === undefined) return 'this system cannot suspend a process';
    this.leave();
    stop();
    return undefined;
  }

  /** For good: afterwards the process can end by itself. */
  close(): void {
    this.leave();
    for (const undo of this.undo.splice(0)) undo();
    // Nothing more is read: what is left open does not keep the process.
    this.tty.input.pause();
    this.tty.input.unref();
  }

  /** Not while the shell has the terminal. */
  draw(frame: string): void {
    if (this.isEntered) this.writer.draw(frame, this.size.rows);
  }

  private signalled(code: number): void {
    // Asked twice: whoever waits for nothing more gets nothing more.
    if (this.undo.length === 0) process.exit(code);
    this.end(code);
  }

  private end(code: number): void {
    this.close();
    this.events.ended(code);
  }

  private fail(error: unknown): void {
    this.close();
    this.events.failed(error);
  }

  private resume(): void {
    if (!this.isEntered) this.enter();
    this.repaint();
  }

  private repaint(): void {
    this.writer.forget();
    this.events.resized();
  }

  private enter(): void {
    this.isEntered = true;
    this.tty.input.setRawMode(true);
    this.tty.output.write(ENTER);
    this.writer.forget();
  }

  private leave(): void {
    if (!this.isEntered) return;
    this.isEntered = false;
    try {
      this.tty.input.setRawMode(false);
    } catch {
      // It is gone already.
    }
    this.tty.output.write(LEAVE);
  }

  private listen(emitter: NodeJS.EventEmitter, event: string, handler: (value: never) => void): void {
    const listener = handler as (...values: unknown[]) => void;
    emitter.on(event, listener);
    this.undo.push(() => emitter.off(event, listener));
  }
}
