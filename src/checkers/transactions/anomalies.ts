// What can be wrong with a history of transactions, mildest damage last, and the weakest levels that each rules out. The
// cycles are those of Adya 1999; names and forms (`-process`, `-realtime`) as in Elle (Kingsbury and Alvaro 2020).
import { ISOLATION_LEVELS, type IsolationLevel, impliesIsolation } from './levels.ts';

/** Cycles of dependencies, from worst to mildest. */
export const CYCLES = ['G0', 'G1c', 'G-single', 'G-nonadjacent', 'G2-item'] as const;
export type CycleName = (typeof CYCLES)[number];

/** `''`: of dependencies alone; else orders of processes, or of real time, are part of it. */
export const FORMS = ['', '-process', '-realtime'] as const;
export type Form = (typeof FORMS)[number];

export type CycleAnomaly = `${CycleName}${Form}`;

/** What is seen without a cycle. */
export type PlainAnomaly =
  | 'duplicate-elements'
  | 'G1a'
  | 'G1b'
  | 'dirty-update'
  | 'incompatible-order'
  | 'garbage-read'
  | 'future-read'
  | `cyclic-versions${Form}`
  | 'lost-update'
  | 'internal';

export type AnomalyName = CycleAnomaly | PlainAnomaly;

type About = { readonly about: string; readonly rulesOut: readonly IsolationLevel[] };

const SESSION: readonly IsolationLevel[] = ['strong-session-snapshot-isolation'];
const STRONG: readonly IsolationLevel[] = ['strong-snapshot-isolation'];

/** In the order in which they are told. `rulesOut`: the weakest levels; what implies them is ruled out as well. */
export const ANOMALIES: { readonly [name in AnomalyName]: About } = {
  'duplicate-elements': { about: 'an element is in a list twice', rulesOut: ['read-uncommitted'] },
  G0: { about: 'a cycle of writes: each overwrites the other’s', rulesOut: ['read-uncommitted'] },
  G1a: { about: 'an aborted read: what was read never happened', rulesOut: ['read-committed'] },
  G1b: { about: 'an intermediate read: its writer wrote again', rulesOut: ['read-committed'] },
  'garbage-read': { about: 'a read of what nobody wrote', rulesOut: ['read-committed'] },
  'dirty-update': { about: 'a committed write on top of an aborted one', rulesOut: ['read-committed'] },
  'incompatible-order': { about: 'two reads that no one order of appends explains', rulesOut: ['read-committed'] },
  'cyclic-versions': { about: 'values each of which came before the other', rulesOut: ['read-committed'] },
  'future-read': { about: 'a read of what the transaction wrote only later', rulesOut: ['read-committed'] },
  G1c: { about: 'a cycle of writes and reads: information went in a circle', rulesOut: ['read-committed'] },
  'lost-update': { about: 'two updates of the same version', rulesOut: ['cursor-stability'] },
  internal: { about: 'a transaction contradicts itself', rulesOut: ['consistent-view', 'repeatable-read'] },
  'G-single': {
    about: 'a cycle with one anti-dependency: some of another transaction was seen, and some was not (read skew)',
    rulesOut: ['consistent-view', 'repeatable-read'],
  },
  'G-nonadjacent': {
    about: 'a cycle with anti-dependencies, no two of them side by side (long fork)',
    rulesOut: ['snapshot-isolation', 'repeatable-read'],
  },
  'G2-item': {
    about: 'a cycle with anti-dependencies side by side: neither saw the other’s write (write skew)',
    rulesOut: ['repeatable-read'],
  },
  'cyclic-versions-process': { about: 'values each of which came before the other to a process', rulesOut: SESSION },
  'G0-process': { about: 'a cycle of writes and of the order of processes', rulesOut: SESSION },
  'G1c-process': { about: 'a cycle of writes, reads and the order of processes', rulesOut: SESSION },
  'G-single-process': { about: 'a process sees less than it had seen or done', rulesOut: SESSION },
  'G-nonadjacent-process': { about: 'a long fork that the order of processes closes', rulesOut: SESSION },
  'G2-item-process': {
    about: 'a write skew that the order of processes closes',
    rulesOut: ['strong-session-serializable'],
  },
  'cyclic-versions-realtime': { about: 'values each of which came before the other in real time', rulesOut: STRONG },
  'G0-realtime': { about: 'a cycle of writes and of real time', rulesOut: STRONG },
  'G1c-realtime': { about: 'a cycle of writes, reads and real time', rulesOut: STRONG },
  'G-single-realtime': { about: 'a stale read: what it missed was over before it began', rulesOut: STRONG },
  'G-nonadjacent-realtime': { about: 'a long fork that real time closes', rulesOut: STRONG },
  'G2-item-realtime': { about: 'a write skew that real time closes', rulesOut: ['strict-serializable'] },
};

export const ANOMALY_NAMES = Object.keys(ANOMALIES) as readonly AnomalyName[];

export function rulesOut(anomaly: AnomalyName, level: IsolationLevel): boolean {
  return ANOMALIES[anomaly].rulesOut.some((weakest) => impliesIsolation(level, weakest));
}

/** All levels that are ruled out by some of the anomalies, strongest first. */
export function ruledOutBy(anomalies: readonly AnomalyName[]): readonly IsolationLevel[] {
  return ISOLATION_LEVELS.filter((level) => anomalies.some((anomaly) => rulesOut(anomaly, level)));
}

/** Whether it rules out a level that the others leave standing. */
export function rulesOutMore(anomaly: AnomalyName, others: readonly AnomalyName[]): boolean {
  const out = ruledOutBy(others);
  return ANOMALIES[anomaly].rulesOut.some((level) => !out.includes(level));
}
