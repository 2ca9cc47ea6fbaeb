// The faults of a scenario: their names, beginnings and ends. What each does, and to whom, is built in `actions.ts`.
import type { Duration, Time } from '../../contract/time.ts';
import { faultText } from '../../plans/text.ts';
import type { ListedFault } from '../scenario.ts';
import { actionOf, type FaultDocument, faultActions } from '../schema/faults.ts';
import type { Path } from '../text/position.ts';
import { quoted } from '../text/printable.ts';
import { durationText } from '../words.ts';
import { buildActions } from './actions.ts';
import type { Context } from './context.ts';
import { checkRestarts } from './restarts.ts';
import { type Begin, buildBegin } from './triggers.ts';

export function buildFaults(context: Context): readonly ListedFault[] {
  const faults: ListedFault[] = [];
  const named = new Map<string, number>();
  context.draft.faults.forEach((fault, index) => {
    if (fault === undefined) return;
    const path = ['faults', index];
    checkName(fault.name, index, named, context);
    const begin = buildBegin(fault, path, context);
    if (begin !== undefined) checkStart(begin, fault, path, context);
    const end = endOf(fault, path, context);
    for (const action of buildActions(fault, index, context)) {
      if (begin === undefined) continue;
      const { at, latest, trigger } = begin;
      const text = faultText({ action, trigger });
      const drawn = latest === undefined ? {} : { drawn: { item: index, latest } };
      faults.push({ name: fault.name ?? action.kind, at, trigger, ...drawn, ...end, action, text });
    }
  });
  checkRestarts(context);
  return faults;
}

function checkName(name: string | undefined, index: number, named: Map<string, number>, context: Context): void {
  if (name === undefined) return;
  const path = ['faults', index, 'name'];
  if ((faultActions as readonly string[]).includes(name)) {
    context.problems.add('repeated', path, `${quoted(name)} is a kind of fault: choose a name of its own`);
  } else if (named.has(name)) {
    const message = `the name ${quoted(name)} is that of an earlier fault, number ${named.get(name)! + 1}: choose another`;
    context.problems.add('repeated', path, message);
  }
  if (!named.has(name)) named.set(name, index);
}

function checkStart(
  { at: earliest, latest: at = earliest }: Begin,
  fault: FaultDocument,
  path: Path,
  { run, problems }: Context,
): void {
  if (run === undefined || at < run) return;
  const key = fault.at === undefined ? 'after' : 'at';
  const begins = key === 'at' ? 'the fault begins at' : 'the fault begins only after';
  problems.add(
    'after-the-end',
    [...path, key],
    `${begins} ${durationText(at)}, but the run ends at ${durationText(run)}`,
  );
}

type Endings = { readonly until?: Time | undefined; readonly for?: Duration | undefined; readonly restart?: unknown };

type End = { readonly key: 'until' | 'for' | 'restart'; readonly time: Time | undefined; readonly lasts: Duration };

/**
 * `until` is a time, `for` a duration; `restart` of a crash is a duration too. More than one is a contradiction. `time`
 * is undefined where it depends on what sets the fault off.
 */
export function endsOf(fault: FaultDocument): readonly End[] {
  const { until, for: duration, restart }: Endings = fault as Endings;
  const { at } = fault;
  const after = (key: 'for' | 'restart', lasts: Duration): End => ({
    key,
    // Of a beginning that is drawn the latest: what is checked is that the fault ends within the run.
    time: at === undefined ? undefined : at.max + lasts,
    lasts,
  });
  return [
    ...(until === undefined ? [] : [{ key: 'until', time: until, lasts: until - (at?.max ?? 0) } as const]),
    ...(duration === undefined ? [] : [after('for', duration)]),
    ...(typeof restart === 'number' ? [after('restart', restart)] : []),
  ];
}

/** Undefined ends: it lasts to the end of the run. */
function endOf(
  fault: FaultDocument,
  path: Path,
  context: Context,
): { readonly until: Time | undefined; readonly lasts?: Duration } {
  const [first, second] = endsOf(fault);
  const { problems } = context;
  if (second !== undefined) {
    const message = `${first?.key} and ${second.key} both say when the fault ends: keep one of them`;
    problems.add('contradiction', [...path, second.key], message, { part: 'key' });
  }
  if (first === undefined) return { until: undefined };
  const { key, time, lasts } = first;
  if (fault.at !== undefined && time !== undefined) {
    checkEnd(fault.at.max, time, [...path, key], context);
    return key === 'until' || fault.at.min === fault.at.max ? { until: time } : { until: undefined, lasts };
  }
  if (key === 'until') {
    const message = `when this fault begins is not known before: write ${'crash' in fault ? 'restart' : 'for'} with a duration`;
    problems.add('contradiction', [...path, key], message, { part: 'key' });
  } else if (lasts === 0) problems.add('time-order', [...path, key], 'found 0s: the fault would end as it begins');
  else if (context.run !== undefined && (fault.after ?? 0) + lasts > context.run) {
    const message = `the fault lasts ${durationText(lasts)}, and would end after the run at ${durationText(context.run)}: leave ${key} out for a fault that lasts`;
    problems.add('after-the-end', [...path, key], message);
  }
  return { until: undefined, lasts };
}

function checkEnd(at: Time, end: Time, path: Path, { run, problems }: Context): void {
  const key = String(path[path.length - 1]);
  if (end <= at) {
    const message =
      key === 'until'
        ? `the fault ends at ${durationText(end)}, but begins at ${durationText(at)}`
        : 'found 0s: the fault would end as it begins';
    problems.add('time-order', path, message);
  } else if (run !== undefined && end > run && at < run) {
    const message = `the fault ends at ${durationText(end)}, after the run at ${durationText(run)}: leave ${key} out for a fault that lasts`;
    problems.add('after-the-end', path, message);
  }
}

/** What `during` may name of a fault: its kind and its name. */
export function namesOf(fault: FaultDocument): { readonly kind: string; readonly name: string } {
  const kind = actionOf(fault);
  return { kind, name: fault.name ?? kind };
}
