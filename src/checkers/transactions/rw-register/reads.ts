// What is wrong with a read, or with a transaction, by itself.
import { type Findings, nameOf } from '../findings.ts';
import { shown, stepAt, type Transactions } from '../reading.ts';
import { NONE, type Versions } from './versions.ts';

/** Aborted, intermediate and garbage reads, and committed writes on top of aborted ones. */
export function addReads(
  transactions: Transactions,
  { writerOf, ofStep }: Versions,
  isIntermediate: Uint8Array,
  findings: Findings,
): void {
  const { all, keys, transactionOfStep } = transactions;
  for (const { index, operation, steps, firstStep } of all) {
    if (operation.outcome !== 'ok') continue;
    for (let i = 0; i < steps.length; i++) {
      const { isRead, key, value } = steps[i]!;
      if (!isRead) continue;
      const where = JSON.stringify(keys[key]);
      const saw = (): string => `${nameOf(index)} read ${where} as ${shown(value)}`;
      const version = ofStep[firstStep + i]!;
      if (version === NONE) {
        findings.add('garbage-read', [index], () => [`${saw()}, which nobody wrote`]);
        continue;
      }
      const writeStep = writerOf[version]!;
      if (writeStep === NONE) continue;
      const writer = transactionOfStep[writeStep]!;
      if (writer === index) continue;
      const wrote = (): string => `${nameOf(writer)} wrote ${shown(stepAt(transactions, writeStep).value)} to ${where}`;
      if (all[writer]!.operation.outcome === 'fail') {
        findings.add('G1a', [writer, index], () => [`${wrote()} and failed`, saw()]);
        const above = steps.slice(i + 1).find((later) => !later.isRead && later.key === key);
        if (above !== undefined) {
          findings.add('dirty-update', [writer, index], () => [
            `${wrote()} and failed`,
            `${saw()}, and then wrote ${shown(above.value)}`,
          ]);
        }
      }
      if (isIntermediate[writeStep] === 1) {
        findings.add('G1b', [writer, index], () => [`${wrote()}, and then another value`, `${saw()}, between the two`]);
      }
    }
  }
}

/** Reads against what the transaction read and wrote before, or writes only later. */
export function addInside({ all, keys }: Transactions, { ofStep }: Versions, findings: Findings): void {
  for (const { index, operation, steps, firstStep } of all) {
    if (operation.outcome !== 'ok' || steps.length < 2) continue;
    const known = new Map<number, number>();
    for (let i = 0; i < steps.length; i++) {
      const { isRead, key, value } = steps[i]!;
      const version = ofStep[firstStep + i]!;
      const before = known.get(key);
      known.set(key, i);
      if (!isRead || version === NONE) continue;
      const saw = (): string => `${nameOf(index)} read ${JSON.stringify(keys[key])} as ${shown(value)}`;
      if (before !== undefined && ofStep[firstStep + before] !== version) {
        const last = steps[before]!;
        const had = `${last.isRead ? 'read' : 'written'} ${shown(last.value)}`;
        findings.add('internal', [index], () => [`${saw()}, but it had ${had} just before`]);
      }
      const isLater = steps.some((step, at) => at > i && !step.isRead && ofStep[firstStep + at] === version);
      if (isLater) findings.add('future-read', [index], () => [`${saw()}, and wrote it only later`]);
    }
  }
}
