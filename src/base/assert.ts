// What must hold inside Faultline itself. Always on. A failure is a bug of ours, never of the user's input or protocol.

/** A broken assertion inside Faultline. The command line reports it with exit code 70. */
export class KernelBug extends Error {
  override readonly name = 'KernelBug';
}

/** Throws `KernelBug` unless `condition` holds. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new KernelBug(message);
}

/** The value, which must be there. */
export function present<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new KernelBug(`${what} is missing`);
  return value;
}

/** Closes a `switch` over a union: reaching it is a compile error, and a bug at run time. */
export function unreachable(value: never): never {
  throw new KernelBug(`unexpected case: ${JSON.stringify(value)}`);
}
