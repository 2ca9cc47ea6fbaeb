// What a drawn fault does, one arbitrary a kind, in the words of a scenario. Numbers shrink to what disturbs least.
import fc from 'fast-check';
import { ms } from '../../contract/time.ts';
import { type GeneratedKind, planDefaults } from '../../plans/index.ts';
import { percent, rangeOf, spans } from '../numbers.ts';
import { at, type In, type Part, type Setting } from './scene.ts';
import { ends, one, oneFixed, oneServer, sides, some, someServers } from './whom.ts';

/** The kinds of faults that can be drawn. */
export type FaultKind = GeneratedKind;

/** A protocol that recovers from crashes must keep its promises under these. */
export const safeFaults: readonly FaultKind[] = planDefaults.kinds;

type Action = fc.Arbitrary<In<Setting, Part>>;

type Kind = {
  /** The weight in a draw. */
  readonly often: number;
  readonly action: Action;
  /** How its end is said; undefined: it happens at an instant. */
  readonly end: 'for' | 'restart' | undefined;
  /** What has to follow for it to be felt, or to end: a restart of its node, or a crash and a restart. */
  readonly next?: 'restart' | 'crash';
};

const of = <T>(whom: fc.Arbitrary<In<Setting, T>>, words: (target: T) => Part): Action =>
  whom.map((draw) => (where) => words(draw(where)));

const crash: Action = fc
  .tuple(some, fc.constantFrom('drawn', 'drawn', 'lost', 'kept', 'torn'))
  .map(([target, left]) => (where) => {
    return { crash: target(where), ...(left === 'drawn' ? {} : { unsynced: left }) };
  });

const conditions: fc.Arbitrary<In<Setting, Part>> = fc
  .tuple(
    fc.option(spans({ min: 100, max: ms(500) })),
    percent(90),
    percent(100),
    percent(100),
    fc.integer({ min: 1, max: 300 }),
  )
  .map(([latency, loss, duplicate, reorder, by]) => ({ streams }) => {
    const shares = {
      ...(latency === null ? {} : { latency: rangeOf(latency) }),
      ...(loss > 0 ? { loss: `${loss}%` } : {}),
      ...(duplicate > 0 && !streams ? { duplicate: `${duplicate}%` } : {}),
      ...(reorder > 0 && !streams ? { reorder: `${reorder}%`, reorderBy: `${by}ms` } : {}),
    };
    return Object.keys(shares).length > 0 ? shares : { loss: '50%' };
  });

const network: Action = fc
  .tuple(fc.constantFrom('all', 'all', 'from', 'to', 'both'), one, ends, conditions)
  .map(([word, target, both, changed]) => (where) => {
    const network = changed(where);
    if (word === 'all') return { network };
    if (word !== 'both') return { network, [word]: target(where) };
    const [from, to] = both(where);
    return { network, from, to };
  });

/** Local time per true time in thousandths: near 1, never 1. */
const rates = fc
  .tuple(fc.integer({ min: 1, max: 500 }), fc.boolean())
  .map(([off, isSlow]) => 1000 + (isSlow ? -off : off));

const clock: Action = fc
  .tuple(some, fc.constantFrom('rate', 'jump', 'offset'), rates, fc.integer({ min: 1, max: 10_000 }), fc.boolean())
  .map(([target, word, rate, shift, isBack]) => (where) => {
    const value = word === 'rate' ? `${rate / 10}%` : `${isBack ? '-' : ''}${shift}ms`;
    return { clock: target(where), [word]: value };
  });

const failWrites: Action = fc.tuple(oneFixed, fc.option(fc.nat({ max: 9 }))).map(([target, write]) => (where) => {
  const kind = write === null ? undefined : at(where.writes, write);
  return { failWrites: target(where), ...(kind === undefined ? {} : { write: kind }) };
});

const slow = (key: 'slow' | 'slowDisk', whom: typeof some, field: string, min: number, max: number): Action =>
  fc.tuple(whom, spans({ min, max: ms(max) })).map(([target, span]) => (where) => {
    return { [key]: target(where), [field]: rangeOf(span) };
  });

/** From the simplest on: shrinking tends to the first. */
export const kindsOfFaults: { readonly [K in FaultKind]: Kind } = {
  crash: { often: 6, action: crash, end: 'restart' },
  pause: { often: 3, action: of(some, (pause) => ({ pause })), end: 'for' },
  partition: { often: 4, action: of(sides, (partition) => ({ partition })), end: 'for' },
  cut: { often: 3, action: of(ends, ([from, to]) => ({ cut: { from, to } })), end: 'for' },
  network: { often: 4, action: network, end: 'for' },
  slow: { often: 1, action: slow('slow', some, 'service', 100, 20), end: 'for' },
  slowDisk: { often: 2, action: slow('slowDisk', someServers, 'latency', 1_000, 500), end: 'for' },
  reset: { often: 2, action: of(ends, ([reset, to]) => ({ reset, with: to })), end: undefined },
  clock: { often: 2, action: clock, end: 'for' },
  failWrites: { often: 1, action: failWrites, end: 'for', next: 'restart' },
  fullDisk: { often: 1, action: of(oneFixed, (fullDisk) => ({ fullDisk })), end: 'for', next: 'restart' },
  replace: { often: 2, action: of(oneServer, (replace) => ({ replace })), end: 'restart' },
  corrupt: { often: 1, action: of(oneFixed, (corrupt) => ({ corrupt })), end: undefined, next: 'crash' },
};
