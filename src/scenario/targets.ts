// Target expressions: who is meant by a fault or an expectation.
//
//   n3  c1          a node                    leader        the node of a role
//   servers         all of a group            followers     all nodes of a role
//   rest            servers not named         follower(2)   the second of a role's nodes
//   random(2)       two servers, drawn when the fault begins
//   it  sender      of a fault that an event sets off: where it happened, who sent the message
import type { Target } from '../contract/faults.ts';
import type { GroupName, NodeId } from '../contract/ids.ts';
import { pluralOf } from '../contract/notation.ts';
import { didYouMean, oneOf } from './suggest.ts';
import { quoted } from './text/printable.ts';
import { counted } from './words.ts';

export { pluralOf, targetText } from '../contract/notation.ts';

export type NodeEntry = { readonly id: NodeId; readonly group: GroupName };

/** The names that an expression may use. */
export type TargetNames = {
  readonly nodes: readonly NodeEntry[];
  /** Names of the servers: what `rest` and `random` draw from. */
  readonly servers: readonly NodeId[];
  readonly roles: readonly string[];
  readonly groups: readonly GroupName[];
  /** Expressions that stand for others. */
  readonly as?: { readonly [expression: string]: string } | undefined;
};

export type ParsedTarget =
  | { readonly target: Target }
  | { readonly problem: string; readonly hint?: string | undefined };

export function parseTarget(source: string, names: TargetNames): ParsedTarget {
  const written = source.trim();
  const { as } = names;
  const text = as !== undefined && Object.hasOwn(as, written) ? as[written]!.trim() : written;
  const call = /^([A-Za-z][\w-]*)\((\d{1,6})\)$/.exec(text);
  if (call !== null) return parseCall(call[1]!, Number(call[2]), names);
  if (names.nodes.some((node) => node.id === text)) return { target: { select: 'node', node: text } };
  if (text === 'rest') return { target: { select: 'rest' } };
  if (text === 'it') return { target: { select: 'trigger', which: 'node' } };
  if (text === 'sender') return { target: { select: 'trigger', which: 'sender' } };
  if (names.roles.includes(text)) return { target: { select: 'role', role: text } };
  const role = names.roles.find((name) => pluralOf(name) === text);
  if (role !== undefined) return { target: { select: 'role', role, every: true } };
  const group = names.groups.find((name) => name === text || pluralOf(name) === text);
  if (group !== undefined) return { target: { select: 'group', group } };
  if (/^[a-z]\d+$/.test(text)) return { problem: `there is no node ${text}: ${nodesText(names)}` };
  if (text === 'random') return { problem: 'random needs a number: write random(1)' };
  return {
    problem: `found ${quoted(text)}, expected ${expectation(names)}`,
    hint: didYouMean(text, candidates(names)),
  };
}

function parseCall(name: string, count: number, names: TargetNames): ParsedTarget {
  const text = `${name}(${count})`;
  if (name === 'random') {
    const { length } = names.servers;
    if (count >= 1 && count <= length) return { target: { select: 'random', count } };
    return { problem: `${text} draws from ${counted(length, 'server')}: expected random(1) to random(${length})` };
  }
  if (names.roles.includes(name)) {
    if (count >= 1) return { target: { select: 'role', role: name, nth: count } };
    return { problem: `${text} counts from 1: the first is ${name}(1)` };
  }
  const problem = `found ${quoted(text)}: only a role or random takes a number, expected ${expectation(names)}`;
  return { problem, hint: didYouMean(name, [...names.roles, 'random']) };
}

function candidates(names: TargetNames): readonly string[] {
  const words = [...names.roles, ...names.groups];
  return [...words, ...words.map(pluralOf), 'rest', 'random'];
}

function expectation(names: TargetNames): string {
  const first = names.nodes[0]?.id ?? 'n1';
  const roles = names.roles.slice(0, 6);
  const groups = names.groups.map(pluralOf).filter((name) => !roles.includes(name));
  return `a target: ${oneOf([first, ...roles, ...groups, 'random(1)', 'rest'])}`;
}

/** `there are 5 servers: n1 to n5; 2 clients: c1 and c2`. */
export function nodesText(names: TargetNames): string {
  const groups = [...new Set(names.nodes.map((node) => node.group))];
  const parts = groups.map((group) => {
    const ids = names.nodes.filter((node) => node.group === group).map((node) => node.id);
    const span = ids.length > 2 ? `${ids[0]} to ${ids[ids.length - 1]}` : oneOf(ids, 'and');
    return `${ids.length} ${ids.length === 1 ? group : pluralOf(group)}: ${span}`;
  });
  if (parts.length === 0) return 'there are no nodes';
  return `there ${names.nodes.length === 1 ? 'is' : 'are'} ${parts.join('; ')}`;
}
