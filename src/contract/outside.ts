// What a function of the author's own (a monitor, a role, a view, an option check) threw. The kernel and the loader say
// it in words; it is never a bug of ours. A handler's throws are `HandlerError`, in the kernel.

export class OutsideError extends Error {
  override readonly name = 'OutsideError';
  /** Where the system has it: `monitors[0].observe`, `roles.leader.is`. */
  readonly what: string;

  constructor(what: string, cause: unknown) {
    super(`${what} ${cause instanceof OutsideFault ? cause.message : `threw: ${messageOf(cause)}`}`, { cause });
    this.what = what;
    if (cause instanceof Error && typeof cause.stack === 'string') this.stack = cause.stack;
  }
}

/** Not thrown by the author's function, but said of it: it returned or reported what it must not. */
export class OutsideFault extends Error {
  override readonly name = 'OutsideFault';
}

/** What was thrown, in words, whatever it is. */
export function messageOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? String(thrown.message) : String(thrown);
  } catch {
    return 'something that cannot be shown';
  }
}
