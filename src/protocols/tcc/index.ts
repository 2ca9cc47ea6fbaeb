// Try, Confirm, Cancel. Read `branches.ts` and `coordinator.ts` first.
export { tcc } from './system.ts';
