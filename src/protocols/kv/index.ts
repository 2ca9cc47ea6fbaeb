// The shared key-value vocabulary: what every store here is asked, by the same client. Read `machine.ts` next.
export { type Choices, choicesOf, isFresh, numberOf, tableOf } from './choices.ts';
export { type ClientState, kvClient, registeringClient, stagger } from './client.ts';
export { apply, emptyMachine, heldBy, type Machine, read } from './machine.ts';
export type { ClientMessage, NotLeader, Reply, Request, ServerMessage } from './messages.ts';
export type { Command, Operation, RequestId, Result } from './operations.ts';
export type { Session } from './sessions.ts';
