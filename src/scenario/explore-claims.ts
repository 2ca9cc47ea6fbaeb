// What an exploration is asked of the states it meets, in one line, as `--sometimes`, `--eventually` and the scenario's
// `explore:` have it:
//
//   leader                          a node plays the role
//   n2.commit>=3  leader.term=2     a field of the view, of a node, a role or a group (each of them); also <=
//   n1=down  n1=restarted  n1=up    restarted: it is up, and not for the first time
//   n1=down and n2.role=leader      all of it at one moment
import type { Plain } from '../base/plain.ts';
import { sortedKeys } from '../base/sorted.ts';
import type { Target } from '../contract/faults.ts';
import type { NodeId } from '../contract/ids.ts';
import { type FieldBounds, valueTest } from './build/state-test.ts';
import { nodesOf } from './expect/state.ts';
import type { Scenario } from './scenario.ts';
import { didYouMean, oneOf } from './suggest.ts';
import { nodesText, parseTarget, type TargetNames } from './targets.ts';
import { quoted } from './text/printable.ts';

/** Undefined: it is down. */
export type NodeNow = { readonly id: NodeId; readonly state: Plain | undefined; readonly incarnation: number };

export type StateClaim = {
  readonly name: string;
  readonly holds: (view: { readonly nodes: readonly NodeNow[] }) => boolean;
  /** In words a field that no node has ever shown, of those that were looked at; known once states were judged. */
  readonly misspelt: () => string | undefined;
};

/** What names mean to a claim. */
export type ClaimScene = Pick<Scenario, 'system' | 'nodes' | 'clients'>;

type Part = Omit<StateClaim, 'name'>;
type Parsed<T> = T | { readonly problem: string; readonly hint?: string | undefined };

const EXPECTED = 'a role, n1.commit>=2, n1=down, n1=restarted, or several joined by " and "';
const lives = ['up', 'down', 'restarted'] as const;

export function parseClaim(text: string, scene: ClaimScene): Parsed<StateClaim> {
  const parts: Part[] = [];
  for (const word of text.split(/\s+and\s+/)) {
    const part = partOf(word.trim(), scene);
    if ('problem' in part) return part;
    parts.push(part);
  }
  const [only] = parts;
  return {
    name: parts.length === 1 && Object.hasOwn(scene.system.roles, text.trim()) ? `a ${text.trim()}` : text.trim(),
    holds: parts.length === 1 ? only!.holds : (view) => parts.every(({ holds }) => holds(view)),
    misspelt: () => parts.map(({ misspelt }) => misspelt()).find((words) => words !== undefined),
  };
}

function partOf(word: string, scene: ClaimScene): Parsed<Part> {
  const [, who, field, sign, value] = /^([\w()-]+)\.([\w-]+)\s*(>=|<=|=)\s*(\S+|".*")$/.exec(word) ?? [];
  if (who !== undefined) return fieldPart(who, field!, sign!, value!, scene);
  const [, node, life] = /^([\w-]+)\s*=\s*([\w-]+)$/.exec(word) ?? [];
  if (node !== undefined) return lifePart(node, life!, scene);
  if (!/^[\w-]+$/.test(word)) return { problem: `found ${quoted(word)}, expected ${EXPECTED}` };
  return rolePart(word, scene);
}

function rolePart(name: string, scene: ClaimScene): Parsed<Part> {
  const roles = Object.keys(scene.system.roles);
  if (!roles.includes(name)) {
    const expected = roles.length === 0 ? 'the system has none' : `expected ${roles.join(', ')}`;
    return { problem: `there is no role ${quoted(name)}: ${expected}`, hint: didYouMean(name, roles) };
  }
  const isPlayed: Part['holds'] = ({ nodes }) =>
    nodesOf({ select: 'role', role: name }, statesOf(nodes), scene).length > 0;
  return { holds: isPlayed, misspelt: () => undefined };
}

function lifePart(node: string, life: string, scene: ClaimScene): Parsed<Part> {
  const names = namesOf(scene);
  if (!names.nodes.some(({ id }) => id === node)) return { problem: `there is no node ${node}: ${nodesText(names)}` };
  if (!(lives as readonly string[]).includes(life)) {
    return { problem: `found ${quoted(life)}, expected ${oneOf(lives)}`, hint: didYouMean(life, lives) };
  }
  const holds: Part['holds'] = ({ nodes }) => {
    const { state, incarnation } = nodes.find(({ id }) => id === node)!;
    if (life === 'down') return state === undefined;
    return state !== undefined && (life === 'up' || incarnation > 1);
  };
  return { holds, misspelt: () => undefined };
}

function fieldPart(who: string, field: string, sign: string, written: string, scene: ClaimScene): Parsed<Part> {
  const parsed = parseTarget(who, namesOf(scene));
  if ('problem' in parsed) return parsed;
  const { target } = parsed;
  if (target.select === 'rest' || target.select === 'random' || target.select === 'trigger') {
    return { problem: `${who} names no nodes for sure: expected a node, a role or a group` };
  }
  const value = readValue(written);
  if (sign !== '=' && typeof value !== 'number') return { problem: `found ${quoted(written)}, expected a number` };
  const bounds = { '>=': { atLeast: value }, '<=': { atMost: value }, '=': { equals: value } }[sign] as FieldBounds;
  return fieldTest(target, field, bounds, scene);
}

/** All nodes that are meant, and there is one. */
function fieldTest(target: Target, field: string, bounds: FieldBounds, scene: ClaimScene): Part {
  const groups = new Map([...scene.nodes.map(({ id, group }) => [id, group] as const)]);
  let isShown = false;
  let shown: readonly string[] | undefined;
  const isTrueOf = (id: NodeId, state: Plain | undefined): boolean => {
    if (state === undefined) return false;
    const view = scene.system.view[groups.get(id) ?? 'client']?.(state as never) ?? {};
    if (!Object.hasOwn(view, field)) {
      shown = sortedKeys(view);
      return false;
    }
    isShown = true;
    return valueTest(view[field]!, bounds);
  };
  const holds: Part['holds'] = ({ nodes }) => {
    const probe = statesOf(nodes);
    const meant = nodesOf(target, probe, scene);
    return meant.length > 0 && meant.every((id) => isTrueOf(id, probe.states[id]));
  };
  const misspelt = () => {
    if (isShown || shown === undefined) return undefined;
    if (shown.length === 0) return 'the system has no view of such a node, so it has no fields';
    const hint = didYouMean(field, shown);
    return `no view ever has a field ${quoted(field)}: it shows ${oneOf(shown, 'and')}${hint === undefined ? '' : ` (${hint})`}`;
  };
  return { holds, misspelt };
}

function statesOf(nodes: readonly NodeNow[]): { readonly states: { readonly [id: NodeId]: Plain | undefined } } {
  return { states: Object.fromEntries(nodes.map(({ id, state }) => [id, state])) };
}

function readValue(written: string): string | number | boolean | null {
  if (/^-?\d{1,15}(\.\d+)?$/.test(written)) return Number(written);
  const words = { true: true, false: false, null: null } as const;
  if (Object.hasOwn(words, written)) return words[written as keyof typeof words];
  return written.replaceAll(/^"|"$/g, '');
}

function namesOf({ system, nodes, clients }: ClaimScene): TargetNames {
  const all = [...nodes, ...clients.map(({ id }) => ({ id, group: 'client' }))];
  return {
    nodes: all,
    servers: nodes.map(({ id }) => id),
    roles: Object.keys(system.roles),
    groups: [...new Set(all.map(({ group }) => group))],
  };
}
