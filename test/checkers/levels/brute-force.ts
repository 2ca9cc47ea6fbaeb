// The slow truth for the levels below linearizability: tries every order, straight from the definitions. Shares no code
// with `src/checkers`. Reads and writes only, each value written once. For about 6 operations.

import type { LinearizableOptions, ModelName } from '../../../src/checkers/index.ts';
import type { Level } from '../../../src/checkers/levels.ts';
import type { Operation } from '../../../src/contract/history.ts';
import { bruteForceOrder } from '../brute-force.ts';

type Relation = ReadonlyMap<Operation, ReadonlySet<Operation>>;

const isRead = ({ f }: Operation) => f === 'read' || f === 'get';
const isWrite = (operation: Operation) => !isRead(operation);

/** Whether an order of `operations` that keeps `before` passes the test. */
function hasOrder(
  operations: readonly Operation[],
  before: Relation,
  isLegal: (order: readonly Operation[]) => boolean,
): boolean {
  const extend = (order: readonly Operation[]): boolean => {
    if (order.length === operations.length) return isLegal(order);
    return operations.some((next) => {
      if (order.includes(next)) return false;
      if (operations.some((other) => !order.includes(other) && before.get(next)!.has(other))) return false;
      return extend([...order, next]);
    });
  };
  return extend([]);
}

/** Every read in it returns what the last write of its key before it left. */
function isLegalFor(reads: readonly Operation[]): (order: readonly Operation[]) => boolean {
  return (order) =>
    reads.every((read) => {
      const earlier = order.slice(0, order.indexOf(read)).filter((each) => isWrite(each) && each.key === read.key);
      return (earlier.at(-1)?.input ?? null) === read.output;
    });
}

export function bruteForceLevel(all: readonly Operation[], level: Level): 'ok' | 'violated' {
  const happened = all.filter(({ outcome }) => outcome !== 'fail');
  const reads = happened.filter((each) => isRead(each) && each.outcome === 'ok');
  const writes = happened.filter(isWrite);
  const optional = writes.filter(({ outcome }) => outcome === 'info');
  // What is unknown took effect, or not: every choice.
  for (let choice = 0; choice < 2 ** optional.length; choice++) {
    const left = new Set(optional.filter((_, index) => ((choice >> index) & 1) === 1));
    if (holds([...reads, ...writes.filter((write) => !left.has(write))], level)) return 'ok';
  }
  return 'violated';
}

/** Sequential consistency of any model: every order of the operations that keeps the order of each process. */
export function bruteForceSequential(
  operations: readonly Operation[],
  model: ModelName,
  options: LinearizableOptions = {},
): 'ok' | 'violated' {
  const isInSession = (a: Operation, b: Operation) => a.process === b.process && a.invoked < b.invoked;
  return bruteForceOrder(operations, model, options, isInSession);
}

function holds(operations: readonly Operation[], level: Level): boolean {
  const reads = operations.filter(isRead);
  const writes = operations.filter(isWrite);
  const written = (read: Operation) => writes.find(({ key, input }) => key === read.key && input === read.output);
  if (reads.some((read) => read.output !== null && written(read) === undefined)) return false;
  const isInSession = (a: Operation, b: Operation) => a.process === b.process && a.invoked < b.invoked;
  const session: Relation = new Map(
    operations.map((b) => [b, new Set(operations.filter((a) => isInSession(a, b)))] as const),
  );
  if (level === 'sequential') return hasOrder(operations, session, isLegalFor(reads));
  const causal = closure(operations, (a, b) => isInSession(a, b) || (isRead(b) && written(b) === a));
  if (operations.some((each) => causal.get(each)!.has(each))) return false;
  const processes = [...new Set(operations.map(({ process }) => process))];
  const ownReads = (process: number) => reads.filter((read) => read.process === process);
  if (level === 'causal') {
    return processes.every((process) =>
      hasOrder(
        operations.filter((each) => isWrite(each) || each.process === process),
        causal,
        isLegalFor(ownReads(process)),
      ),
    );
  }
  /** An order of the writes in which no read returns less than what it is to see. */
  const isSeen = (mustSee: (write: Operation, read: Operation) => boolean, of: readonly Operation[]) =>
    hasOrder(writes, causal, (order) =>
      of.every((read) => {
        const source = written(read);
        return writes.every((write) => {
          if (write.key !== read.key || !mustSee(write, read)) return true;
          return source !== undefined && order.indexOf(write) <= order.indexOf(source);
        });
      }),
    );
  if (level === 'causal-convergence') return isSeen((write, read) => causal.get(read)!.has(write), reads);
  const before = (read: Operation) => reads.filter((other) => isInSession(other, read));
  const known = (read: Operation) => [...before(read), read].flatMap((each) => written(each) ?? []);
  const mustSee: { readonly [l in typeof level]: (write: Operation, read: Operation) => boolean } = {
    'read-your-writes': isInSession,
    'monotonic-reads': (write, read) => before(read).some((other) => written(other) === write),
    'monotonic-writes': (write, read) => known(read).some((other) => isInSession(write, other)),
    'writes-follow-reads': (write, read) =>
      known(read).some((other) => reads.some((each) => isInSession(each, other) && written(each) === write)),
  };
  return processes.every((process) => isSeen(mustSee[level], ownReads(process)));
}

function closure(operations: readonly Operation[], isStep: (a: Operation, b: Operation) => boolean): Relation {
  const before = new Map(operations.map((b) => [b, new Set(operations.filter((a) => isStep(a, b)))] as const));
  for (let isGrowing = true; isGrowing; ) {
    isGrowing = false;
    for (const set of before.values()) {
      for (const middle of [...set]) {
        for (const earlier of before.get(middle)!) {
          if (set.has(earlier)) continue;
          set.add(earlier);
          isGrowing = true;
        }
      }
    }
  }
  return before;
}
