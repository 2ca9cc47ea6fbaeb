// The composed YAML as plain values, each with its place in the text.
import { isAlias, isPair, isScalar, isSeq, type ParsedNode } from 'yaml';
import type { ProblemCode } from '../problem.ts';
import type { Path } from './position.ts';
import { quoted } from './printable.ts';

export type Tree = {
  readonly value: unknown;
  readonly start: number;
  readonly end: number;
  /** Not what it seems (an alias, a mapping with a merge key): what later stages find below it is not reported. */
  readonly isBroken: boolean;
  readonly children: ReadonlyMap<string | number, Child>;
};

export type Child = { readonly key: { readonly start: number; readonly end: number } | undefined; readonly tree: Tree };

type Report = (start: number, end: number, code: ProblemCode, message: string) => void;
type Node = ParsedNode | null;

const NONE: ReadonlyMap<string | number, Child> = new Map();

/** The values below `node`, with duplicate keys, anchors, aliases, merge keys and tags reported. */
export function treeOf(node: Node, text: string, report: Report, end = text.length): Tree {
  if (node === null) return leaf(null, end, end);
  const [start, valueEnd] = node.range;
  if (isAlias(node)) {
    report(start, valueEnd, 'alias', `aliases are not allowed: write out what *${node.source} stands for`);
    return { ...leaf(null, start, valueEnd), isBroken: true };
  }
  if (node.anchor !== undefined) {
    const at = text.lastIndexOf(`&${node.anchor}`, start);
    const message = `the anchor &${node.anchor} is not allowed: write the value out in each place`;
    report(at, at + 1 + node.anchor.length, 'anchor', message);
  }
  // The library keeps a tag on a node only where the text has one.
  if (node.tag !== undefined) {
    const [before = ''] = /![^\s,[\]{}]*(?:\s+&\S+)?\s*$/.exec(text.slice(Math.max(0, start - 200), start)) ?? [];
    const [tag = ''] = before.split(/\s/);
    const at = start - before.length;
    const message = `the tag ${tag || node.tag} is not allowed: remove it, values say by themselves what they are`;
    report(at, tag === '' ? valueEnd : at + tag.length, 'tag', message);
  }
  if (isScalar(node)) return leaf(node.value, start, valueEnd);
  return isSeq(node) ? listOf(node, text, report) : mappingOf(node, text, report);
}

function leaf(value: unknown, start: number, end: number): Tree {
  return { value, start, end, isBroken: false, children: NONE };
}

function listOf(node: Extract<ParsedNode, { items: unknown }>, text: string, report: Report): Tree {
  const values: unknown[] = [];
  const children = new Map<string | number, Child>();
  for (const item of node.items) {
    // A pair in a flow list, `[a: 1]`, is a mapping of one.
    const tree = isPair(item)
      ? leaf(null, ...rangeOf(item.key as Node, node.range))
      : treeOf(item as Node, text, report, node.range[1]);
    children.set(values.length, { key: undefined, tree });
    values.push(tree.value);
  }
  return { value: values, start: node.range[0], end: node.range[1], isBroken: false, children };
}

function rangeOf(node: Node, outer: readonly [number, number, number]): [number, number] {
  return node === null ? [outer[0], outer[1]] : [node.range[0], node.range[1]];
}

function mappingOf(node: Extract<ParsedNode, { items: unknown }>, text: string, report: Report): Tree {
  const value: { [key: string]: unknown } = {};
  const children = new Map<string | number, Child>();
  let isBroken = false;
  for (const pair of node.items as readonly { key: Node; value: Node }[]) {
    const [start, end] = rangeOf(pair.key, node.range);
    const name = keyName(pair.key);
    const refused = keyProblem(name, children);
    if (refused !== undefined) {
      report(start, end, refused.code, refused.message);
      isBroken ||= refused.code === 'merge-key';
      continue;
    }
    treeOf(pair.key, text, report, end);
    const tree = pair.value === null ? leaf(null, start, end) : treeOf(pair.value, text, report, end);
    const isEmpty = tree.start >= tree.end;
    children.set(name!, { key: { start, end }, tree: isEmpty ? { ...tree, start, end } : tree });
    value[name!] = tree.value;
  }
  return { value, start: node.range[0], end: node.range[1], isBroken, children };
}

function keyName(key: Node): string | undefined {
  return isScalar(key) ? (key.source ?? String(key.value)) : undefined;
}

type Refusal = { readonly code: ProblemCode; readonly message: string };

function keyProblem(name: string | undefined, seen: ReadonlyMap<string | number, Child>): Refusal | undefined {
  if (name === undefined || name === '') return { code: 'forbidden-key', message: 'a key is a word here: found none' };
  if (name === '<<') {
    return { code: 'merge-key', message: 'merge keys are not allowed: write the keys out in each place' };
  }
  // As a property of an object this one would be taken for its prototype.
  if (name === '__proto__') return { code: 'forbidden-key', message: `the key ${quoted(name)} is not allowed` };
  if (seen.has(name)) {
    return { code: 'duplicate-key', message: `the key ${quoted(name)} stands here twice: keep one of the two` };
  }
  return undefined;
}

/** The deepest part of the tree on the way along `path`, and whether that is all of it. */
export function walkTo(
  root: Tree,
  path: Path,
): { readonly child: Child; readonly isWhole: boolean; readonly isBroken: boolean } {
  let child: Child = { key: undefined, tree: root };
  let { isBroken } = root;
  for (const step of path) {
    const next = child.tree.children.get(step);
    if (next === undefined) return { child, isWhole: false, isBroken };
    child = next;
    isBroken ||= next.tree.isBroken;
  }
  return { child, isWhole: true, isBroken };
}
