// Exit codes, the same for every command. Documented in README, `docs/errors.md` and `faultline --help`.

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
  /** Nobody reads the output any more, and there was no verdict yet: as a shell says of SIGPIPE. */
  unread: 141,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const order: readonly ExitCode[] = [130, 143, 141, 70, 4, 2, 1, 3];

/** Of several runs the gravest that occurred. */
export function gravest(codes: Iterable<ExitCode>): ExitCode {
  const all = new Set(codes);
  return order.find((code) => all.has(code)) ?? exitCodes.ok;
}

/** Code and meaning, in the order of help and documents. */
export const exitAbouts: readonly (readonly [codes: readonly ExitCode[], about: string])[] = [
  [[exitCodes.ok], 'all held'],
  [[exitCodes.violated], 'a property or an expectation was violated'],
  [[exitCodes.usage], 'bad arguments or a bad file'],
  [[exitCodes.inconclusive], 'inconclusive: the budget was spent, or nothing was tested'],
  [[exitCodes.notDeterministic], 'not deterministic'],
  [[exitCodes.internal], 'a bug in Faultline'],
  [[exitCodes.interrupted, exitCodes.terminated], 'interrupted; partial results are kept'],
  [[exitCodes.unread], 'the output was closed before all was told'],
];

export const exitHelp = ['', 'Exit codes:', ...exitAbouts.map(([codes, about]) => exitLine(codes, about))].join('\n');

function exitLine(codes: readonly ExitCode[], about: string): string {
  return `  ${codes.join(', ').padEnd(2)}  ${about}`;
}

/** What a command ends with instead of going on: a message for stderr, and the code. */
export class Exit extends Error {
  override readonly name = 'Exit';
  readonly code: ExitCode;

  constructor(code: ExitCode, message = '') {
    super(message);
    this.code = code;
  }
}
