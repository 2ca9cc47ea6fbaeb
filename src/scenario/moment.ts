// A moment of a run as text: the events around it, and the nodes as they were after it.

import { countWhile } from '../base/halving.ts';
import type { PlainRecord } from '../base/plain.ts';
import { formatTime, formatValue } from '../display/format.ts';
import type { Style } from '../display/style.ts';
import { table } from '../display/table.ts';
import { traceLine } from '../display/trace-lines.ts';
import type { TimedRun, TraceLog } from '../kernel/index.ts';
import { fieldsShown, type ScenarioRun } from './report.ts';
import type { Scenario } from './scenario.ts';

const BEFORE = 20;
const AFTER = 5;

/** Undefined if the run has no such event. It must have been run at level `full`. */
export function aroundMoment(
  scenario: Scenario,
  { run, result }: ScenarioRun,
  at: { readonly event: number } | { readonly time: number },
  style: Style,
): readonly string[] | undefined {
  const { trace } = run;
  if (trace === undefined) return undefined;
  const event = 'event' in at ? at.event : eventBy(trace, at.time);
  if (event < 0 || event >= trace.length) return undefined;
  const from = Math.max(0, event - BEFORE);
  const to = Math.min(trace.length, event + AFTER + 1);
  const lines = Array.from({ length: to - from }, (_, i) => traceLine(trace.at(from + i), from + i === event));
  const marked = lines.map((line, i) => (from + i === event ? style.strong(line) : line));
  const checkpoint = run.checkpoints.findLast((candidate) => candidate.event <= event)!;
  const there = run.from(checkpoint);
  there.run(event + 1);
  const found = result.violations.filter((violation) => violation.event === event);
  return [
    ...marked,
    ...found.map(({ property, reason }) => style.bad(`VIOLATED  ${property}: ${reason}`)),
    '',
    `after event ${event}, t=${formatTime(there.world.time)}`,
    ...nodeTable(scenario, there),
  ];
}

/** The last event by a time. */
function eventBy(trace: TraceLog, time: number): number {
  return countWhile(trace.length, (at) => trace.at(at).time <= time) - 1;
}

function nodeTable(scenario: Scenario, { world }: TimedRun): readonly string[] {
  const shown = world.nodes.filter((node) => scenario.system.view[node.group] !== undefined);
  const views = shown.map((node) => ({
    id: node.id,
    fields:
      node.state === undefined ? undefined : fieldsShown(() => scenario.system.view[node.group]!(node.state as never)),
  }));
  const names = [...new Set(views.flatMap(({ fields }) => Object.keys(fields ?? {})))];
  return table(
    ['node', ...names].map((title) => ({ title })),
    views.map(({ id, fields }) => [{ text: id }, ...names.map((name) => ({ text: cellText(fields, name) }))]),
  );
}

/** Blank where the node's group has no such field. */
function cellText(fields: PlainRecord | undefined, name: string): string {
  if (fields === undefined) return 'down';
  const value = fields[name];
  return value === undefined ? '' : formatValue(value, 40);
}
