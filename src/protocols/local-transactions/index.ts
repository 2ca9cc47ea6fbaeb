// Transactions on one server, isolated more or less.
export { transactionsSystem } from './system.ts';
