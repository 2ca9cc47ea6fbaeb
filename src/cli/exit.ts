// Exit codes, the same for every command. Documented in README and in `faultline --help`.

export const exitCodes = {
  ok: 0,
  /** A property or an expectation was violated. */
  violated: 1,
  /** Bad arguments or a bad file. */
  usage: 2,
  /** The budget was spent, or nothing was tested. */
  inconclusive: 3,
  /** Two runs that should be the same were not. */
  notDeterministic: 4,
  /** A bug in Faultline. */
  internal: 70,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const order: readonly ExitCode[] = [130, 143, 70, 4, 2, 1, 3];

/** Of several runs the gravest that occurred. */
export function gravest(codes: Iterable<ExitCode>): ExitCode {
  const all = new Set(codes);
  return order.find((code) => all.has(code)) ?? exitCodes.ok;
}

export const exitHelp = `
Exit codes:
  0   all held
  1   a property or an expectation was violated
  2   bad arguments or a bad file
  3   inconclusive: the budget was spent, or nothing was tested
  4   not deterministic
  70  a bug in Faultline
  130, 143  interrupted; partial results are kept`;

/** What a command ends with instead of going on: a message for stderr, and the code. */
export class Exit extends Error {
  override readonly name = 'Exit';
  readonly code: ExitCode;

  constructor(code: ExitCode, message = '') {
    super(message);
    this.code = code;
  }
}
