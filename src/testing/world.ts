// The rest of a cluster that is drawn: what clients do, the network, the disks, the seed. In the words of a scenario.
// Each shrinks to the calmest: one client, few operations, nothing lost, the scenario's defaults.
import fc from 'fast-check';
import type { In, Part, Scene } from './faults/scene.ts';
import { at } from './faults/scene.ts';
import { boundsIn, durationIn, percent, rangeOf, spanIn, spans } from './numbers.ts';

/** A pair of bounds, both inclusive. */
export type Between = readonly [min: number, max: number];

export type WorkloadLimits = {
  /** Kinds of workload that the system has. */
  readonly kinds: readonly string[];
  /** Default 1 to 5. */
  readonly clients?: Between;
  /** Operations a second of all clients together. Default 2 to 100. */
  readonly rate?: Between;
  /** Default 1 to 3. */
  readonly keys?: Between;
  /** Whether shares of reads and of compare-and-sets are drawn too. Default true. */
  readonly shares?: boolean;
};

/** The `workload:` of a scenario. @throws RangeError where the limits allow nothing. */
export function workload({ kinds, shares = true, ...limits }: WorkloadLimits): fc.Arbitrary<Part> {
  const { clients = [1, 5], rate = [2, 100], keys = [1, 3] } = limits;
  if (kinds.length === 0) throw new RangeError('workload.kinds: found none, expected kinds of the system’s workloads');
  const number = (option: string, [min, max]: Between) => {
    boundsIn(`workload.${option}`, [min, max], 1);
    return fc.integer({ min, max });
  };
  const share = fc.integer({ min: 0, max: 100 });
  return fc
    .tuple(
      number('clients', clients),
      number('rate', rate),
      number('keys', keys),
      share,
      share,
      fc.constantFrom(...kinds),
    )
    .map(([count, perSecond, many, reads, cas, kind]) => ({
      kind,
      clients: count,
      rate: `${perSecond}/s`,
      ...(shares ? { reads: `${reads}%`, ...(cas > 0 ? { cas: `${cas}%` } : {}) } : {}),
      ...(many > 1 ? { keys: many } : {}),
    }));
}

export type NetworkLimits = {
  /** One-way delays lie within it. Default `0.1ms..500ms`. */
  readonly latency?: string;
  /** In percent, at most. Default 30. */
  readonly loss?: number;
  /** In percent, at most. Default 40; with streams always 0. */
  readonly duplicate?: number;
  /** In percent, at most: of messages that later ones overtake. Default 50; with streams always 0. */
  readonly reorder?: number;
  /** For how long such a message is held back at most. Default `500ms`. */
  readonly reorderBy?: string;
  /** Links are streams. Default false. */
  readonly streams?: boolean;
};

/** The `network:` of a scenario, empty where everything is as by default. @throws RangeError where a limit is none. */
export function network(limits: NetworkLimits = {}): fc.Arbitrary<Part> {
  const { latency = '0.1ms..500ms', loss = 30, reorderBy = '500ms', streams = false } = limits;
  const { duplicate = 40, reorder = 50 } = streams ? { duplicate: 0, reorder: 0 } : limits;
  const delays = spans(spanIn('network.latency', latency));
  const held = Math.max(1, Math.floor(durationIn('network.reorderBy', reorderBy) / 1000));
  return fc
    .tuple(
      fc.option(delays, { freq: 4 }),
      share('network.loss', loss),
      share('network.duplicate', duplicate),
      share('network.reorder', reorder),
      fc.integer({ min: 1, max: held }),
    )
    .map(([delay, lost, doubled, late, by]) => ({
      ...(delay === null ? {} : { latency: rangeOf(delay) }),
      ...(lost > 0 ? { loss: `${lost}%` } : {}),
      ...(doubled > 0 ? { duplicate: `${doubled}%` } : {}),
      ...(late > 0 ? { reorder: `${late}%`, reorderBy: `${by}ms` } : {}),
      ...(streams ? { links: 'stream' } : {}),
    }));
}

function share(option: string, max: number): fc.Arbitrary<number> {
  boundsIn(option, [max, 100], 0);
  return max === 0 ? fc.constant(0) : percent(max);
}

export type DiskLimits = {
  /** How long writes take lies within it. Default `0.1ms..400ms`. */
  readonly latency?: string;
};

/** The `disk:` of a scenario, empty where everything is as by default. @throws RangeError where a limit is none. */
export function disk(limits: DiskLimits & { readonly writes?: readonly string[] } = {}): fc.Arbitrary<Part> {
  const { writes = [], ...others } = limits;
  return diskArbitrary(others).map((draw) => draw({ writes }));
}

/** The same for a system that is told later. */
export function diskArbitrary({ latency = '0.1ms..400ms' }: DiskLimits): fc.Arbitrary<In<Pick<Scene, 'writes'>, Part>> {
  const span = spans(spanIn('disk.latency', latency));
  const kind = fc.option(fc.tuple(fc.nat({ max: 9 }), span), { freq: 2 });
  const isBlocking = fc.constantFrom(false, false, false, false, true);
  return fc.tuple(fc.option(span, { freq: 4 }), kind, isBlocking).map(([all, one, blocking]) => ({ writes }) => {
    const name = one === null ? undefined : at(writes, one[0]);
    return {
      ...(all === null ? {} : { latency: rangeOf(all) }),
      ...(one === null || name === undefined ? {} : { [name]: rangeOf(one[1]) }),
      ...(blocking ? { blocking } : {}),
    };
  });
}

/** The `seed:` of a scenario, of which all that is drawn within a run depends: delays, timers, choices. Shrinks to 1. */
export function seeds(): fc.Arbitrary<number> {
  return fc.integer({ min: 1, max: 1_000_000 });
}
