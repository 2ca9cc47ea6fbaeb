// Records that are joined key by key.

export type Parts<T = number> = { readonly [key: string]: T };

/** Of both what either has, `join` of what both have. The first record itself where the second adds nothing. */
export function joinParts<T>(a: Parts<T>, b: Parts<T>, join: (a: T, b: T) => T): Parts<T> {
  let joined: { [key: string]: T } | undefined;
  for (const key of Object.keys(b)) {
    const next = Object.hasOwn(a, key) ? join(a[key]!, b[key]!) : b[key]!;
    if (Object.hasOwn(a, key) && next === a[key]) continue;
    joined ??= { ...a };
    joined[key] = next;
  }
  return joined ?? a;
}
