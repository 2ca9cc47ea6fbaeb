// What the systems whose services deal with each other let scenarios name and show alike.
import type { Options, WorkloadSpec } from '../../contract/system.ts';
import { type CustomerSettings, customer } from './client.ts';
import type { Row } from './rows.ts';
import type { Store } from './store.ts';

/** `officeOf`: the group whose first node takes deals. */
export function shopWorkloads(officeOf: (options: Options) => string): { readonly [kind: string]: WorkloadSpec } {
  const of = (deals: CustomerSettings['deals'], about: string): WorkloadSpec => ({
    about,
    model: null,
    operations: [deals, 'deposit'],
    client: (workload, options) => customer(workload, { deals, office: officeOf(options) }),
  });
  return {
    order: of(
      'order',
      'Orders of goods. `keys:` is how many items and accounts there are, `values:` how many pieces an order has at most; `cas:` is the share of deposits instead, `fresh:` of orders by somebody who has no account.',
    ),
    transfer: of(
      'transfer',
      'Transfers between accounts at different services. `keys:` is how many accounts each service has; `cas:` is the share of deposits instead, `fresh:` of transfers to an account that does not exist.',
    ),
  };
}

/** The parts of all rows of a store together. */
export function stockFields({ rows }: Pick<Store, 'rows'>) {
  const names = Object.keys(rows).sort();
  const sum = (part: keyof Row) => names.reduce((total, name) => total + rows[name]![part], 0);
  return { rows: names.length, free: sum('free'), held: sum('held'), gone: sum('gone') };
}
