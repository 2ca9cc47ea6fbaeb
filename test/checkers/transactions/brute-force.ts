// The slow truth on a small history: every dependency from its definition, every simple cycle of transactions, every way to
// label it. Written from the definitions alone; it shares no code with the checker but the table of levels.
import type { Plain } from '../../../src/base/plain.ts';
import type { TransactionModel } from '../../../src/checkers/transactions/index.ts';
import type { Operation } from '../../../src/contract/history.ts';

type Step = readonly [f: string, key: string, value: Plain];
type Label = { readonly dependency: 'ww' | 'wr' | 'rw' | 'order'; readonly mark: 0 | 1 | 2 };

export type Truth = {
  /** What is wrong without a cycle. */
  readonly plain: ReadonlySet<string>;
  /** Each class of which there is a cycle, with the length of the shortest. */
  readonly cycles: ReadonlyMap<string, number>;
};

export function bruteForce(operations: readonly Operation[], model: TransactionModel): Truth {
  const world = worldOf(operations, model);
  const { labels, plain } = model === 'list-append' ? lists(world) : registers(world);
  addOrders(world, labels);
  return { plain, cycles: allCycles(world, labels) };
}

type World = {
  readonly operations: readonly Operation[];
  readonly steps: readonly (readonly Step[])[];
  readonly isOk: (i: number) => boolean;
  readonly isCommitted: (i: number) => boolean;
  readonly keys: readonly string[];
  /** Who wrote a value of a key; undefined: nobody. */
  readonly writer: (key: string, value: Plain) => number | undefined;
};

function worldOf(operations: readonly Operation[], model: TransactionModel): World {
  const steps = operations.map(({ outcome, input, output }) => (outcome === 'ok' ? output : input) as readonly Step[]);
  const isOk = (i: number): boolean => operations[i]!.outcome === 'ok';
  const keys = [...new Set(steps.flat().map(([, key]) => key))];
  const writer = (key: string, value: Plain): number | undefined => {
    const found = steps.findIndex((mine) => mine.some(([f, k, v]) => f !== 'r' && k === key && v === value));
    return found === -1 ? undefined : found;
  };
  const seen = (value: Plain): readonly Plain[] =>
    model === 'list-append' ? ((value ?? []) as readonly Plain[]) : [value];
  const isCommitted = (i: number): boolean => {
    if (isOk(i)) return true;
    if (operations[i]!.outcome === 'fail') return false;
    return steps[i]!.some(
      ([f, key, value]) =>
        f !== 'r' &&
        steps.some((mine, j) => isOk(j) && mine.some(([g, k, v]) => g === 'r' && k === key && seen(v).includes(value))),
    );
  };
  return { operations, steps, isOk, isCommitted, keys, writer };
}

type Labels = Label[][][];
type Found = { readonly labels: Labels; readonly plain: Set<string> };

function nothing({ steps }: World): Found {
  return { labels: steps.map(() => steps.map(() => [])), plain: new Set() };
}

function label(
  { labels }: Found,
  from: number,
  to: number,
  dependency: Label['dependency'],
  mark: Label['mark'] = 0,
): void {
  if (from !== to) labels[from]![to]!.push({ dependency, mark });
}

const hasTwice = (list: readonly Plain[]): boolean => new Set(list).size < list.length;
const isPrefix = (a: readonly Plain[], b: readonly Plain[]): boolean => a.every((item, i) => item === b[i]);

function lists(world: World): Found {
  const found = nothing(world);
  const { steps, isOk, isCommitted, keys, writer, operations } = world;
  const { plain } = found;
  for (const key of keys) {
    const reads = steps.flatMap((mine, i) =>
      isOk(i)
        ? mine.flatMap(([f, k, v], at) =>
            f === 'r' && k === key ? [{ i, at, list: (v ?? []) as readonly Plain[] }] : [],
          )
        : [],
    );
    const order = reads.reduce<readonly Plain[]>(
      (longest, { list }) => (list.length > longest.length ? list : longest),
      [],
    );
    const seen = new Set(reads.flatMap(({ list }) => list));
    const unseen = steps.flatMap((mine, i) =>
      isCommitted(i) ? mine.flatMap(([f, k, v]) => (f !== 'r' && k === key && !seen.has(v) ? [i] : [])) : [],
    );
    /** Committed writers from a position of the order on. */
    const after = (position: number): readonly number[] =>
      order.slice(position).flatMap((value) => {
        const who = writer(key, value);
        return who !== undefined && isCommitted(who) ? [who] : [];
      });
    const isFailed = (value: Plain): boolean => {
      const who = writer(key, value);
      return who !== undefined && operations[who]!.outcome === 'fail';
    };
    const isOrdered = !hasTwice(order);
    const firstFailed = order.findIndex(isFailed);
    if (firstFailed !== -1 && after(firstFailed).length > 0) plain.add('dirty-update');
    const followers = (position: number): readonly number[] => {
      const next = after(position);
      return next.length > 0 ? [next[0]!] : unseen;
    };
    if (isOrdered) {
      order.forEach((value, position) => {
        const who = writer(key, value);
        if (who === undefined || !isCommitted(who)) return;
        for (const next of followers(position + 1)) label(found, who, next, 'ww');
      });
    }
    for (const { i, at, list } of reads) {
      if (list.some(isFailed)) plain.add('G1a');
      if (list.some((value) => writer(key, value) === undefined)) plain.add('garbage-read');
      if (hasTwice(list)) plain.add('duplicate-elements');
      else if (!isPrefix(list, order)) plain.add('incompatible-order');
      const last = list.at(-1);
      const who = last === undefined ? undefined : writer(key, last);
      if (who !== undefined && who !== i) {
        const theirs = steps[who]!.filter(([f, k]) => f !== 'r' && k === key).map(([, , v]) => v);
        if (theirs.at(-1) !== last) plain.add('G1b');
      }
      if (who !== undefined && isCommitted(who)) label(found, who, i, 'wr');
      if (isPrefix(list, order) && isOrdered) for (const next of followers(list.length)) label(found, i, next, 'rw');
      const mine = steps[i]!;
      if (mine.some(([f, k, v], j) => j > at && f !== 'r' && k === key && list.includes(v))) plain.add('future-read');
      // The nearest read before it, and what was appended since; or all that was appended, if there is none.
      const earlier = mine
        .map(([f, k], j) => (j < at && f === 'r' && k === key ? j : -1))
        .reduce((a, b) => Math.max(a, b), -1);
      const own = mine.filter(([f, k], j) => f !== 'r' && k === key && j < at && j > earlier).map(([, , v]) => v);
      const before =
        earlier === -1
          ? list.slice(0, Math.max(0, list.length - own.length))
          : ((mine[earlier]![2] ?? []) as readonly Plain[]);
      const should = [...before, ...own];
      if (list.length !== should.length || !isPrefix(list, should)) plain.add('internal');
    }
    // Two that first read the same, and append after it.
    const updaters = reads.filter(({ i, at }) => {
      const mine = steps[i]!;
      return (
        !mine.some(([, k], j) => j < at && k === key) && mine.some(([f, k], j) => j > at && f !== 'r' && k === key)
      );
    });
    const version = (list: readonly Plain[]): string =>
      isPrefix(list, order) ? `${list.length}` : `?${String(list.at(-1))}`;
    if (hasTwice(updaters.map(({ list }) => version(list)))) plain.add('lost-update');
  }
  return found;
}

function registers(world: World): Found {
  const found = nothing(world);
  const { steps, isOk, isCommitted, keys, writer, operations } = world;
  const { plain } = found;
  for (const key of keys) {
    const values = [
      null,
      ...steps
        .flat()
        .filter(([f, k]) => f !== 'r' && k === key)
        .map(([, , v]) => v),
    ];
    const touches = steps.map((mine, i) =>
      mine.flatMap(([f, k, v]) =>
        k === key && (f !== 'r' || (isOk(i) && values.includes(v))) ? [{ isRead: f === 'r', value: v }] : [],
      ),
    );
    const pairs: { a: Plain; b: Plain; mark: 0 | 1 | 2 }[] = [];
    const isThere = (value: Plain): boolean => {
      const who = writer(key, value);
      return (
        who !== undefined &&
        (isCommitted(who) || touches.some((list) => list.some((t) => t.isRead && t.value === value)))
      );
    };
    for (const value of values) if (value !== null && isThere(value)) pairs.push({ a: null, b: value, mark: 0 });
    touches.forEach((list, i) => {
      if (!isCommitted(i)) return;
      list.forEach(({ value }, j) => {
        for (const later of list.slice(j + 1))
          if (!later.isRead && later.value !== value) pairs.push({ a: value, b: later.value, mark: 0 });
      });
    });
    const sound0 = closed(pairs, plain, 'cyclic-versions');
    const marks = [
      {
        mark: 1 as const,
        name: 'cyclic-versions-process',
        isBefore: (i: number, j: number) => inProcess(operations, i, j),
      },
      {
        mark: 2 as const,
        name: 'cyclic-versions-realtime',
        isBefore: (i: number, j: number) => inTime(operations, i, j),
      },
    ];
    let sound = sound0;
    for (const { mark, name, isBefore } of marks) {
      const more: typeof pairs = [];
      for (const [i, a] of touches.entries()) {
        for (const [j, b] of touches.entries()) {
          if (i === j || a.length === 0 || b.length === 0) continue;
          if (!isCommitted(i) || !isCommitted(j) || !isBefore(i, j)) continue;
          if (a.at(-1)!.value !== b[0]!.value) more.push({ a: a.at(-1)!.value, b: b[0]!.value, mark });
        }
      }
      const together = closed([...sound, ...more], plain, name);
      if (together.length > 0) sound = together;
    }
    for (const { a, b, mark } of sound) {
      const later = writer(key, b);
      if (later === undefined || !isCommitted(later)) continue;
      const earlier = a === null ? undefined : writer(key, a);
      if (earlier !== undefined && isCommitted(earlier)) label(found, earlier, later, 'ww', mark);
      touches.forEach((list, i) => {
        if (isOk(i) && list.some((t) => t.isRead && t.value === a)) label(found, i, later, 'rw', mark);
      });
    }
    steps.forEach((mine, i) => {
      if (!isOk(i)) return;
      mine.forEach(([f, k, value], at) => {
        if (f !== 'r' || k !== key) return;
        const before = mine
          .slice(0, at)
          .filter(([, kk]) => kk === key)
          .at(-1);
        if (!values.includes(value)) {
          plain.add('garbage-read');
          return;
        }
        if (before !== undefined && before[2] !== value) plain.add('internal');
        if (mine.slice(at + 1).some(([g, kk, v]) => g !== 'r' && kk === key && v === value)) plain.add('future-read');
        const who = value === null ? undefined : writer(key, value);
        if (who === undefined || who === i) return;
        label(found, who, i, 'wr');
        if (operations[who]!.outcome === 'fail') {
          plain.add('G1a');
          if (mine.slice(at + 1).some(([g, kk]) => g !== 'r' && kk === key)) plain.add('dirty-update');
        }
        if (steps[who]!.filter(([g, kk]) => g !== 'r' && kk === key).at(-1)![2] !== value) plain.add('G1b');
      });
    });
    const updates = steps.flatMap((mine, i) => {
      if (!isOk(i)) return [];
      const at = mine.findIndex(([, k]) => k === key);
      const isUpdate =
        at !== -1 &&
        mine[at]![0] === 'r' &&
        values.includes(mine[at]![2]) &&
        mine.slice(at).some(([f, k]) => f !== 'r' && k === key);
      return isUpdate ? [mine[at]![2]] : [];
    });
    if (hasTwice(updates)) plain.add('lost-update');
  }
  // A failed writer is no part of the graph.
  for (const [i, row] of found.labels.entries()) {
    for (const j of row.keys()) if (!isCommitted(i) || !isCommitted(j)) row[j] = [];
  }
  return found;
}

type Pair = { readonly a: Plain; readonly b: Plain; readonly mark: 0 | 1 | 2 };

/** All pairs that follow, each with the least mark that it needs; none, and the anomaly, if something is before itself. */
function closed(pairs: readonly Pair[], plain: Set<string>, name: string): Pair[] {
  const all = new Map<string, Pair>();
  const add = (pair: Pair): boolean => {
    const id = `${String(pair.a)} ${String(pair.b)}`;
    const known = all.get(id);
    if (known !== undefined && known.mark <= pair.mark) return false;
    all.set(id, pair);
    return true;
  };
  pairs.forEach(add);
  for (let isNew = true; isNew; ) {
    isNew = false;
    for (const p of [...all.values()])
      for (const q of [...all.values()])
        if (p.b === q.a && add({ a: p.a, b: q.b, mark: Math.max(p.mark, q.mark) as 0 | 1 | 2 })) isNew = true;
  }
  if (![...all.values()].some(({ a, b }) => a === b)) return [...all.values()];
  plain.add(name);
  return [];
}

function inTime(operations: readonly Operation[], i: number, j: number): boolean {
  const { completed } = operations[i]!;
  return completed !== undefined && completed < operations[j]!.invoked;
}

function inProcess(operations: readonly Operation[], i: number, j: number): boolean {
  return operations[i]!.process === operations[j]!.process && operations[i]!.invoked < operations[j]!.invoked;
}

function addOrders({ operations, isCommitted }: World, labels: Labels): void {
  const of = operations.map((_, i) => i).filter(isCommitted);
  for (const [mark, isBefore] of [
    [1, inProcess],
    [2, inTime],
  ] as const) {
    for (const i of of)
      for (const j of of) {
        if (!isBefore(operations, i, j)) continue;
        const isBetween = of.some((k) => isBefore(operations, i, k) && isBefore(operations, k, j));
        if (!isBetween) labels[i]![j]!.push({ dependency: 'order', mark });
      }
  }
}

function allCycles({ operations }: World, labels: Labels): Map<string, number> {
  const found = new Map<string, number>();
  const way: number[] = [];
  const go = (first: number, node: number): void => {
    way.push(node);
    for (let next = first; next < operations.length; next++) {
      if (labels[node]![next]!.length === 0) continue;
      if (next === first && way.length > 1) classify(way, labels, found);
      else if (next > first && !way.includes(next)) go(first, next);
    }
    way.pop();
  };
  for (let first = 0; first < operations.length; first++) go(first, first);
  return found;
}

/** Every way to take one label for each edge of the cycle. */
function classify(way: readonly number[], labels: Labels, found: Map<string, number>): void {
  const choices = way.map((node, i) => {
    const list = labels[node]![way[(i + 1) % way.length]!]!;
    return [...new Set(list.map(({ dependency, mark }) => `${dependency}${mark}`))];
  });
  const taken: string[] = [];
  const go = (at: number): void => {
    if (at === choices.length) {
      const name = nameOf(taken);
      if (name !== undefined && (found.get(name) ?? Infinity) > way.length) found.set(name, way.length);
      return;
    }
    for (const choice of choices[at]!) {
      taken.push(choice);
      go(at + 1);
      taken.pop();
    }
  };
  go(0);
}

function nameOf(taken: readonly string[]): string | undefined {
  const isRw = taken.map((each) => each.startsWith('rw'));
  const count = isRw.filter(Boolean).length;
  const form = taken.some((each) => each.endsWith('2'))
    ? '-realtime'
    : taken.some((each) => each.endsWith('1'))
      ? '-process'
      : '';
  const isAdjacent = isRw.some((each, i) => each && isRw[(i + 1) % isRw.length]!);
  if (count === 1) return `G-single${form}`;
  if (count > 1) return `${isAdjacent ? 'G2-item' : 'G-nonadjacent'}${form}`;
  if (taken.some((each) => each.startsWith('wr'))) return `G1c${form}`;
  return taken.some((each) => each.startsWith('ww')) ? `G0${form}` : undefined;
}
