// Times for a schedule: `moments.ts` learns what they depend on, `order.ts` and `constraints.ts` find them, `faults.ts`
// says them as the faults of a scenario. Whether a run with these faults fails alike is for the caller to try.
export { failsAlike } from './proof.ts';
export { type Timed, timings, untimeable } from './times.ts';
