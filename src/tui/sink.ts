// What Ink takes for its terminal: it hands each frame on, and knows its width.
import { EventEmitter } from 'node:events';

export class Sink extends EventEmitter {
  columns: number;
  readonly rows = 1000;
  readonly isTTY = false;
  private readonly draw: (frame: string) => void;
  private isOpen = true;

  constructor(columns: number, draw: (frame: string) => void) {
    super();
    this.columns = columns;
    this.draw = draw;
  }

  write(text: string, ...rest: readonly unknown[]): boolean {
    if (this.isOpen) this.draw(String(text));
    for (const each of rest) if (typeof each === 'function') each();
    return true;
  }

  end(): void {}

  resize(columns: number): void {
    this.columns = columns;
    this.emit('resize');
  }

  /** What Ink writes when it ends is no frame. */
  close(): void {
    this.isOpen = false;
  }
}

export function sinkOf(columns: number, draw: (frame: string) => void): Sink {
  return new Sink(columns, draw);
}
