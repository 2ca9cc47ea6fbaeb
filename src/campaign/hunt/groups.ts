// Failures that are one: the same property, violated by the same rule.
import { type Failure, isAlike } from '../../search/index.ts';
import type { MinimisedRecord, SeedRecord } from './record.ts';

export type Failing = SeedRecord & { readonly failure: Failure };

export type Group = {
  /** The least seed. */
  readonly first: Failing;
  readonly seeds: readonly string[];
  /** Name of the file for its capsule: the property and a number. What was written once keeps its name. */
  readonly capsule: string;
};

/**
 * In the order of their first seeds. `records`: in the order of seeds. `minimised`: what has a capsule already; a group
 * that has none gets a name that none of them has, wherever its seeds are.
 */
export function groupsOf(records: readonly SeedRecord[], minimised: readonly MinimisedRecord[] = []): readonly Group[] {
  const groups: Failing[][] = [];
  for (const record of records) {
    if (!hasFailed(record)) continue;
    const known = groups.find(([first]) => isAlike(first!.failure, record.failure));
    if (known === undefined) groups.push([record]);
    else known.push(record);
  }
  const names = new CapsuleNames(minimised);
  return groups.map((group) => {
    const [first] = group as [Failing];
    return { first, seeds: group.map(({ seed }) => seed), capsule: names.of(first.failure) };
  });
}

/** Whose each capsule is: the last that was written under its name. */
export function ownersOf(minimised: readonly MinimisedRecord[]): ReadonlyMap<string, MinimisedRecord> {
  return new Map(minimised.map((record) => [record.result.capsule, record]));
}

class CapsuleNames {
  private readonly owners: ReadonlyMap<string, MinimisedRecord>;
  private readonly taken: Set<string>;

  constructor(minimised: readonly MinimisedRecord[]) {
    this.owners = ownersOf(minimised);
    this.taken = new Set(this.owners.keys());
  }

  of(failure: Failure): string {
    for (const [name, owner] of this.owners) if (isAlike(owner, failure)) return name;
    const slug = slugOf(failure.property);
    let count = 1;
    while (this.taken.has(`${slug}-${count}.yaml`)) count++;
    const name = `${slug}-${count}.yaml`;
    this.taken.add(name);
    return name;
  }
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
