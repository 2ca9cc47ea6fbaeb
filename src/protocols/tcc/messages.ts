// What a coordinator and the services say to each other. `branch` is one service's part of a transaction.
import type { Change } from '../shop/index.ts';

type About = { readonly transaction: string; readonly branch: string };

/** Reserve. A branch that only receives reserves nothing. */
export type Try = About & { readonly kind: 'Try'; readonly reserve: Change | null; readonly confirm: Change };
/** Use what is reserved. */
export type Confirm = About & { readonly kind: 'Confirm'; readonly confirm: Change };
/** Give it free. */
export type Cancel = About & { readonly kind: 'Cancel'; readonly reserve: Change | null };

export type Tried = About & { readonly kind: 'Tried'; readonly ok: boolean };
/** `ok` false: the reservation was not there any more. */
export type Confirmed = About & { readonly kind: 'Confirmed'; readonly ok: boolean };
export type Cancelled = About & { readonly kind: 'Cancelled' };

export type Command = Try | Confirm | Cancel;
export type Answer = Tried | Confirmed | Cancelled;
