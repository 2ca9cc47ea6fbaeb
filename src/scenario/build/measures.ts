// The measures of a scenario: names known, windows inside the run, moments that can come.
import type { Unit } from '../../contract/distribution.ts';
import type { Moment, Watch } from '../../contract/watch.ts';
import type { Measure } from '../scenario.ts';
import type { MeasureDocument } from '../schema/measure.ts';
import { didYouMean, oneOf } from '../suggest.ts';
import type { Path } from '../text/position.ts';
import { quoted } from '../text/printable.ts';
import type { Context } from './context.ts';
import { figureMeasure, figureUnit, heldMeasure, kindsMeasure } from './figures.ts';
import { buildMoment } from './moments.ts';
import { checkOperation } from './operation.ts';
import { checkConvergence, checkReads, checkStore } from './stored.ts';
import { buildWho, buildWindow, type WhoDocument, type WindowDocument } from './windows.ts';

export function buildMeasures(context: Context): readonly Measure[] {
  const measures: Measure[] = [];
  const names = new Set<string>();
  context.draft.measure.forEach((written, index) => {
    if (written === undefined) return;
    const path = ['measure', index];
    if (names.has(written.name)) {
      const message = `a measure is named ${quoted(written.name)} already: choose another name`;
      context.problems.add('repeated', [...path, 'name'], message);
    }
    names.add(written.name);
    const measure = measureOf(written, path, context);
    if (measure !== undefined) measures.push(measure);
  });
  return measures;
}

/** The unit of what a measure yields, whether or not the rest of it is right. */
export function unitOf(written: MeasureDocument, context: Context): Unit {
  if ('figure' in written) return figureUnit(written.figure, context);
  if ('available' in written || 'staleReads' in written || 'held' in written) return 'share';
  const counts = ['operations', 'becomes', 'messages', 'writes', 'lost'];
  return counts.some((key) => Object.hasOwn(written, key)) ? 'count' : 'duration';
}

function measureOf(written: MeasureDocument, path: Path, context: Context): Measure | undefined {
  const base = { name: written.name, unit: unitOf(written, context) };
  const scope = (part: WhoDocument & WindowDocument, key: string) => {
    const at = [...path, key];
    return { who: buildWho(part, at, context), window: buildWindow(part, at, context) };
  };
  if ('until' in written) {
    const watch = watchOf(written, path, context);
    return watch && { ...base, kind: 'between', watch };
  }
  if ('messages' in written) {
    const { messages } = written;
    if (typeof messages === 'string') return { ...base, kind: 'messages', count: messages };
    return { ...base, ...kindsMeasure('messages', messages, [...path, 'messages'], context) };
  }
  if ('writes' in written) return { ...base, ...kindsMeasure('writes', written.writes, [...path, 'writes'], context) };
  if ('figure' in written) return figureMeasure(written.figure, base, [...path, 'figure'], context);
  if ('held' in written) return heldMeasure(written.held, base, [...path, 'held'], context);
  if ('becomes' in written) {
    const { role } = written.becomes;
    checkRole(role, [...path, 'becomes', 'role'], context);
    return { ...base, kind: 'becomes', role, window: buildWindow(written.becomes, [...path, 'becomes'], context) };
  }
  if ('lost' in written) {
    checkStore([...path, 'lost'], context);
    return { ...base, kind: 'lost', ...scope(written.lost, 'lost') };
  }
  if ('stale' in written) {
    checkReads([...path, 'stale'], context);
    return { ...base, kind: 'stale', percentile: written.stale.percentile, ...scope(written.stale, 'stale') };
  }
  if ('staleReads' in written) {
    checkReads([...path, 'staleReads'], context);
    return { ...base, kind: 'staleReads', ...scope(written.staleReads, 'staleReads') };
  }
  if ('converges' in written) {
    checkConvergence([...path, 'converges'], context);
    return { ...base, kind: 'converges' };
  }
  if ('longestGap' in written) return { ...base, kind: 'longestGap', ...scope(written.longestGap, 'longestGap') };
  if ('available' in written) return { ...base, kind: 'available', ...scope(written.available, 'available') };
  if ('latency' in written) {
    const { f, percentile } = written.latency;
    checkOperation(f, [...path, 'latency'], context);
    return { ...base, kind: 'latency', f, percentile, ...scope(written.latency, 'latency') };
  }
  const { f, count } = written.operations;
  checkOperation(f, [...path, 'operations'], context);
  return { ...base, kind: 'operations', f, count, ...scope(written.operations, 'operations') };
}

type Between = Extract<MeasureDocument, { until: unknown }>;

function watchOf(written: Between, path: Path, context: Context): Watch | undefined {
  const start: Moment = { kind: 'time', at: 0 };
  const from = written.from === undefined ? start : buildMoment(written.from, [...path, 'from'], context);
  const until = buildMoment(written.until, [...path, 'until'], context);
  if (until?.kind === 'time') {
    const message = 'when a measure ends is what the run shows: name an event, a state or a fault';
    context.problems.add('contradiction', [...path, 'until', 'at'], message, { part: 'key' });
  }
  return from && until && { from, until };
}

function checkRole(role: string, path: Path, { names, system, problems }: Context): void {
  if (names.roles.includes(role)) return;
  const known = names.roles.length === 0 ? 'it has no roles' : `expected ${oneOf(names.roles)}`;
  const message = `${system.name} has no role ${quoted(role)}: ${known}`;
  problems.add('unknown-name', path, message, { hint: didYouMean(role, names.roles) });
}
