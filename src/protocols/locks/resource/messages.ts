// What workers and the protected resource say. `number` names a request of one client for ever; a retry carries the same.

/** `token`: the fencing token, null where the lock has none. */
export type Read = { readonly kind: 'Read'; readonly number: number; readonly token: number | null };

/** The counter was `from` when it was read, or after the last write of this hold; now it is to be `to`. */
export type Write = {
  readonly kind: 'Write';
  readonly number: number;
  readonly token: number | null;
  readonly from: number;
  readonly to: number;
};

export type Value = { readonly kind: 'Value'; readonly number: number; readonly value: number };
export type Written = { readonly kind: 'Written'; readonly number: number };
/** Refused: `highest` is a later token that the resource has seen. */
export type Fenced = { readonly kind: 'Fenced'; readonly number: number; readonly highest: number };

export type ResourceMessage = Read | Write;
export type ResourceSends = Value | Written | Fenced;
