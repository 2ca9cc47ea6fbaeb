// Claims and measures of what a system measures of itself, and of messages and writes by kind.
import type { FigureSpec } from '../../contract/figures.ts';
import type { Problems } from '../problem.ts';
import type { FigureExpectation, KindsExpectation, Measure, Sampling } from '../scenario.ts';
import type { Draft } from '../schema/draft.ts';
import type { FigureDocument, KindsDocument } from '../schema/expect.ts';
import { samplings } from '../schema/measure.ts';
import { didYouMean, oneOf } from '../suggest.ts';
import type { Path } from '../text/position.ts';
import { quoted } from '../text/printable.ts';
import type { Context } from './context.ts';
import { isKnownProperty } from './properties.ts';
import { checkCount, needsBound } from './vacuous.ts';
import { readValue } from './values.ts';
import { buildBounds, buildWindow } from './windows.ts';

export function figureClaim(written: FigureDocument, path: Path, context: Context): FigureExpectation | undefined {
  const unit = figureOf(written.of, [...path, 'of'], context)?.unit;
  if (unit === undefined) return undefined;
  const bounds = samplings.flatMap((sampling) => {
    const found = written[sampling];
    if (found === undefined) return [];
    const at = [...path, sampling];
    const { atLeast, atMost } = found;
    const read = (value: string | number | undefined, key: string) =>
      value === undefined ? undefined : readValue(value, sampling === 'count' ? 'count' : unit, [...at, key], context);
    const pair = { atLeast: read(atLeast, 'atLeast'), atMost: read(atMost, 'atMost') };
    needsBound(atLeast !== undefined || atMost !== undefined, at, 'atLeast or atMost', context);
    checkCount(pair, at, context);
    return [{ sampling, bounds: buildBounds(pair, at, context) }];
  });
  needsBound(bounds.length > 0, path, oneOf(samplings), context);
  return { kind: 'figure', of: written.of, unit, window: buildWindow(written, path, context), bounds };
}

export function kindsClaim(
  of: 'messages' | 'writes',
  written: KindsDocument,
  path: Path,
  context: Context,
): KindsExpectation {
  needsBound(written.atLeast !== undefined || written.atMost !== undefined, path, 'atLeast or atMost', context);
  checkCount(written, path, context);
  const kinds = kindsOf(of, written, path, context);
  return { kind: 'kinds', of, kinds, bounds: buildBounds(written, path, context) };
}

export function kindsMeasure(
  of: 'messages' | 'writes',
  written: Pick<KindsDocument, 'kinds'>,
  path: Path,
  context: Context,
): Pick<KindsExpectation, 'kind' | 'of' | 'kinds'> {
  return { kind: 'kinds', of, kinds: kindsOf(of, written, path, context) };
}

type FigureMeasure = { readonly of: string; readonly take: Sampling } & Parameters<typeof buildWindow>[0];

/** What a measure has whatever it is of. */
type Base = Pick<Measure, 'name' | 'unit'>;

export function figureMeasure(written: FigureMeasure, base: Base, path: Path, context: Context): Measure | undefined {
  const { of, take: sampling } = written;
  if (figureOf(of, [...path, 'of'], context) === undefined)
    return context.draft.isCompared === true ? { ...base, kind: 'nothing' } : undefined;
  return { ...base, kind: 'figure', of, sampling, window: buildWindow(written, path, context) };
}

/** The unit of what its samples come to. Of a figure that there is not: a number. */
export function figureUnit({ of, take }: Pick<FigureMeasure, 'of' | 'take'>, context: Context): FigureSpec['unit'] {
  return take === 'count' ? 'count' : (figuresOf(context)[of]?.unit ?? 'count');
}

export function heldMeasure(property: string, base: Base, path: Path, context: Context): Measure {
  const isKnown = isKnownProperty(property, path, context, context.draft.isCompared === true);
  return isKnown ? { ...base, kind: 'held', property } : { ...base, kind: 'nothing' };
}

function figuresOf({ system, options }: Context): { readonly [figure: string]: FigureSpec } {
  return Object.fromEntries((system.meters?.(options) ?? []).flatMap(({ figures }) => Object.entries(figures)));
}

/** Of one of several systems that lacks it nothing is said here: another may have it. */
function figureOf(name: string, path: Path, context: Context): FigureSpec | undefined {
  const { system, problems, draft } = context;
  const figures = figuresOf(context);
  if (Object.hasOwn(figures, name)) return figures[name]!;
  const names = Object.keys(figures);
  if (isOfSome(draft, path)) return undefined;
  const known = names.length === 0 ? 'it measures nothing of itself' : `expected ${oneOf(names)}`;
  const message = `${system.name} has no figure ${quoted(name)}: ${known}`;
  problems.add('unknown-name', path, message, { hint: didYouMean(name, names) });
  return undefined;
}

/** The kinds of writes are known of a system that lists them. What is measured of several may be of another: `systems.ts`. */
function kindsOf(
  of: 'messages' | 'writes',
  { kinds }: Pick<KindsDocument, 'kinds'>,
  path: Path,
  { system, problems, draft }: Context,
): readonly string[] | undefined {
  if (kinds === undefined) return undefined;
  if (kinds.length === 0) {
    problems.add('nothing-claimed', [...path, 'kinds'], 'of no kind there is nothing: leave it out to mean all kinds');
  }
  const known = of === 'writes' && !isOfSome(draft, path) ? Object.keys(system.writes ?? {}) : [];
  if (known.length > 0) refuseUnknownWrites(kinds, { known, who: `${system.name} has no`, path }, problems);
  return kinds;
}

/** A measure of several systems that are compared: what one of them lacks another may have. */
function isOfSome({ isCompared }: Draft, path: Path): boolean {
  return isCompared === true && path[0] === 'measure';
}

/** `who`: the beginning of the sentence, `redis has no`. `path`: of the claim or measure. */
export function refuseUnknownWrites(
  kinds: readonly string[],
  { known, who, path }: { readonly known: readonly string[]; readonly who: string; readonly path: Path },
  problems: Problems,
): void {
  for (const [index, kind] of kinds.entries()) {
    if (known.includes(kind)) continue;
    const message = `${who} writes of the kind ${quoted(kind)}: expected ${oneOf(known)}`;
    problems.add('unknown-name', [...path, 'kinds', index], message, { hint: didYouMean(kind, known) });
  }
}
