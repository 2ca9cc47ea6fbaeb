// What code from outside may do in a worker of ours besides what it is asked for. Handlers compute and return; a timer
// that a module has left behind would fire at some point of some run, another one each time. So: timers of up to
// `LEFT_MS` set while a module is loaded fire before loading counts as done, all others never; `process.exit` throws
// where it is called; what is thrown with nobody above it is kept, and told as a problem of the module. Installed by
// `worker.ts` alone: the thread of a program that calls `run` is not ours.
import timers from 'node:timers';
import { after, nextTurn } from './real-time.ts';

/** As long as a module that starts something at once may need, and not so long that anybody notices. */
const LEFT_MS = 50;

export class ExitCalled extends Error {
  override readonly name = 'ExitCalled';

  constructor() {
    super('it called process.exit');
    Error.captureStackTrace(this, process.exit);
  }
}

let isOurs = false;
let phase: 'importing' | 'settling' | 'loaded' = 'loaded';
/** When the last timer that is waited for will have fired. */
let due = 0;
/** What was thrown outside of handlers, in a list because it may be undefined. */
let thrown: unknown[] = [];

type Callback = (...args: unknown[]) => void;

/** From now on this thread is ours. Called once, before anything from outside is loaded. */
export function takeThread(): void {
  isOurs = true;
  process.exit = () => {
    throw new ExitCalled();
  };
  const keep = (error: unknown) => thrown.push(error);
  process.on('uncaughtException', keep).on('unhandledRejection', keep);
  const { setTimeout, setInterval, setImmediate } = timers;
  Object.assign(globalThis, {
    setTimeout: Object.assign(bounded(setTimeout), setTimeout),
    setInterval: Object.assign(bounded(setInterval), setInterval),
    setImmediate: Object.assign((callback: Callback, ...args: unknown[]) => {
      const call: Callback = (...all) => phase !== 'loaded' && callback(...all);
      return setImmediate(call, ...args);
    }, setImmediate),
  });
}

/** Does what runs code from outside in a thread that is not ours alone: `process.exit` throws meanwhile. */
export function withoutExit<T>(work: () => T): T {
  const { exit } = process;
  process.exit = () => {
    throw new ExitCalled();
  };
  try {
    return work();
  } finally {
    process.exit = exit;
  }
}

/** One of Node's own that is set in any case, so that its handle is one, and calls back only where it may. */
function bounded(set: (call: Callback, ms: number, ...args: unknown[]) => NodeJS.Timeout) {
  return (callback: Callback, ms: unknown = 1, ...args: unknown[]) => {
    const delay = Math.max(1, Number(ms) || 1);
    const isAwaited = phase !== 'loaded' && delay <= LEFT_MS;
    // Time is counted in whole milliseconds, by the clock as by timers: one more for each.
    if (isAwaited) due = Math.max(due, Date.now() + delay + 2);
    // By its length, not by when its turn comes: how long the loading takes is another matter each time.
    const mayCall = () => phase === 'importing' || (phase === 'settling' && isAwaited);
    const call: Callback = (...all) => mayCall() && callback(...all);
    return set(call, delay, ...args).unref();
  };
}

/** Loads by `load`, and waits for what it has left behind for the next moment. */
export async function loading<T>(load: () => Promise<T>): Promise<T> {
  if (!isOurs) return load();
  phase = 'importing';
  due = 0;
  try {
    const loaded = await load();
    phase = 'settling';
    // Twice as long in all at most, where one timer sets another.
    for (const last = Date.now() + 2 * LEFT_MS; Date.now() < Math.min(due, last); ) {
      await new Promise<void>((resolve) => after(Math.max(1, due - Date.now()), resolve));
    }
    await nextTurn();
    return loaded;
  } finally {
    phase = 'loaded';
    // Told by who loads.
    thrown = [];
  }
}

/** What was thrown since the last call with nobody to catch it; undefined: nothing. */
export function thrownOutside(): { readonly error: unknown } | undefined {
  const [error] = thrown;
  const isSome = thrown.length > 0;
  thrown = [];
  return isSome ? { error } : undefined;
}
