// The protected resource. Begin with `state.ts`.
export type { Fenced, Read, ResourceMessage, ResourceSends, Value, Write, Written } from './messages.ts';
export { resource } from './protocol.ts';
export type { Accepted, Fencing, ResourceState } from './state.ts';
