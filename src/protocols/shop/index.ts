// What saga, tcc and outbox share: a business, the stores of its services, its customers, and its books. Read `deals.ts`
// and `store.ts` first.
export { type Books, netOf, type Plot, type Tally, tallyOf } from './books.ts';
export { type CustomerSettings, customer, UNIT_PRICE } from './client.ts';
export { type Deal, GOODS, ORDERS, type Order, PAYMENTS, serviceAt, type Transfer } from './deals.ts';
export { paidIn } from './deposit.ts';
export { shopMeter } from './figures.ts';
export type { ClientMessage, Deposit, Deposited, Ended, Outcome, Place, ServiceAnswer } from './messages.ts';
export { type ShopSettings, shopOptions, shopSettingsOf } from './options.ts';
export { booksMonitor, type Kept, type PropertyName, properties } from './properties.ts';
export { type Change, changed, type Part, type Row, reversed, rowOf, type Stocked, sumOf } from './rows.ts';
export { shopWorkloads, stockFields } from './shown.ts';
export { type Deed, emptyStore, forced, keyed, keyOf, moved, noted, type Store, withRow } from './store.ts';
