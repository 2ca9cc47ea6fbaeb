// Sagas, orchestrated and choreographed. Read `saga.ts` and `steps.ts` first.
export { saga } from './system.ts';
