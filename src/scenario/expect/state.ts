// Claims on the states of nodes at a moment, by the fields that the system's view shows.
import { equalPlain, type Plain } from '../../base/plain.ts';
import { printable } from '../../base/printable.ts';
import { sortedKeys } from '../../base/sorted.ts';
import type { Target } from '../../contract/faults.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Probe } from '../../kernel/result.ts';
import type { Scenario, StateExpectation } from '../scenario.ts';
import { didYouMean, oneOf } from '../suggest.ts';
import { targetText } from '../targets.ts';
import { counted, durationText } from '../words.ts';
import { isWithin } from './counts.ts';
import { type Evidence, type Measure, measure, unknown } from './finding.ts';

type Shown = { readonly node: NodeId; readonly value: Plain };

export function judgeState(expectation: StateExpectation, evidence: Evidence): Measure {
  const { scenario, result } = evidence;
  const { at, of, field } = expectation;
  if (at !== undefined && at > result.time) {
    return unknown(`the run ended at ${durationText(result.time)}, before ${durationText(at)}`);
  }
  const probe =
    at === undefined ? result.probes[result.probes.length - 1] : result.probes.find(({ time }) => time === at);
  if (probe === undefined) return unknown('the states of that moment were not kept');
  const nodes = nodesOf(of, probe, scenario);
  if (nodes.length === 0) return measure(false, `no node is ${targetText(of)} then`);
  const shown: Shown[] = [];
  for (const node of nodes) {
    const value = fieldOf(node, field, probe, scenario);
    if ('problem' in value) return measure(false, value.problem);
    shown.push({ node, value: value.value });
  }
  return measure(isTrue(expectation, shown), figures(shown));
}

/** As a fault would find them at that moment: the role's nodes of the highest rank, in order of number. */
export function nodesOf(
  target: Target,
  probe: { readonly states: { readonly [node: NodeId]: Plain | undefined } },
  scenario: Pick<Scenario, 'nodes' | 'clients' | 'system'>,
): readonly NodeId[] {
  const all = [...scenario.nodes, ...scenario.clients.map(({ id }) => ({ id, group: 'client' }))];
  if (target.select === 'node') return [target.node];
  if (target.select === 'group') return all.filter(({ group }) => group === target.group).map(({ id }) => id);
  if (target.select !== 'role') return [];
  const role = scenario.system.roles[target.role];
  if (role === undefined) return [];
  const stateOf = (id: NodeId): never => probe.states[id] as never;
  const players = all
    .filter(({ id, group }) => group === role.group && probe.states[id] !== undefined && role.is(stateOf(id)))
    .map(({ id }) => id);
  const rank = (id: NodeId): number => role.rank?.(stateOf(id)) ?? 0;
  const highest = players.reduce((best, id) => Math.max(best, rank(id)), Number.NEGATIVE_INFINITY);
  const first = players.filter((id) => rank(id) === highest);
  if (target.every === true) return first;
  const nth = (target.nth ?? 1) - 1;
  return first.slice(nth, nth + 1);
}

type Field = { readonly value: Plain } | { readonly problem: string };

function fieldOf(node: NodeId, field: string, probe: Probe, scenario: Scenario): Field {
  const state = probe.states[node];
  if (state === undefined) return { problem: `${node} is down then` };
  const group = scenario.nodes.find(({ id }) => id === node)?.group ?? 'client';
  const view = scenario.system.view[group]?.(state as never);
  if (view === undefined) return { problem: `${scenario.system.name} has no view of a ${group}` };
  if (Object.hasOwn(view, field)) return { value: view[field]! };
  const names = sortedKeys(view);
  const hint = didYouMean(field, names);
  return {
    problem: `the view of ${node} has no field ${field}: it shows ${oneOf(names, 'and')}${hint ? ` (${hint})` : ''}`,
  };
}

function isTrue({ bounds, equals, same }: StateExpectation, shown: readonly Shown[]): boolean {
  const hasBounds = bounds.atLeast !== undefined || bounds.atMost !== undefined;
  const first = shown[0]!.value;
  return shown.every(
    ({ value }) =>
      (!hasBounds || (typeof value === 'number' && isWithin(value, bounds))) &&
      (equals === undefined || equalPlain(value, equals.value)) &&
      (!same || equalPlain(value, first)),
  );
}

const SHOWN_MAX = 7;

/** `n1 3, n2 4`; where all are alike `3 at all 5`; of many nodes `1 at 997, 0 at 3 (n5 first)`. */
function figures(shown: readonly Shown[]): string {
  const byValue = new Map<string, NodeId[]>();
  for (const { node, value } of shown) {
    const text = valueText(value);
    const nodes = byValue.get(text);
    if (nodes === undefined) byValue.set(text, [node]);
    else nodes.push(node);
  }
  const groups = [...byValue].sort((a, b) => b[1].length - a[1].length);
  if (groups.length === 1 && shown.length > 1) return `${groups[0]![0]} at all ${shown.length}`;
  if (shown.length <= SHOWN_MAX) return shown.map(({ node, value }) => `${node} ${valueText(value)}`).join(', ');
  const words = groups.slice(0, SHOWN_MAX).map(([text, nodes], index) => {
    const first = index === 0 ? '' : ` (${nodes[0]} first)`;
    return `${text} at ${nodes.length}${first}`;
  });
  return (
    words.join(', ') + (groups.length > SHOWN_MAX ? `, and ${counted(groups.length - SHOWN_MAX, 'more value')}` : '')
  );
}

function valueText(value: Plain): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return printable(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
