// Compares the checker with the slow truth, history by history, and counts what there was to compare.
import { RandomStream } from '../../../src/base/random.ts';
import { operationsOf } from '../../../src/checkers/operations.ts';
import {
  ANOMALIES,
  ANOMALY_NAMES,
  type AnomalyName,
  checkTransactions,
  ISOLATION_LEVELS,
  type Judged,
  ruledOutBy,
  type TransactionModel,
} from '../../../src/checkers/transactions/index.ts';
import { bruteForce, type Truth } from './brute-force.ts';
import { randomTransactions } from './random-transactions.ts';

export function agreeOn(model: TransactionModel, from: number, to: number) {
  const seen = new Map<string, number>();
  let held = 0;
  for (let i = from; i < to; i++) {
    const random = new RandomStream(`${i}`, `transactions/${model}`);
    const shape = {
      transactions: 3 + random.int(5),
      processes: 2 + random.int(3),
      keys: 1 + random.int(3),
      spoilt: random.int(3) === 0 ? 12 : 0,
    };
    const { operations } = operationsOf(randomTransactions(random, model, shape));
    const result = checkTransactions(operations, model);
    if ('reason' in result) continue;
    const truth = bruteForce(operations, model);
    const told = differences(result, truth, model);
    if (told.length > 0) {
      const lines = operations.map(({ process, outcome, input, output, invoked, completed }) =>
        JSON.stringify({ process, outcome, invoked, completed, steps: outcome === 'ok' ? output : input }),
      );
      throw new Error([`history ${i}`, ...told, ...lines].join('\n'));
    }
    for (const { anomaly } of result.anomalies) seen.set(anomaly, (seen.get(anomaly) ?? 0) + 1);
    if (result.anomalies.length === 0) held++;
  }
  return { seen, held };
}

function differences({ anomalies, levels }: Judged, truth: Truth, model: TransactionModel): readonly string[] {
  const found = anomalies.map(({ anomaly }) => anomaly);
  const all = [...truth.plain, ...truth.cycles.keys()] as AnomalyName[];
  const out = ruledOutBy(all);
  const wrong = ISOLATION_LEVELS.filter((level) => levels[level] !== (out.includes(level) ? 'violated' : 'ok'));
  const expected = toldOf(truth);
  const told = wrong.map((level) => `${level}: ${levels[level]}, truth ${out.includes(level) ? 'violated' : 'ok'}`);
  // Of registers the truth has every dependency that follows, the checker as few as it needs: levels agree, not lengths.
  const isSame = (name: AnomalyName): boolean => model === 'list-append' || name in PLAIN;
  const differing = ANOMALY_NAMES.filter((name) => isSame(name) && found.includes(name) !== expected.includes(name));
  const lengths = anomalies.flatMap(({ anomaly, cycle }) => {
    if (cycle === undefined || model !== 'list-append' || cycle.edges.length === truth.cycles.get(anomaly)) return [];
    return [`${anomaly}: ${cycle.edges.length} edges, truth ${truth.cycles.get(anomaly)}`];
  });
  return [
    ...told,
    ...differing.map((name) => `${name}: ${found.includes(name) ? 'only found' : 'only true'}`),
    ...lengths,
  ];
}

const PLAIN = Object.fromEntries(
  ANOMALY_NAMES.filter((name) => !name.startsWith('G') || /^G1[ab]$/.test(name)).map((n) => [n, n]),
);

/** Forms are told only where they rule out what nothing before them does; of versions last of all. */
function toldOf({ plain, cycles }: Truth): readonly AnomalyName[] {
  const all = [...plain, ...cycles.keys()] as AnomalyName[];
  const isForm = (name: string): boolean => /-process$|-realtime$/.test(name);
  const told = all.filter((name) => !isForm(name));
  const order = ['-process', '-realtime'].flatMap((form) =>
    ['G0', 'G1c', 'G-single', 'G-nonadjacent', 'G2-item'].map((name) => `${name}${form}` as AnomalyName),
  );
  for (const name of order) if (all.includes(name) && isNews(name, told)) told.push(name);
  for (const name of ['cyclic-versions-process', 'cyclic-versions-realtime'] as const) {
    if (all.includes(name) && isNews(name, told)) told.push(name);
  }
  return told;
}

function isNews(name: AnomalyName, told: readonly AnomalyName[]): boolean {
  const out = ruledOutBy(told);
  return ANOMALIES[name].rulesOut.some((level) => !out.includes(level));
}

type Names = { readonly [model in TransactionModel]: readonly AnomalyName[] };

/** What several hundred histories show. */
export const COMMON: Names = {
  'list-append': ['G0', 'G1a', 'G1b', 'G1c', 'G-single', 'G2-item', 'lost-update', 'internal', 'dirty-update'],
  'rw-register': ['G1a', 'G1b', 'G1c', 'G-single', 'G2-item', 'lost-update', 'internal', 'garbage-read'],
};

/** What ten thousand show besides. */
export const RARE: Names = {
  'list-append': [
    'incompatible-order',
    'duplicate-elements',
    'garbage-read',
    'future-read',
    'G-nonadjacent',
    'G-single-process',
    'G-single-realtime',
  ],
  'rw-register': ['G0', 'G-nonadjacent', 'G-single-realtime', 'G1c-process', 'future-read', 'cyclic-versions'],
};
