// The frame that is to be shown, for React: it changes when the driver publishes, not when the session does.
import type { Frame } from './frame.ts';

export class FrameStore {
  private frame: Frame;
  private readonly listeners = new Set<() => void>();

  constructor(frame: Frame) {
    this.frame = frame;
  }

  readonly get = (): Frame => this.frame;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  publish(frame: Frame): void {
    this.frame = frame;
    for (const listener of this.listeners) listener();
  }
}
