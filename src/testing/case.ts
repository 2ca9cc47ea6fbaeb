// A drawn cluster: a whole scenario as plain data, printed as the file that `faultline run` reads.
import fc from 'fast-check';
import { Document, isCollection, isMap, isSeq } from 'yaml';
import type { Base } from './base.ts';
import type { Part } from './faults/scene.ts';

/** A drawn cluster. */
export type ClusterCase = {
  /** The whole scenario, its seed included, as plain data: what a file of it would say. */
  readonly scenario: Part;
  /** The scenario as the text of a file. fast-check prints it so. */
  toString(): string;
};

/** Of each case the base that it was drawn from: systems are code, and no part of the data. */
const bases = new WeakMap<ClusterCase, Base>();

export function caseOf(base: Base, scenario: Part): ClusterCase {
  const text = () => scenarioText(scenario);
  const made = Object.defineProperties({ scenario } as ClusterCase, {
    toString: { value: text },
    // On lines of its own, between the brackets that fast-check prints.
    [fc.toStringMethod]: { value: () => `\n${text()}` },
  });
  bases.set(made, base);
  return made;
}

/** @throws TypeError for what `cluster` has not made. */
export function baseOfCase(one: ClusterCase): Base {
  const base = bases.get(one);
  if (base === undefined) throw new TypeError('expected a cluster that cluster(…) drew, as fast-check hands it over');
  return base;
}

const order = ['faultline', 'name', 'about', 'use', 'system', 'nodes', 'options', 'seed', 'network', 'disk'];
const later = ['workload', 'clients', 'start', 'faults', 'run', 'limits', 'expect'];

/** The text of a scenario file: a line a key, a line a fault. */
export function scenarioText(scenario: Part): string {
  const known = [...order, ...later];
  const names = [...known, ...Object.keys(scenario).filter((key) => !known.includes(key))];
  const sorted = names.flatMap((key) => (scenario[key] === undefined ? [] : [[key, scenario[key]] as const]));
  // Without anchors: they are refused where a scenario is read.
  const document = new Document(Object.fromEntries(sorted), { aliasDuplicateObjects: false });
  for (const { value } of isMap(document.contents) ? document.contents.items : []) {
    const rows = isSeq(value) ? value.items : [value];
    for (const row of rows) if (isCollection(row)) row.flow = true;
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}
