// The window of an expectation and whose operations it means: checked against the faults and the run.
import type { Ratio } from '../../contract/system.ts';
import type { Duration, Time } from '../../contract/time.ts';
import type { Bounds, Limit, Percentile, Who, Window } from '../scenario.ts';
import { didYouMean, oneOf } from '../suggest.ts';
import type { Path } from '../text/position.ts';
import { quoted } from '../text/printable.ts';
import { durationText, ratioText } from '../words.ts';
import type { Context } from './context.ts';
import { endsOf, namesOf } from './faults.ts';
import { kindsOfPlan } from './generate.ts';

export type WindowDocument = {
  readonly during?: string | undefined;
  readonly from?: Time | undefined;
  readonly to?: Time | undefined;
};

export function buildWindow(written: WindowDocument, path: Path, context: Context): Window {
  const { during, from, to } = written;
  const { run, problems } = context;
  if (during !== undefined) checkFaultName(during, [...path, 'during'], context);
  if (from !== undefined && run !== undefined && from >= run) {
    problems.add(
      'after-the-end',
      [...path, 'from'],
      `${durationText(from)} is not before the end of the run at ${durationText(run)}`,
    );
  } else if (to !== undefined && to <= (from ?? 0)) {
    problems.add(
      'time-order',
      [...path, 'to'],
      `the window ends at ${durationText(to)}, but begins at ${durationText(from ?? 0)}`,
    );
  } else if (to !== undefined && run !== undefined && to > run) {
    problems.add(
      'after-the-end',
      [...path, 'to'],
      `${durationText(to)} is after the end of the run at ${durationText(run)}`,
    );
  }
  return { during, from, to };
}

/** The kind of a fault as its document says it, and the name that it goes by. */
type Named = {
  readonly kind: string;
  readonly name: string;
  /** Undefined: an event sets it off. */
  readonly at: Time | undefined;
  /** Undefined: it lasts to the end of the run, or it is not known how long. */
  readonly end: Time | undefined;
};

function namedFaults({ draft }: Context): readonly Named[] {
  if (draft.generate !== undefined) {
    return kindsOfPlan(draft.generate, draft).map((kind) => ({ kind, name: kind, at: undefined, end: undefined }));
  }
  return draft.faults.flatMap((fault) =>
    fault === undefined ? [] : [{ ...namesOf(fault), at: fault.at?.min, end: endsOf(fault)[0]?.time }],
  );
}

/** A fault is named that the scenario has. */
export function checkFaultName(name: string, path: Path, context: Context): void {
  const faults = namedFaults(context);
  if (faults.some((fault) => fault.name === name || fault.kind === name)) return;
  const names = [...new Set(faults.flatMap((fault) => [fault.name, fault.kind]))];
  const known = names.length === 0 ? 'the scenario has no faults' : `expected ${oneOf(names)}`;
  const message = `no fault is named ${quoted(name)}: ${known}`;
  const hint = didYouMean(name, names);
  // A fault that is wrong itself may be the one that is meant.
  if (hint === undefined && context.draft.faults.includes(undefined)) return;
  context.problems.add('unknown-name', path, message, { hint });
}

/** The longest stretch of time that a window can be, undefined where that cannot be told without running. */
export function longestWindow(
  { side, during, from, to }: WhoDocument & WindowDocument,
  context: Context,
): Duration | undefined {
  const { run, draft } = context;
  if (run === undefined) return undefined;
  const whole = { at: from ?? 0, end: to ?? run };
  const isWhole = during === undefined && (side === undefined || side === 'all');
  const meant = namedFaults(context).filter(({ name, kind }) =>
    during === undefined ? kind === 'partition' : name === during || kind === during,
  );
  // A fault that is wrong itself may be the one that is meant.
  const isUnsure = draft.faults.includes(undefined) || meant.length === 0 || meant.some(({ at }) => at === undefined);
  const parts = isWhole || isUnsure ? [whole] : meant.map(({ at, end }) => ({ at: at ?? 0, end }));
  const lengths = parts.map(({ at, end }) => Math.min(whole.end, end ?? run) - Math.max(whole.at, at));
  const longest = Math.max(...lengths);
  return longest > 0 ? longest : undefined;
}

export type WhoDocument = {
  readonly side?: 'minority' | 'majority' | 'all' | undefined;
  readonly client?: string | undefined;
};

export function buildWho(written: WhoDocument & WindowDocument, path: Path, context: Context): Who {
  const { client } = written;
  const { clients, problems } = context;
  const side = written.side === 'all' ? undefined : written.side;
  if (context.draft.workload === undefined) {
    const isUnsure = context.draft.workloadIsWrong;
    if (!isUnsure)
      problems.add('contradiction', path, 'there are no operations without a workload: write one', { part: 'key' });
  } else if (client !== undefined && !clients.some((entry) => entry.id === client)) {
    const ids = clients.map((entry) => entry.id);
    const known =
      ids.length === 0
        ? 'there are none'
        : `expected ${ids.length > 3 ? `${ids[0]} to ${ids[ids.length - 1]}` : oneOf(ids)}`;
    problems.add('unknown-name', [...path, 'client'], `there is no client ${quoted(client)}: ${known}`);
  }
  if (side !== undefined) checkSide(side, written.during, path, context);
  return { side, client };
}

/** Sides are those of a partition: of the one that `during` names, else of those that the window meets. */
function checkSide(side: string, during: string | undefined, path: Path, context: Context): void {
  const faults = namedFaults(context);
  const meant = faults.filter((fault) => during === undefined || fault.name === during || fault.kind === during);
  if (context.draft.faults.includes(undefined) || (during !== undefined && meant.length === 0)) return;
  if (meant.some((fault) => fault.kind === 'partition')) return;
  const message = during === undefined ? 'the scenario has no partition' : `${quoted(during)} is no partition`;
  context.problems.add('contradiction', [...path, 'side'], `a ${side} is a side of a partition, and ${message}`);
}

type BoundsDocument = { readonly atLeast?: number | undefined; readonly atMost?: number | undefined };

export function buildBounds(written: BoundsDocument, path: Path, context: Context): Bounds {
  const { atLeast, atMost } = written;
  if (atLeast !== undefined && atMost !== undefined && atLeast > atMost) {
    context.problems.add(
      'contradiction',
      [...path, 'atMost'],
      `at least ${atLeast} and at most ${atMost} cannot both be`,
    );
  }
  return { atLeast, atMost };
}

type Percentiles = { readonly [P in Percentile]?: Duration | undefined };

/** Upper bounds of percentiles as they are written, lower ones under `atLeast`. */
export function buildLimits(
  written: Percentiles & { readonly atLeast?: Percentiles | undefined },
  path: Path,
  context: Context,
): readonly Limit[] {
  const names: readonly Percentile[] = ['p50', 'p99', 'p99.9', 'max'];
  return names.flatMap((percentile) => {
    const bounds = { atLeast: written.atLeast?.[percentile], atMost: written[percentile] };
    if (bounds.atLeast === undefined && bounds.atMost === undefined) return [];
    if (bounds.atLeast !== undefined && bounds.atMost !== undefined && bounds.atLeast > bounds.atMost) {
      const message = `at least ${durationText(bounds.atLeast)} and at most ${durationText(bounds.atMost)} cannot both be`;
      context.problems.add('contradiction', [...path, percentile], message);
    }
    return [{ percentile, bounds }];
  });
}

type Shares = { readonly atLeast?: Ratio | undefined; readonly atMost?: Ratio | undefined };

/** Of two shares the lower bound is not above the upper one. */
export function checkShares({ atLeast, atMost }: Shares, path: Path, { problems }: Context): void {
  if (!atLeast || !atMost || atLeast.numerator * atMost.denominator <= atMost.numerator * atLeast.denominator) return;
  const message = `at least ${ratioText(atLeast)} and at most ${ratioText(atMost)} cannot both be`;
  problems.add('contradiction', [...path, 'atMost'], message);
}
