// The isolation levels that a history of transactions can be judged by, strongest first, and which of them follows from
// which. Each is a list of forbidden anomalies, in `anomalies.ts`. docs/consistency.md tells them with examples.

export const ISOLATION_LEVELS = [
  'strict-serializable',
  'strong-session-serializable',
  'serializable',
  'strong-snapshot-isolation',
  'strong-session-snapshot-isolation',
  'snapshot-isolation',
  'repeatable-read',
  'consistent-view',
  'cursor-stability',
  'read-committed',
  'read-uncommitted',
] as const;

export type IsolationLevel = (typeof ISOLATION_LEVELS)[number];

/** What follows at once from each level. */
const WEAKER: { readonly [level in IsolationLevel]: readonly IsolationLevel[] } = {
  'strict-serializable': ['strong-session-serializable', 'strong-snapshot-isolation'],
  'strong-session-serializable': ['serializable', 'strong-session-snapshot-isolation'],
  serializable: ['repeatable-read', 'snapshot-isolation'],
  'strong-snapshot-isolation': ['strong-session-snapshot-isolation'],
  'strong-session-snapshot-isolation': ['snapshot-isolation'],
  'snapshot-isolation': ['consistent-view'],
  'repeatable-read': ['cursor-stability'],
  'consistent-view': ['cursor-stability'],
  'cursor-stability': ['read-committed'],
  'read-committed': ['read-uncommitted'],
  'read-uncommitted': [],
};

export function isIsolationLevel(name: string): name is IsolationLevel {
  return (ISOLATION_LEVELS as readonly string[]).includes(name);
}

/** Whether every history of the one level is of the other; a level implies itself. */
export function impliesIsolation(stronger: IsolationLevel, weaker: IsolationLevel): boolean {
  return stronger === weaker || WEAKER[stronger].some((level) => impliesIsolation(level, weaker));
}

/** Of a set of levels those that follow from no other of them. */
export function strongestOf(levels: readonly IsolationLevel[]): readonly IsolationLevel[] {
  return levels.filter((level) => !levels.some((other) => other !== level && impliesIsolation(other, level)));
}

/** The definition that is judged, and its source. Dependencies are those of Adya 1999. */
export const ISOLATION_ABOUT: { readonly [level in IsolationLevel]: string } = {
  'strict-serializable':
    'one order of all transactions explains every answer, and none stands before one that was over when it began ' +
    '(Papadimitriou 1979)',
  'strong-session-serializable':
    'one order of all transactions explains every answer and keeps the order of each session (Daudjee and Salem 2004)',
  serializable: 'no cycle of dependencies: one order of all transactions explains every answer (PL-3, Adya 1999)',
  'strong-snapshot-isolation':
    'snapshot isolation whose snapshots hold all that was over when the transaction began (Daudjee and Salem 2006)',
  'strong-session-snapshot-isolation':
    'snapshot isolation whose snapshots hold what the session did before (Daudjee and Salem 2006)',
  'snapshot-isolation':
    'every cycle of dependencies has two anti-dependencies side by side (Fekete et al. 2005, Cerone and Gotsman 2018)',
  'repeatable-read': 'no cycle with anti-dependencies on items (PL-2.99, Adya 1999)',
  'consistent-view': 'no cycle with exactly one anti-dependency (PL-2+, Adya 1999)',
  'cursor-stability': 'no update is lost (PL-CS, Adya 1999)',
  'read-committed': 'no aborted or intermediate read, and no cycle of writes and reads (PL-2, Adya 1999)',
  'read-uncommitted': 'no cycle of writes (PL-1, Adya 1999)',
};
