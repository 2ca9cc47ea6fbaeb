// What must hold of the hash at every server.
import { type Change, monitor } from '../../contract/property.ts';
import { entriesOf, ownersOf, type ServerState } from '../redis/index.ts';
import { KEY } from './state.ts';

export const oneField = {
  name: 'one-owner-in-hash',
  sentence: "The lock's hash has one field at most, and its count is at least 1.",
};

type Memory = { readonly wasHeld: boolean };

export const hashMonitor = monitor<ServerState, Memory>({
  group: 'server',
  properties: [oneField],
  initial: { wasHeld: false },
  observe(memory, { node, before, after }: Change<ServerState>, report) {
    if (after === undefined || before?.keyspace === after.keyspace) return memory;
    const owners = ownersIn(after);
    const fields = Object.keys(owners).sort();
    if (fields.length === 0) return memory;
    if (fields.length > 1 || owners[fields[0]!]! < 1) {
      report(oneField.name, `the hash at ${node} has ${fields.join(' and ')}`, { ...owners }, 'a wrong hash');
    }
    return { wasHeld: true };
  },
  isExercised: ({ wasHeld }) => wasHeld,
});

export function ownersIn({ keyspace }: ServerState): { readonly [owner: string]: number } {
  const found = entriesOf(keyspace).find(([key]) => key === KEY);
  return ownersOf(found?.[1].value);
}
