// Lost updates: two committed transactions that read the same version of a key from outside and both write the key. In
// whatever order they are, one of them overwrites what it had not seen.
import { type Findings, nameOf } from './findings.ts';
import { shown, type Transactions } from './reading.ts';

/** `versions`: by number of step, which version of its key a read saw. */
export function addLostUpdates(
  { all, keys }: Transactions,
  versions: ReadonlyMap<number, number | string>,
  findings: Findings,
): void {
  const updaters = keys.map(() => new Map<number | string, number>());
  for (const { index, operation, steps, firstStep } of all) {
    if (operation.outcome !== 'ok' || steps.length < 2) continue;
    for (let i = 0; i < steps.length; i++) {
      const { isRead, key, value } = steps[i]!;
      if (!isRead || steps.slice(0, i).some((earlier) => earlier.key === key)) continue;
      if (!steps.slice(i + 1).some((later) => !later.isRead && later.key === key)) continue;
      const version = versions.get(firstStep + i);
      if (version === undefined) continue;
      const other = updaters[key]!.get(version);
      updaters[key]!.set(version, index);
      if (other === undefined) continue;
      findings.add('lost-update', [other, index], () => [
        `${nameOf(other)} and ${nameOf(index)} both read ${JSON.stringify(keys[key])} as ${shown(value)}`,
        `both wrote it after that, and neither saw the other’s write`,
      ]);
    }
  }
}
