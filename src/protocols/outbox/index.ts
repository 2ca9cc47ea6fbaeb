// The transactional outbox, and what it replaces. Read `state.ts`, `shop.ts` and `consumer.ts` first.
export { outboxSystem } from './system.ts';
