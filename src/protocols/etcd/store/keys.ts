// Keys and what a store holds of them: one version of each. The history of versions is in `store.ts`.
import { ownItem, type Plain } from '../../../base/plain.ts';
import { sortedKeys } from '../../../base/sorted.ts';

/** `version` counts the puts since the key was created. `lease` 0: none. */
export type KeyValue = {
  readonly value: Plain;
  readonly createRevision: number;
  readonly modRevision: number;
  readonly version: number;
  readonly lease: number;
};

export type KeyValues = { readonly [key: string]: KeyValue };

/** One key, or with `end` all keys from `key` on and before `end`. */
export type Keys = { readonly key: string; readonly end: string | null };

export type Found = KeyValue & { readonly key: string };

export function keyValue(keys: KeyValues, key: string): KeyValue | undefined {
  return ownItem(keys, key);
}

export function found(keys: KeyValues, range: Keys): readonly Found[] {
  if (range.end !== null) {
    const names = sortedKeys(keys).filter((key) => isWithin(key, range));
    return names.map((key) => ({ key, ...keys[key]! }));
  }
  const kv = keyValue(keys, range.key);
  return kv === undefined ? [] : [{ key: range.key, ...kv }];
}

/** The end of the range of all keys that begin with `prefix` (clientv3.GetPrefixRangeEnd). */
export function prefixEnd(prefix: string): string {
  return prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
}

export function isWithin(key: string, { key: from, end }: Keys): boolean {
  return end === null ? key === from : key >= from && key < end;
}
