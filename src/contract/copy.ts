// Which copy of this package made a protocol or a system. A module that imports `faultline/protocol` from a second copy
// is named with both places: two copies agree only by chance, and nobody could tell why a run differs.
// Types and wrong shapes are no matter of this file: see `scenario/outside/`.

/** Under `Symbol.for('faultline')` on what `protocol()`, `clientProtocol()` and `system()` make; not enumerable. */
export type Copy = { readonly version: string; readonly url: string };

/** `version` is that of package.json: a test holds the two together. */
export const thisCopy: Copy = Object.freeze({ version: '0.1.0', url: import.meta.url });

const MARK = Symbol.for('faultline');
const made = new WeakSet<object>();

/** Marks a new object as made by this copy. */
export function marked<T extends object>(value: T): T {
  made.add(value);
  return Object.defineProperty(value, MARK, { value: thisCopy, enumerable: false });
}

/**
 * The copy that made a value, if it is another one. Undefined for one of this copy, and for what nobody marked. The
 * same file loaded twice, as vite and Node may do, is the same code and no second copy.
 */
export function otherCopyOf(value: unknown): Copy | undefined {
  if (typeof value !== 'object' || value === null || made.has(value)) return undefined;
  const mark = (value as { readonly [MARK]?: unknown })[MARK];
  if (!isCopy(mark) || mark.url === thisCopy.url) return undefined;
  return mark;
}

function isCopy(mark: unknown): mark is Copy {
  if (typeof mark !== 'object' || mark === null) return false;
  const { version, url } = mark as { readonly version?: unknown; readonly url?: unknown };
  return typeof version === 'string' && typeof url === 'string';
}
