// The durable state of a server as scenarios write it: `{ epoch: 2, log: [1, 1, 2] }`, a transaction for each number, of
// that epoch. Each creates a node named by its place in its epoch: /t1-1, /t1-2, /t2-1.
import type { Plain, PlainRecord } from '../../base/plain.ts';
import type { DurableSpec } from '../../contract/system.ts';
import { type Entry, emptyLog, withEntries } from './log.ts';
import type { Durable } from './state.ts';
import { zxidOf } from './zxid.ts';

const ENTRIES_MAX = 100_000;
const EPOCH_MAX = 1_000_000;

export const writtenState: DurableSpec = {
  about: 'epoch and log, a list of epochs, a transaction of that epoch each: { epoch: 2, log: [1, 1, 2] }',
  read(written: PlainRecord) {
    const unknown = Object.keys(written).find((key) => key !== 'epoch' && key !== 'log');
    if (unknown !== undefined) {
      return { problem: `unknown key ${JSON.stringify(unknown)}: expected epoch or log`, key: unknown };
    }
    const { log = [] } = written;
    if (!isLog(log)) {
      const problem = `expected a list of epochs that do not fall, [1, 1, 2], at most ${ENTRIES_MAX} of them`;
      return { problem, key: 'log' };
    }
    const last = log[log.length - 1] ?? 0;
    const { epoch = last } = written;
    if (!isEpoch(epoch) || epoch < last) {
      return { problem: `expected a whole number, at least the last epoch of the log, ${last}`, key: 'epoch' };
    }
    const durable: Durable = {
      acceptedEpoch: epoch,
      currentEpoch: epoch,
      log: withEntries(emptyLog, entriesOf(log)),
    };
    return { durable };
  },
};

function entriesOf(epochs: readonly number[]): readonly Entry[] {
  return epochs.map((epoch, index): Entry => {
    const counter = index - epochs.indexOf(epoch) + 1;
    const path = `/t${epoch}-${counter}`;
    const command = { op: 'create', path, data: null, isEphemeral: false, isSequential: false } as const;
    return { zxid: zxidOf(epoch, counter), command, origin: null };
  });
}

function isEpoch(value: Plain): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= EPOCH_MAX;
}

function isLog(value: Plain): value is readonly number[] {
  if (!Array.isArray(value) || value.length > ENTRIES_MAX) return false;
  return value.every(
    (epoch: Plain, index) => isEpoch(epoch) && epoch >= 1 && epoch >= ((value[index - 1] as number) ?? 1),
  );
}
