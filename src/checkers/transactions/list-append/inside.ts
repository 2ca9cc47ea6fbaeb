// What a transaction's reads must be for what it read and appended itself before: `internal`, and `future-read`.
import type { Plain } from '../../../base/plain.ts';
import { type Findings, nameOf } from '../findings.ts';
import { atomOf, shown, type Transaction, type Transactions } from '../reading.ts';

/** What is known of a key inside a transaction. `seen`: the last read, if there was one. */
type Known = { seen: readonly Plain[] | undefined; appended: Plain[] };

export function addInside({ all, keys }: Transactions, findings: Findings): void {
  for (const transaction of all) {
    const { operation, steps } = transaction;
    if (operation.outcome !== 'ok' || steps.length < 2) continue;
    const known = new Map<number, Known>();
    for (let i = 0; i < steps.length; i++) {
      const { isRead, key, value } = steps[i]!;
      const before = known.get(key);
      if (!isRead) {
        if (before === undefined) known.set(key, { seen: undefined, appended: [value] });
        else before.appended.push(value);
        continue;
      }
      const list = (value ?? []) as readonly Plain[];
      known.set(key, { seen: list, appended: [] });
      addFuture(transaction, i, keys, findings);
      if (before === undefined || isExpected(list, before)) continue;
      findings.add('internal', [transaction.index], () => [
        `${nameOf(transaction.index)} read ${JSON.stringify(keys[key])} as ${shown(list)}, but it had ${expected(before)}`,
      ]);
    }
  }
}

function isExpected(list: readonly Plain[], { seen, appended }: Known): boolean {
  if (seen !== undefined && list.length !== seen.length + appended.length) return false;
  const start = list.length - appended.length;
  if (start < 0) return false;
  return (
    appended.every((item, i) => isSame(item, list[start + i]!)) &&
    (seen === undefined || seen.every((item, i) => isSame(item, list[i]!)))
  );
}

function expected({ seen, appended }: Known): string {
  const read = seen === undefined ? [] : [`read ${shown(seen)}`];
  const wrote = appended.length === 0 ? [] : [`appended ${appended.map(shown).join(', ')}`];
  return [...read, ...wrote].join(' and then ');
}

function addFuture({ index, steps }: Transaction, at: number, keys: readonly string[], findings: Findings): void {
  const { key, value } = steps[at]!;
  if (value === null) return;
  for (let i = at + 1; i < steps.length; i++) {
    const later = steps[i]!;
    if (later.isRead || later.key !== key) continue;
    if (!(value as readonly Plain[]).some((item) => isSame(item, later.value))) continue;
    findings.add('future-read', [index], () => [
      `${nameOf(index)} read ${JSON.stringify(keys[key])} as ${shown(value)}, and appended ${shown(later.value)} only later`,
    ]);
  }
}

function isSame(a: Plain, b: Plain): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && atomOf(a) === atomOf(b));
}
