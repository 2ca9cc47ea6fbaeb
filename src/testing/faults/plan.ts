// Drawn fault plans: lists of faults as scenarios have them. Each fault is a record of its own draws, not of a hidden
// seed, so that a plan that fails shrinks to the few faults that it takes.
import fc from 'fast-check';
import { durationText } from '../../contract/notation.ts';
import type { Duration } from '../../contract/time.ts';
import { feasibleKinds } from '../../plans/index.ts';
import { boundsIn, durationIn, lengths, type Span, spanIn, times as timesWithin } from '../numbers.ts';
import { type FaultKind, kindsOfFaults, safeFaults } from './actions.ts';
import { begin } from './begin.ts';
import { listOf } from './list.ts';
import type { In, Part, Scene } from './scene.ts';

/** What a drawn plan may contain. */
export type FaultLimits = {
  /** How many faults at least. Default 0. */
  readonly min?: number;
  /** How many at most. Default 20. One that stops a node, or damages its disk, brings along what starts it again. */
  readonly max?: number;
  /** Default: `safeFaults`, under which a protocol that recovers from crashes must keep its promises. */
  readonly kinds?: readonly FaultKind[];
  /** The first time at which a fault begins, or at which its trigger is looked for. Default `0s`. */
  readonly from?: string;
  /** The last such time. Default: four fifths of the run. */
  readonly to?: string;
  /** How long each lasts. Default `5ms..2s`. */
  readonly lasting?: string;
};

/** The cluster that a plan of its own is drawn for. */
export type PlanScene = Partial<Scene> & {
  readonly servers: readonly string[];
  /** How long the run lasts. */
  readonly run: string;
};

/** A fault as a scenario writes it: `{ at: '2s', crash: 'leader', restart: '1s' }`. */
export type FaultWords = Part;

const nobody = { clients: [], groups: [], roles: [], messages: [], timers: [], writes: [], streams: false } as const;

/**
 * The faults of a scenario, for a cluster whose names are known. An empty list is left out of a scenario:
 * `{ ...scenario, ...(faults.length > 0 ? { faults } : {}) }`.
 * @throws RangeError where the limits allow nothing.
 */
export function faultPlan({ run, ...scene }: PlanScene, limits: FaultLimits = {}): fc.Arbitrary<readonly FaultWords[]> {
  const all = { ...nobody, ...scene };
  return planArbitrary(durationIn('run', run), limits, (kind) => isFeasible(kind, all)).map((draw) => draw(all));
}

/** The same for a cluster that is told later. `can`: whether there is a cluster that can have a fault of a kind. */
export function planArbitrary(
  run: Duration,
  limits: FaultLimits,
  can: (kind: FaultKind) => boolean,
): fc.Arbitrary<In<Scene, readonly FaultWords[]>> {
  const { min = 0, max = 20, kinds = safeFaults } = limits;
  boundsIn('faults', [min, max], 0);
  const from = durationIn('faults.from', limits.from ?? '0s');
  const to = limits.to === undefined ? Math.max(from, Math.floor((run * 4) / 5)) : durationIn('faults.to', limits.to);
  if (from > to || to > run) throw new RangeError('faults: from must not be after to, nor to after the end of the run');
  const lasting = spanIn('faults.lasting', limits.lasting ?? '5ms..2s');
  const ordered = (Object.keys(kindsOfFaults) as FaultKind[]).filter((kind) => kinds.includes(kind) && can(kind));
  if (ordered.length === 0)
    throw new RangeError('faults.kinds: found none that this cluster can have, expected kinds such as crash');
  const times = { min: from, max: to };
  const items = (some: readonly FaultKind[]) => listOf(faultOf({ kinds: some, times, lasting, run }), { min, max });
  return fc.tuple(inPlay(ordered).chain(items), focus).map(
    ([draws, look]) =>
      (scene) =>
        draws.flatMap((draw) => draw(look(scene))),
  );
}

/** In most plans a few kinds only: one kind of fault often hides what another would show. Never shrunk: kinds are. */
function inPlay(kinds: readonly FaultKind[]): fc.Arbitrary<readonly FaultKind[]> {
  const few = fc.subarray([...kinds], { minLength: 1, maxLength: Math.min(4, kinds.length) });
  return fc.noShrink(fc.oneof({ weight: 2, arbitrary: fc.constant(kinds) }, { weight: 3, arbitrary: few }));
}

/** In most plans some of the names only: many faults around one message meet its races. Never shrunk. */
const focus: fc.Arbitrary<In<Scene, Scene>> = fc.noShrink(
  fc.tuple(fc.boolean(), fc.nat({ max: 511 }), fc.nat({ max: 511 })).map(([isWide, one, other]) => (scene) => {
    const { messages, timers, writes, roles } = scene;
    if (isWide) return scene;
    return { ...scene, messages: masked(messages, one), timers: masked(timers, other), writes, roles };
  }),
);

/** Those whose bit is set; all where none is. */
function masked(names: readonly string[], mask: number): readonly string[] {
  const chosen = names.filter((_, index) => ((mask >> (index % 9)) & 1) === 1);
  return chosen.length === 0 ? names : chosen;
}

type Bounds = {
  readonly kinds: readonly FaultKind[];
  readonly times: Span;
  readonly lasting: Span;
  readonly run: Duration;
};

/** One fault, and what has to follow it. None where the cluster cannot have one of its kind. */
function faultOf({ kinds, times, lasting, run }: Bounds): fc.Arbitrary<In<Scene, readonly FaultWords[]>> {
  const actions = kinds.map((kind) => {
    const { often, action } = kindsOfFaults[kind];
    return { weight: often, arbitrary: action.map((act) => ({ kind, act })) };
  });
  const early = { weight: 2, arbitrary: fc.constant(times.min) };
  return fc
    .record({
      action: fc.oneof({ withCrossShrink: true }, ...actions),
      trigger: fc.option(begin, { freq: 4 }),
      time: timesWithin(times),
      after: fc.oneof({ withCrossShrink: true }, early, { weight: 3, arbitrary: timesWithin(times) }),
      lasts: lengths(lasting),
    })
    .map(({ action: { kind, act }, trigger, time, after, lasts }) => (scene) => {
      if (!isFeasible(kind, scene)) return [];
      const begun = trigger?.(scene);
      const when = begun === undefined ? time : after;
      const begins = begun === undefined ? { at: durationText(when) } : { ...begun.words, ...afterWords(when) };
      const words = act({ ...scene, trigger: begun?.trigger });
      const { end, next } = kindsOfFaults[kind];
      // What would end after the run does not end.
      const isOpen = when + lasts >= run;
      const over = (key: 'for' | 'restart' | undefined): Part =>
        key === undefined || isOpen ? {} : { [key]: durationText(lasts) };
      const fault = { ...begins, ...words, ...('jump' in words ? {} : over(end)) };
      if (next === undefined) return [fault];
      const whom = words[kind] as string;
      if (next === 'crash') return [fault, { ...begins, crash: whom, ...over('restart') }];
      const later = when + (begun === undefined ? 1 : 2) * lasts;
      return later >= run ? [fault] : [fault, restart(whom, later, scene)];
    });
}

const afterWords = (time: Duration): Part => (time === 0 ? {} : { after: durationText(time) });

/** A node that stops by itself is started again; where it is known only when it happens, all are. */
function restart(whom: string, time: Duration, { servers }: Scene): FaultWords {
  return { at: durationText(time), restart: servers.includes(whom) ? whom : [...servers] };
}

function isFeasible(kind: FaultKind, { servers, clients, streams }: Scene): boolean {
  const limits = { ...nobody, servers, clients, streams, kinds: [kind] };
  return (
    feasibleKinds({ ...limits, faults: { min: 0, max: 1 }, from: 0, to: 0, lasting: { min: 1, max: 1 } }).length > 0
  );
}
