// The faults of a scenario: their names and times. What each does, and to whom, is built in `actions.ts`.
import type { Fault } from '../../contract/faults.ts';
import type { Duration, Time } from '../../contract/time.ts';
import { type FaultDocument, faultActions } from '../schema/faults.ts';
import { quoted } from '../text/printable.ts';
import { durationText } from '../words.ts';
import { buildActions } from './actions.ts';
import type { Context } from './context.ts';
import { checkRestarts } from './restarts.ts';

export function buildFaults(context: Context): readonly Fault[] {
  const faults: Fault[] = [];
  const named = new Map<string, number>();
  context.draft.faults.forEach((fault, index) => {
    if (fault === undefined) return;
    checkName(fault.name, index, named, context);
    checkStart(fault.at, index, context);
    const until = endOf(fault, index, context);
    for (const { action, text } of buildActions(fault, index, context)) {
      faults.push({ name: fault.name ?? action.kind, at: fault.at, until, action, text });
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

function checkStart(at: Time, index: number, { run, problems }: Context): void {
  if (run === undefined || at < run) return;
  const message = `the fault begins at ${durationText(at)}, but the run ends at ${durationText(run)}`;
  problems.add('after-the-end', ['faults', index, 'at'], message);
}

type Endings = { readonly until?: Time | undefined; readonly for?: Duration | undefined };

/** `until` is a time, `for` a duration; `restart` of a crash is a duration too. More than one is a contradiction. */
export function endsOf(fault: FaultDocument): readonly { readonly key: string; readonly time: Time }[] {
  const { until, for: duration }: Endings = 'until' in fault || 'for' in fault ? (fault as Endings) : {};
  const restart = 'crash' in fault ? fault.restart : undefined;
  return [
    ...(until === undefined ? [] : [{ key: 'until', time: until }]),
    ...(duration === undefined ? [] : [{ key: 'for', time: fault.at + duration }]),
    ...(restart === undefined ? [] : [{ key: 'restart', time: fault.at + restart }]),
  ];
}

function endOf(fault: FaultDocument, index: number, context: Context): Time | undefined {
  const [first, second] = endsOf(fault);
  if (second !== undefined) {
    const message = `${first?.key} and ${second.key} both say when the fault ends: keep one of them`;
    context.problems.add('contradiction', ['faults', index, second.key], message, { part: 'key' });
  }
  if (first === undefined) return undefined;
  checkEnd(fault.at, first.time, ['faults', index, first.key], context);
  return first.time;
}

function checkEnd(at: Time, end: Time, path: readonly (string | number)[], { run, problems }: Context): void {
  if (end <= at) {
    const message =
      path[2] === 'until'
        ? `the fault ends at ${durationText(end)}, but begins at ${durationText(at)}`
        : 'found 0s: the fault would end as it begins';
    problems.add('time-order', path, message);
  } else if (run !== undefined && end > run && at < run) {
    const message = `the fault ends at ${durationText(end)}, after the run at ${durationText(run)}: leave ${path[2]} out for a fault that lasts`;
    problems.add('after-the-end', path, message);
  }
}
