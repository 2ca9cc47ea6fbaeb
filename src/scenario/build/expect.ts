// The expectations of a scenario: every name known, every window inside the run, every claim claiming something.
import type {
  AvailableExpectation,
  BecomesExpectation,
  ConvergesExpectation,
  EndsExpectation,
  Expectation,
  FigureExpectation,
  KindsExpectation,
  LatencyExpectation,
  LostExpectation,
  OperationCount,
  OperationsExpectation,
  PropertyExpectation,
  RecoversExpectation,
  StaleExpectation,
  StateExpectation,
  StopsExpectation,
  SweepClaim,
} from '../scenario.ts';
import type {
  AvailableDocument,
  BecomesDocument,
  ExpectDocument,
  LatencyDocument,
  OperationsDocument,
  RecoversDocument,
  StateDocument,
  StopsDocument,
} from '../schema/expect.ts';
import { didYouMean, oneOf } from '../suggest.ts';
import type { Path } from '../text/position.ts';
import { quoted } from '../text/printable.ts';
import { durationText } from '../words.ts';
import type { Context } from './context.ts';
import { figureClaim, kindsClaim } from './figures.ts';
import { checkOperation } from './operation.ts';
import { buildProperties } from './properties.ts';
import { converges, lost, stale } from './stored.ts';
import { buildSweepClaim } from './sweep-claims.ts';
import { buildTarget } from './targets.ts';
import { checkAvailable, checkCount, checkLatency, needsBound } from './vacuous.ts';
import { buildBounds, buildLimits, buildWho, buildWindow, checkShares } from './windows.ts';

type Kinds =
  | AvailableExpectation
  | BecomesExpectation
  | StopsExpectation
  | StateExpectation
  | OperationsExpectation
  | LatencyExpectation
  | LostExpectation
  | StaleExpectation
  | ConvergesExpectation
  | PropertyExpectation
  | FigureExpectation
  | KindsExpectation
  | RecoversExpectation
  | EndsExpectation
  | SweepClaim;

export function buildExpectations(context: Context, lineOf: (path: Path) => number): readonly Expectation[] {
  const built: Expectation[] = [];
  context.draft.expect.forEach((item, index) => {
    if (item === undefined) return;
    const expectation = expectationOf(item, ['expect', index], context);
    if (expectation !== undefined) built.push({ ...expectation, line: lineOf(['expect', index]) });
  });
  buildProperties(context);
  checkEndings(context);
  return built;
}

function expectationOf(item: ExpectDocument, path: Path, context: Context): Kinds | undefined {
  if ('available' in item) return available(item.available, [...path, 'available'], context);
  if ('violates' in item) return { kind: 'property', property: item.violates, holds: false };
  if ('holds' in item) return { kind: 'property', property: item.holds, holds: true };
  if ('becomes' in item) return becomes(item.becomes, [...path, 'becomes'], context);
  if ('stops' in item) return stops(item.stops, [...path, 'stops'], context);
  if ('state' in item) return state(item.state, [...path, 'state'], context);
  if ('operations' in item) return operations(item.operations, [...path, 'operations'], context);
  if ('latency' in item) return latency(item.latency, [...path, 'latency'], context);
  if ('lost' in item) return lost(item.lost, [...path, 'lost'], context);
  if ('stale' in item) return stale(item.stale, [...path, 'stale'], context);
  if ('converges' in item) return converges(item.converges, [...path, 'converges'], context);
  if ('diverges' in item) {
    const { after: within } = item.diverges;
    return { ...converges({ within }, [...path, 'diverges'], context), holds: false };
  }
  if ('figure' in item) return figureClaim(item.figure, [...path, 'figure'], context);
  if ('messages' in item) return kindsClaim('messages', item.messages, [...path, 'messages'], context);
  if ('writes' in item) return kindsClaim('writes', item.writes, [...path, 'writes'], context);
  if ('recovers' in item) return recovers(item.recovers, [...path, 'recovers'], context);
  if ('ends' in item) return { kind: 'ends', ending: item.ends };
  return buildSweepClaim(item, path, context);
}

function available(written: AvailableDocument, path: Path, context: Context): AvailableExpectation {
  const { atLeast, atMost, longestGap, gapAtLeast } = written;
  const bounds = [atLeast, atMost, longestGap, gapAtLeast];
  needsBound(
    bounds.some((bound) => bound !== undefined),
    path,
    'atLeast, atMost, longestGap or gapAtLeast',
    context,
  );
  checkShares({ atLeast, atMost }, path, context);
  if (longestGap !== undefined && gapAtLeast !== undefined && gapAtLeast > longestGap) {
    const message = `a gap of at least ${durationText(gapAtLeast)} and at most ${durationText(longestGap)} cannot both be`;
    context.problems.add('contradiction', [...path, 'gapAtLeast'], message);
  }
  checkAvailable(written, path, context);
  const who = buildWho(written, path, context);
  return {
    kind: 'available',
    who,
    window: buildWindow(written, path, context),
    atLeast,
    atMost,
    longestGap,
    gapAtLeast,
  };
}

function becomes(written: BecomesDocument, path: Path, context: Context): BecomesExpectation {
  const { role } = written;
  const { roles } = context.names;
  if (!roles.includes(role)) {
    const known = roles.length === 0 ? 'it has no roles' : `expected ${oneOf(roles)}`;
    const message = `${context.system.name} has no role ${quoted(role)}: ${known}`;
    context.problems.add('unknown-name', [...path, 'role'], message, { hint: didYouMean(role, roles) });
  }
  const bounds = buildBounds(written, path, context);
  needsBound(bounds.atLeast !== undefined || bounds.atMost !== undefined, path, 'atLeast or atMost', context);
  checkCount(written, path, context);
  return { kind: 'becomes', role, bounds, window: buildWindow(written, path, context) };
}

function stops(written: StopsDocument, path: Path, context: Context): StopsExpectation {
  const of = written.of === undefined ? undefined : buildTarget(written.of, [...path, 'of'], context);
  if (of !== undefined && of.select !== 'node' && of.select !== 'group') {
    context.problems.add(
      'contradiction',
      [...path, 'of'],
      'a node that has stopped plays no role: name a node or a group',
    );
  }
  const bounds = buildBounds(written, path, context);
  needsBound(bounds.atLeast !== undefined || bounds.atMost !== undefined, path, 'atLeast or atMost', context);
  checkCount(written, path, context);
  return { kind: 'stops', of, bounds, window: buildWindow(written, path, context) };
}

function state(written: StateDocument, path: Path, context: Context): StateExpectation | undefined {
  const { at, field, same, equals } = written;
  const { run, problems } = context;
  const of = buildTarget(written.of, [...path, 'of'], context);
  if (of?.select === 'rest' || of?.select === 'random' || of?.select === 'trigger') {
    problems.add('contradiction', [...path, 'of'], 'a claim of states names its nodes: a node, a role or a group');
  }
  if (at !== undefined && run !== undefined && at > run) {
    problems.add(
      'after-the-end',
      [...path, 'at'],
      `${durationText(at)} is after the end of the run at ${durationText(run)}`,
    );
  }
  const bounds = buildBounds(written, path, context);
  const hasBound = bounds.atLeast !== undefined || bounds.atMost !== undefined || equals !== undefined || same === true;
  needsBound(hasBound, path, 'atLeast, atMost, equals or same', context);
  if (of === undefined) return undefined;
  const value = equals === undefined ? undefined : { value: equals };
  return { kind: 'state', of, at, field, bounds, equals: value, same: same === true };
}

function operations(written: OperationsDocument, path: Path, context: Context): OperationsExpectation {
  const names: readonly OperationCount[] = ['invoked', 'answered', 'refused', 'unknown'];
  const counts = names.flatMap((count) => {
    const bounds = written[count];
    if (bounds === undefined) return [];
    const at = [...path, count];
    needsBound(bounds.atLeast !== undefined || bounds.atMost !== undefined, at, 'atLeast or atMost', context);
    checkCount(bounds, at, context);
    return [{ count, bounds: buildBounds(bounds, at, context) }];
  });
  checkOperation(written.f, path, context);
  needsBound(counts.length > 0, path, 'invoked, answered, refused or unknown', context);
  const who = buildWho(written, path, context);
  return { kind: 'operations', f: written.f, who, window: buildWindow(written, path, context), counts };
}

function latency(written: LatencyDocument, path: Path, context: Context): LatencyExpectation {
  const limits = buildLimits(written, path, context);
  for (const { percentile, bounds } of limits) checkLatency(percentile, bounds, path, context);
  checkOperation(written.f, path, context);
  needsBound(limits.length > 0, path, 'p50, p99 or max', context);
  const who = buildWho(written, path, context);
  return { kind: 'latency', f: written.f, who, window: buildWindow(written, path, context), limits };
}

function recovers({ within, f }: RecoversDocument, path: Path, context: Context): RecoversExpectation {
  const { run, problems, draft } = context;
  if (within === 0) problems.add('wrong-value', [...path, 'within'], 'found 0s, expected some time');
  if (run !== undefined && within >= run) {
    const message = `${durationText(within)} is as long as the run of ${durationText(run)}: what has healed by then leaves no time to recover`;
    problems.add('after-the-end', [...path, 'within'], message);
  }
  if (draft.generate === undefined && draft.faults.length === 0) {
    problems.add('contradiction', path, 'there is no fault to recover from: list one', { part: 'key' });
  }
  checkOperation(f, path, context);
  buildWho({}, path, context);
  return { kind: 'recovers', within, f };
}

function checkEndings({ draft, problems }: Context): void {
  const at = draft.expect.flatMap((item, index) => (item !== undefined && 'ends' in item ? [index] : []));
  if (at.length > 1)
    problems.add('repeated', ['expect', at[1]!], 'a run ends once: keep one of the endings', { part: 'key' });
}
