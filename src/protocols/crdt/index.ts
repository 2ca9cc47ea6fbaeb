// Replicated data types.
export { crdtSystem } from './system.ts';
