// The moments between which a run is measured: a time, a fault, an event, a state of one node or of all.
import type { Plain } from '../../base/plain.ts';
import type { Moment } from '../../contract/watch.ts';
import type { MomentDocument } from '../schema/measure.ts';
import { oneOf } from '../suggest.ts';
import type { Path } from '../text/position.ts';
import { quoted } from '../text/printable.ts';
import { durationText } from '../words.ts';
import type { Context } from './context.ts';
import { valueTest } from './state-test.ts';
import { buildTarget } from './targets.ts';
import { onTrigger, whenTrigger } from './triggers.ts';
import { checkFaultName } from './windows.ts';

const momentKeys = ['fault', 'end', 'on', 'when', 'at'] as const;

/** Undefined where it is none, or two: that has been reported. */
export function buildMoment(written: MomentDocument, path: Path, context: Context): Moment | undefined {
  const { problems, run } = context;
  const said = momentKeys.filter((key) => written[key] !== undefined);
  if (said.length !== 1) {
    const found = said.length === 0 ? 'found none of them' : `found ${oneOf(said, 'and')}: keep one`;
    const message = `a moment is one of fault, end, on, when and at: ${found}`;
    problems.add('contradiction', said.length === 0 ? path : [...path, said[1]!], message, { part: 'key' });
    return undefined;
  }
  const { fault, end, on, when, at } = written;
  if (at !== undefined) {
    if (run !== undefined && at >= run) {
      const message = `${durationText(at)} is not before the end of the run at ${durationText(run)}`;
      problems.add('after-the-end', [...path, 'at'], message);
    }
    return { kind: 'time', at };
  }
  if (fault !== undefined || end !== undefined) {
    const name = (fault ?? end)!;
    checkFaultName(name, [...path, fault === undefined ? 'end' : 'fault'], context);
    return { kind: 'fault', name, edge: fault === undefined ? 'ends' : 'begins' };
  }
  if (when?.all !== undefined) return allOf(when, [...path, 'when'], context);
  if (when?.same !== undefined) {
    const message = 'same is of all nodes of a group: write all: servers, or leave it out';
    problems.add('contradiction', [...path, 'when', 'same'], message, { part: 'key' });
    return undefined;
  }
  const trigger =
    on === undefined ? whenTrigger(when!, [...path, 'when'], context) : onTrigger(on, [...path, 'on'], context);
  return trigger && { kind: 'trigger', trigger };
}

type All = NonNullable<MomentDocument['when']>;

/** `all: servers`: each of those that are up shows the field within bounds, or all the same value. */
function allOf(written: All, path: Path, context: Context): Moment | undefined {
  const { problems } = context;
  const { all, field, same, atLeast, atMost, equals } = written;
  const before = problems.count;
  for (const key of ['becomes', 'of', 'nth'] as const) {
    if (written[key] === undefined) continue;
    const message = `all is a state of every node of a group, the first time that it is so: leave ${key} out`;
    problems.add('contradiction', [...path, key], message, { part: 'key' });
  }
  const target = buildTarget(all!, [...path, 'all'], context);
  if (target !== undefined && target.select !== 'group') {
    const message = `found ${quoted(all!)}, expected a group such as servers: who plays a role changes meanwhile`;
    problems.add('contradiction', [...path, 'all'], message);
  }
  const isBounded = atLeast !== undefined || atMost !== undefined || equals !== undefined;
  if (field === undefined || isBounded === (same === true)) {
    const missing = field === undefined ? 'field: a field of the view' : 'either same: true or a bound';
    problems.add('missing', [...path, 'all'], `expected ${missing} beside it`, { part: 'key' });
  }
  if (atLeast !== undefined && atMost !== undefined && atLeast > atMost) {
    const message = `at least ${atLeast} and at most ${atMost} cannot both be: keep one, or lower the first`;
    problems.add('contradiction', [...path, 'atMost'], message);
  }
  if (target?.select !== 'group' || problems.count > before) return undefined;
  const { group } = target;
  const view = context.system.view[group];
  const bounds = { atLeast, atMost, equals };
  const value = (state: never): Plain => {
    const shown = view?.(state)[field!];
    if (shown === undefined) return null;
    return same === true ? shown : valueTest(shown, bounds) ? true : null;
  };
  return { kind: 'all', group, value };
}
