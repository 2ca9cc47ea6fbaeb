// The baseline: one node with a disk, no replication. What it has answered is on its disk; while it is down, no one
// answers.
import { type AnyProtocol, protocol } from '../../contract/protocol.ts';
import { apply, type ClientMessage, emptyMachine, type Machine, type ServerMessage } from '../kv/index.ts';

export type SingleState = { readonly machine: Machine };
type Durable = { readonly machine: Machine };

export function single(): AnyProtocol {
  return protocol<SingleState, ServerMessage, never, Durable, ClientMessage>({
    name: 'single',
    start: (_ctx, durable) => ({ machine: durable.machine ?? emptyMachine }),
    on: {
      Request(state, { id, operation }, from, ctx) {
        const { machine, result } = apply(state.machine, { id, operation });
        if (machine !== state.machine) ctx.persist({ machine });
        // Durable also where nothing was written now: a read must not show a value that a crash can still take back.
        if (result !== null) ctx.send(from, { kind: 'Reply', id, result }, { durable: true });
        return machine === state.machine ? state : { machine };
      },
    },
    timer: {},
  });
}
