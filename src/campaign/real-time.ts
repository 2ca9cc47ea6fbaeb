// Node's own timers, taken before anybody can put others in their place: fake ones in a test, traps for handlers, those
// of a worker. A run under `vi.useFakeTimers()` would otherwise wait for a turn that never comes.
import timers from 'node:timers';

/** Copied, because a fake may also change the module `node:timers` itself. */
const { setTimeout, clearTimeout, setImmediate } = timers;

/** Everybody else of this thread has had their turn. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Calls back after so long, unless the function that it returns is called before. */
export function after(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}
