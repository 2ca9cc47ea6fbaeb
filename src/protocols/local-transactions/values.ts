// What a transaction sees of a key, what its writes do, and how it ends, at each level.
import { ownItem, type Plain } from '../../base/plain.ts';
import type { Reason, Step } from './messages.ts';
import type { Entries, Entry, Isolation, Running, State, Store } from './state.ts';

/** Levels that write in place, where others see it before it is committed. */
export function isInPlace(isolation: Isolation): boolean {
  return isolation === 'read-uncommitted' || isolation === 'none';
}

export function readValue({ store }: State, running: Running, [f, key]: Step, isolation: Isolation): Plain {
  const entries = entriesOf(store.entries, key).filter(({ commit }) => isVisible(commit, running, isolation));
  const own = running.writes.filter((write) => write.key === key);
  const values = [...entries, ...own].map(({ value }) => value);
  return f === 'l' ? values : (values.at(-1) ?? null);
}

function isVisible(commit: number | null, { snapshot }: Running, isolation: Isolation): boolean {
  if (isolation === 'snapshot') return commit !== null && commit <= snapshot;
  return isInPlace(isolation) || commit !== null;
}

export function written(state: State, running: Running, [, key, value]: Step, isolation: Isolation): State {
  const write = { key, value: value ?? 0 };
  const { store } = state;
  if (!isInPlace(isolation))
    return { ...state, running: replaced(state, { ...running, writes: [...running.writes, write] }) };
  const entry: Entry = { value: write.value, by: running.client, commit: null };
  const entries = { ...store.entries, [key]: [...entriesOf(store.entries, key), entry] };
  const inPlace = running.inPlace.includes(key) ? running.inPlace : [...running.inPlace, key];
  return { store: { ...store, entries }, running: replaced(state, { ...running, inPlace }) };
}

function replaced({ running }: State, changed: Running): readonly Running[] {
  return running.map((each) => (each.client === changed.client ? changed : each));
}

/** First committer wins: whether somebody else has committed a key that it wrote since its snapshot. */
export function isLate({ entries }: Store, { writes, snapshot }: Running): boolean {
  return writes.some(({ key }) => (entriesOf(entries, key).at(-1)?.commit ?? 0) > snapshot);
}

export function committed(state: State, running: Running): State {
  const { store } = state;
  const commits = store.commits + 1;
  const { client, number, writes } = running;
  let entries = changed(store.entries, running.inPlace, (list) =>
    list.map((entry) => (isOwn(entry, running) ? { ...entry, commit: commits } : entry)),
  );
  for (const { key, value } of writes) {
    entries = { ...entries, [key]: [...entriesOf(entries, key), { value, by: client, commit: commits }] };
  }
  return ended({ ...state, store: { ...store, commits, entries } }, client, number, null);
}

/** What it wrote in place is taken out again. */
export function rolledBack(state: State, running: Running, reason: Reason): State {
  const { store } = state;
  const entries = changed(store.entries, running.inPlace, (list) => list.filter((entry) => !isOwn(entry, running)));
  return ended({ ...state, store: { ...store, entries } }, running.client, running.number, reason);
}

export function ended(state: State, client: string, number: number, reason: Reason | null): State {
  const { store, running } = state;
  return {
    store: { ...store, ended: { ...store.ended, [client]: { number, reason } } },
    running: running.filter((each) => each.client !== client),
  };
}

/** The store without what is not committed, as it goes to disk. */
export function onlyCommitted({ store, running }: State): Store {
  const keys = running.flatMap(({ inPlace }) => inPlace);
  if (keys.length === 0) return store;
  return { ...store, entries: changed(store.entries, keys, (list) => list.filter(({ commit }) => commit !== null)) };
}

function changed(
  entries: Entries,
  keys: readonly string[],
  change: (list: readonly Entry[]) => readonly Entry[],
): Entries {
  if (keys.length === 0) return entries;
  return { ...entries, ...Object.fromEntries(keys.map((key) => [key, change(entriesOf(entries, key))])) };
}

function isOwn({ by, commit }: Entry, { client }: Running): boolean {
  return by === client && commit === null;
}

function entriesOf(entries: Entries, key: string): readonly Entry[] {
  return ownItem(entries, key) ?? [];
}
