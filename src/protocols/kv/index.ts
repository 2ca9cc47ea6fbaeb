// The shared key-value vocabulary: what every store here is asked, by the same client. Read `machine.ts` next.
export { type Choices, choicesOf, isChosen, isFresh, numberOf, type Seen, tableOf } from './choices.ts';
export { type ClientState, deletingClient, kvClient, registeringClient, turnsClient } from './client.ts';
export {
  apply,
  type Evaluated,
  emptyMachine,
  heldBy,
  keyValueMachine,
  type Machine,
  type StateMachine,
  stateMachine,
} from './machine.ts';
export type { ClientMessage, NotLeader, Reply, Request, ServerMessage } from './messages.ts';
export type { Command, Operation, RequestId, Result } from './operations.ts';
export { firstNumber, firstOperation, isOverAlready, nextServer, positionOf, stagger } from './pace.ts';
export type { Session } from './sessions.ts';
