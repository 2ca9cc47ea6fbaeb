// What differs between two values, as deep as it goes. A paged list is shown as the list that it is.
import { commonLength, type PagedList, slice } from '../base/paged-list.ts';
import { equalPlain, ownItem, type Plain, type PlainRecord } from '../base/plain.ts';

export type Difference = {
  /** `log.3.term`; empty: the whole value. */
  readonly path: string;
  readonly kind: 'new' | 'changed' | 'gone';
  readonly before: Plain | undefined;
  readonly after: Plain | undefined;
};

/** In the order of the fields. Undefined: there is no such value. */
export function differences(before: Plain | undefined, after: Plain | undefined, path = ''): readonly Difference[] {
  if (before === after) return [];
  if (before === undefined) return [{ path, kind: 'new', before, after }];
  if (after === undefined) return [{ path, kind: 'gone', before, after }];
  if (isPaged(before) && isPaged(after)) return ofLists(before, after, path);
  const [one, other] = [fieldsOf(before), fieldsOf(after)];
  if (one === undefined || other === undefined || Array.isArray(before) !== Array.isArray(after)) {
    return equalPlain(before, after) ? [] : [{ path, kind: 'changed', before, after }];
  }
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return names.flatMap((name) =>
    differences(ownItem(one, name), ownItem(other, name), path === '' ? name : `${path}.${name}`),
  );
}

/** Of two versions of one list the equal beginning costs next to nothing. */
function ofLists(before: PagedList<Plain>, after: PagedList<Plain>, path: string): readonly Difference[] {
  const common = commonLength(before, after);
  const [one, other] = [slice(before, common), slice(after, common)];
  const length = Math.max(one.length, other.length);
  return Array.from({ length }, (_, i) => differences(one[i], other[i], `${path}.${common + i}`)).flat();
}

/** The value at a path; undefined where there is none. */
export function valueAt(value: Plain | undefined, path: string): Plain | undefined {
  if (path === '') return value;
  let found: Plain | undefined = value;
  for (const name of path.split('.')) {
    if (found === undefined) return undefined;
    found = isPaged(found) ? slice(found, Number(name), Number(name) + 1)[0] : ownItem(fieldsOf(found) ?? {}, name);
  }
  return found;
}

/** The fields of a record, the items of an array by number; undefined for what has no parts. */
function fieldsOf(value: Plain): PlainRecord | undefined {
  return typeof value === 'object' && value !== null && !isPaged(value) ? (value as PlainRecord) : undefined;
}

export function isPaged(value: Plain | undefined): value is PagedList<Plain> & PlainRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return 'length' in value && 'depth' in value && 'root' in value && 'tail' in value;
}
