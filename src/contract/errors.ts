// Registered codes of what can go wrong in the modelled system. Checkers rely on `definite`; availability on `answer`.

export type ErrorCode = {
  /** The operation certainly had no effect. */
  readonly definite: boolean;
  /** The operation's own result (a mismatch, a missing key): the system did answer. */
  readonly answer: boolean;
  readonly about: string;
};

export const errorCodes = {
  'cas-mismatch': { definite: true, answer: true, about: 'compare-and-set found another value than the expected one' },
  'key-missing': { definite: true, answer: true, about: 'the key does not exist' },
  insufficient: { definite: true, answer: true, about: 'a balance or a stock would have fallen below zero' },
  aborted: {
    definite: true,
    answer: false,
    about: 'the transaction was rolled back: a lock, a timeout or a failure was in its way',
  },
  'stale-cache': {
    definite: true,
    answer: false,
    about: "a client's copy lacks what was written before, and nothing will tell it",
  },
  conflict: {
    definite: true,
    answer: true,
    about: 'the transaction was rolled back by the server, for the sake of another: it may be tried again',
  },
  'rolled-back': { definite: true, answer: true, about: 'the client rolled its transaction back' },
  compacted: { definite: true, answer: false, about: 'what was asked for lies before what the store still knows' },
  'not-leader': { definite: true, answer: false, about: 'the node is not the leader, and nothing was tried elsewhere' },
  'no-leader': { definite: true, answer: false, about: 'no node that the client can reach is the leader' },
  unavailable: { definite: true, answer: false, about: 'the system refused: it cannot serve this now' },
  'session-expired': {
    definite: false,
    answer: false,
    about: "the client's session had ended: an earlier copy of the request may have taken effect",
  },
  'connection-loss': {
    definite: false,
    answer: false,
    about: 'the connection broke before the answer came: the operation may take effect later',
  },
  timeout: {
    definite: false,
    answer: false,
    about: 'no answer within the deadline: the operation may take effect later',
  },
} as const satisfies { readonly [code: string]: ErrorCode };

export type RegisteredCode = keyof typeof errorCodes;

/** What is known of a code; an unregistered one is indefinite and no answer. */
export function errorCode(code: string): ErrorCode {
  return Object.hasOwn(errorCodes, code)
    ? errorCodes[code as RegisteredCode]
    : { definite: false, answer: false, about: 'not registered: treated as unknown' };
}
