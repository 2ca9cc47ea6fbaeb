// What clients say to whoever carries out their deals, and to the services themselves.
import type { Deal } from './deals.ts';

/** `id` names the deal for ever: each retry carries the same one. */
export type Place = { readonly kind: 'Place'; readonly id: string; readonly deal: Deal };
export type Outcome = 'done' | 'undone';
export type Ended = { readonly kind: 'Ended'; readonly id: string; readonly outcome: Outcome };

/** Pays in, at the service that keeps the account: one local transaction, no deal. */
export type Deposit = {
  readonly kind: 'Deposit';
  readonly id: string;
  readonly account: string;
  readonly amount: number;
};
/** `ok` false: the row is locked now. */
export type Deposited = { readonly kind: 'Deposited'; readonly id: string; readonly ok: boolean };

export type ClientMessage = Place | Deposit;
export type ServiceAnswer = Ended | Deposited;
