// The key-value state machine: pure and deterministic, so that replicas that apply the same commands in the same order
// hold the same. It applies each request once, however often it is retried: "exactly once" lives here and nowhere else.
import { equalPlain, type Plain } from '../../base/plain.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Command, Operation, Result } from './operations.ts';

/** A client's latest applied request, and what it was told (Raft thesis §6.3). */
export type Session = { readonly number: number; readonly result: Result };

export type Machine = {
  readonly values: { readonly [key: string]: Plain };
  readonly sessions: { readonly [client: NodeId]: Session };
};

export const emptyMachine: Machine = { values: {}, sessions: {} };

/**
 * The machine after a command, and what its client is to be told. A repeated request gets the remembered result and
 * changes nothing. A request older than the remembered one gets null: its client has given it up, and to apply it now
 * would put it after a later one of the same client.
 */
export function apply(
  machine: Machine,
  command: Command,
): { readonly machine: Machine; readonly result: Result | null } {
  const { client, number } = command.id;
  const session = own(machine.sessions, client);
  if (session !== undefined && number <= session.number) {
    return { machine, result: number === session.number ? session.result : null };
  }
  const { values, result } = execute(machine.values, command.operation);
  return { machine: { values, sessions: { ...machine.sessions, [client]: { number, result } } }, result };
}

function execute(values: Machine['values'], operation: Operation): { values: Machine['values']; result: Result } {
  const { key } = operation;
  const value = own(values, key) ?? null;
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

/** A record's own item: a key named `constructor` must not find what every object inherits. */
function own<T>(record: { readonly [key: string]: T }, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
