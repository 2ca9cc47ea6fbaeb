// Failures that are one: the same property, violated by the same rule.
import { type Failure, isAlike } from '../../search/index.ts';
import type { SeedRecord } from './record.ts';

export type Failing = SeedRecord & { readonly failure: Failure };

export type Group = {
  /** The least seed. */
  readonly first: Failing;
  readonly seeds: readonly string[];
  /** Name of the file for its capsule: the property, and which of its groups it is. */
  readonly capsule: string;
};

/** In the order of their first seeds. `records`: in the order of seeds. */
export function groupsOf(records: readonly SeedRecord[]): readonly Group[] {
  const groups: Failing[][] = [];
  for (const record of records) {
    if (!hasFailed(record)) continue;
    const known = groups.find(([first]) => isAlike(first!.failure, record.failure));
    if (known === undefined) groups.push([record]);
    else known.push(record);
  }
  const counts = new Map<string, number>();
  return groups.map((group) => {
    const [first] = group as [Failing];
    const name = slugOf(first.failure.property);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return { first, seeds: group.map(({ seed }) => seed), capsule: `${name}-${count}.yaml` };
  });
}

export function hasFailed(record: SeedRecord): record is Failing {
  return record.failure !== undefined;
}

/** A name that any file system takes. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return slug.slice(0, 80) || 'unnamed';
}
