// Guards handlers against what lies outside the simulation: ambient time, randomness, timers and promises. Installed
// while a slice of a checked run goes on; a handler that reaches for one of these is stopped with its name.
import { promiseHooks } from 'node:v8';
import type { AmbientGuard } from '../kernel/index.ts';

type Owner = { [name: string]: unknown };

const places: readonly (readonly [string, Owner, string])[] = [
  ['Math.random', Math as unknown as Owner, 'random'],
  ['Date.now', Date as unknown as Owner, 'now'],
  ['performance.now', performance as unknown as Owner, 'now'],
  ['setTimeout', globalThis as Owner, 'setTimeout'],
  ['setInterval', globalThis as Owner, 'setInterval'],
  ['setImmediate', globalThis as Owner, 'setImmediate'],
  ['queueMicrotask', globalThis as Owner, 'queueMicrotask'],
  ['fetch', globalThis as Owner, 'fetch'],
  ['process.nextTick', process as unknown as Owner, 'nextTick'],
  ['process.hrtime', process as unknown as Owner, 'hrtime'],
  ['process.uptime', process as unknown as Owner, 'uptime'],
  ['localeCompare', String.prototype as unknown as Owner, 'localeCompare'],
  ['toLocaleString', Number.prototype as unknown as Owner, 'toLocaleString'],
  ['crypto.randomUUID', crypto as unknown as Owner, 'randomUUID'],
  ['crypto.getRandomValues', crypto as unknown as Owner, 'getRandomValues'],
];

class AmbientError extends Error {
  override readonly name = 'AmbientError';
}

/** What hangs on a function (`process.hrtime.bigint`), trapped like it. */
function trapped(original: object, shown: string, touch: (name: string) => void): object {
  const own = Object.entries(original).map(([name, value]: [string, unknown]) => {
    if (typeof value !== 'function') return [name, value];
    const call = (...args: unknown[]): unknown => {
      touch(`${shown}.${name}`);
      return Reflect.apply(value, original, args);
    };
    return [name, call];
  });
  return Object.fromEntries(own) as object;
}

export type Ambient = {
  /** Arms the traps while a handler runs. */
  readonly guard: AmbientGuard;
  /** Replaces each place by a trap for the time of `run`. Not reentrant. */
  readonly during: <T>(run: () => T) => T;
};

/** Traps, and the guard that arms them: one for each checked run. */
export function ambient(): Ambient {
  let isInside = false;
  let touched: string | undefined;
  const touch = (name: string): void => {
    if (isInside) touched ??= name;
  };
  const guard: AmbientGuard = {
    enter() {
      isInside = true;
      touched = undefined;
    },
    leave() {
      isInside = false;
      return touched;
    },
  };
  return { guard, during: (run) => trapping(run, touch, () => isInside) };
}

/** A whole run with its traps in place. */
export function withAmbientGuard<T>(run: (guard: AmbientGuard) => T): T {
  const { guard, during } = ambient();
  return during(() => run(guard));
}

function trapping<T>(run: () => T, touch: (name: string) => void, isInside: () => boolean): T {
  const originals = places.map(([, owner, name]) => Object.getOwnPropertyDescriptor(owner, name));
  for (const [shown, owner, name] of places) {
    const original = owner[name] as (...args: unknown[]) => unknown;
    const trap = function (this: unknown, ...args: unknown[]): unknown {
      touch(shown);
      if (isInside()) throw new AmbientError(`${shown} was used inside a handler`);
      return original.apply(this, args);
    };
    Object.defineProperty(owner, name, {
      value: Object.assign(trap, trapped(original, shown, touch)),
      configurable: true,
      writable: true,
    });
  }
  const RealDate = globalThis.Date;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) => {
      if (args.length === 0) touch('new Date()');
      return Reflect.construct(target, args, newTarget) as object;
    },
    apply: () => {
      touch('Date()');
      return new RealDate().toString();
    },
  });
  const stopWatching = promiseHooks.onInit(() => touch('a promise'));
  try {
    return run();
  } finally {
    (stopWatching as unknown as () => void)();
    globalThis.Date = RealDate;
    places.forEach(([, owner, name], i) => {
      const original = originals[i];
      if (original === undefined) delete owner[name];
      else Object.defineProperty(owner, name, original);
    });
  }
}
