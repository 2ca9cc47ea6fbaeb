// The key-value state machine: pure and deterministic, so that replicas that apply the same commands in the same order
// hold the same. It applies each request once, however often it is retried: "exactly once" lives here and in `sessions.ts`.
import { equalPlain, ownItem, type Plain, type PlainRecord } from '../../base/plain.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Command, Operation, Result } from './operations.ts';
import { ended, type Session, type Sessions } from './sessions.ts';

export type Machine = {
  readonly values: { readonly [key: string]: Plain };
  readonly sessions: Sessions;
  /** Commands that were executed, repetitions not counted: what "exactly once" is checked by. */
  readonly executed: number;
  /** The latest time of a command; only where sessions can end. */
  readonly time?: number;
};

/**
 * What a store makes of an operation: its values after it, and what the client is told. Pure. That a request is executed
 * once is not its business, nor whose it is. `executed`: how many commands were, this one included.
 */
export type StateMachine = {
  readonly empty: Machine['values'];
  readonly evaluate: (values: never, operation: never, executed: number) => Evaluated;
  /** A read that is no command: nothing is remembered of it. */
  readonly read: (values: never, key: string) => Result;
};

export type Evaluated = { readonly values: Machine['values']; readonly result: Result };

/** A state machine over values and operations of its own types. */
export function stateMachine<Values extends Machine['values'], Asked extends PlainRecord>(definition: {
  readonly empty: Values;
  readonly evaluate: (values: Values, operation: Asked, executed: number) => Evaluated & { readonly values: Values };
  readonly read: (values: Values, key: string) => Result;
}): StateMachine {
  return definition as StateMachine;
}

export const emptyMachine: Machine = { values: {}, sessions: {}, executed: 0 };

type Applied = { readonly machine: Machine; readonly result: Result | null };

/**
 * The machine after a command, and what its client is to be told. A repeated request gets the remembered result and
 * changes nothing. A request older than the remembered one gets null: its client has given it up, and to apply it now
 * would put it after a later one of the same client.
 *
 * `sessionTimeout` in µs, 0 for sessions that never end: then a client's first command opens its session.
 */
export function apply(
  machine: Machine,
  command: Command,
  sessionTimeout = 0,
  store: StateMachine = keyValueMachine,
): Applied {
  const { client, number } = command.id;
  const present = sessionTimeout === 0 ? machine : ended(machine, command, sessionTimeout);
  const session = ownItem(present.sessions, client);
  const isOpen = session !== undefined && session.id === command.session;
  const isOver = sessionTimeout > 0 && command.operation.f !== 'register' && !isOpen;
  // Executed again, it could take effect twice: what was remembered of the client is gone.
  if (isOver) return { machine: present, result: { ok: false, code: 'session-expired' } };
  if (session !== undefined && number <= session.number) {
    return { machine: present, result: number === session.number ? session.result : null };
  }
  return execute(present, inTime(command, present), session, store);
}

/**
 * A command of a leader whose clock is behind that of an earlier one counts as given at the latest time in the log: with
 * its own time a session that it opens would have been over for as long as the clocks are apart.
 */
function inTime(command: Command, { time }: Machine): Command {
  return command.at === undefined || time === undefined ? command : { ...command, at: time };
}

function execute(machine: Machine, command: Command, before: Session | undefined, store: StateMachine): Applied {
  const { id, operation, at } = command;
  const executed = machine.executed + 1;
  const { values, result } = store.evaluate(machine.values as never, operation as never, executed);
  const { number } = id;
  const session =
    at === undefined ? { number, result } : { number, result, ...lasting(operation, before, executed, at) };
  const sessions: { [client: NodeId]: Session } = { ...machine.sessions };
  sessions[id.client] = session;
  const { time } = machine;
  return {
    machine: time === undefined ? { values, sessions, executed } : { values, sessions, executed, time },
    result,
  };
}

/** A new session is named by how many commands were executed when it was opened, which no other one can be. */
function lasting({ f }: Operation, before: Session | undefined, executed: number, usedAt: number): Partial<Session> {
  return { id: f === 'register' ? executed : (before?.id ?? executed), usedAt };
}

function evaluate(values: Machine['values'], operation: Operation, executed: number): Evaluated {
  if (operation.f === 'register') return { values, result: { ok: true, value: executed } };
  const { key } = operation;
  const value = ownItem(values, key) ?? null;
  switch (operation.f) {
    case 'read':
      return { values, result: { ok: true, value } };
    case 'write':
      return { values: { ...values, [key]: operation.value }, result: { ok: true, value: operation.value } };
    case 'cas':
      return equalPlain(value, operation.from)
        ? { values: { ...values, [key]: operation.to }, result: { ok: true, value: operation.to } }
        : { values, result: { ok: false, code: 'cas-mismatch', value } };
  }
}

/** Reads, writes and compare-and-sets of single keys. */
export const keyValueMachine: StateMachine = stateMachine<Machine['values'], Operation>({
  empty: emptyMachine.values,
  evaluate,
  read: (values, key) => ({ ok: true, value: ownItem(values, key) ?? null }),
});

/** What it holds of each key, as `System.store` tells it. */
export function heldBy({ values }: Machine): { readonly [key: string]: readonly Plain[] } {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, [value]]));
}
