// What is watched at the protected resource: the writes that it takes.
import { type Change, monitor } from '../../../contract/property.ts';
import type { ResourceState } from '../resource/index.ts';

export const tokensMonotone = {
  name: 'tokens-monotone',
  sentence: 'No write is taken whose fencing token is lower than that of a write before it.',
};
export const noStaleWrite = {
  name: 'no-stale-write',
  sentence: 'No write is taken of a holder after the resource has heard from a later one.',
};
export const noLostUpdate = {
  name: 'no-lost-update',
  sentence: 'No write overwrites one that its writer had not read.',
};

type Memory = { readonly highest: number; readonly value: number; readonly writes: number; readonly tokens: number };

export const resourceMonitor = monitor<ResourceState, Memory>({
  group: 'resource',
  properties: [tokensMonotone, noStaleWrite, noLostUpdate],
  initial: { highest: 0, value: 0, writes: 0, tokens: 0 },
  observe(memory, { before, after }: Change<ResourceState>, report) {
    if (after === undefined) return memory;
    // A refusal might have been a wrong write: then the properties were put to the test.
    if (before !== undefined && before.rejected < after.rejected) {
      return { ...memory, writes: memory.writes + 1, tokens: memory.tokens + 1 };
    }
    if (before?.accepted === after.accepted) return memory;
    // What it has taken and not yet written to its disk is undone by a crash, and nobody was told of it.
    if (before === undefined) return { ...memory, highest: after.highestWritten, value: after.value };
    const { lastAccepted } = after;
    if (lastAccepted === null) return memory;
    const { client, token, from, to, isStale } = lastAccepted;
    if (token !== null && token < memory.highest) {
      const reason = `a write of ${client} with token ${token} is taken after one with token ${memory.highest}`;
      report(tokensMonotone.name, reason, { client, token, highest: memory.highest }, 'a lower token');
    }
    if (isStale) {
      const reason = `a write of ${client} is taken, and it is not the last to have the lock`;
      report(noStaleWrite.name, reason, { client, token, highestSeen: after.highestSeen }, 'a stale write');
    }
    if (from !== memory.value) {
      const reason = `${client} had read ${from} and writes ${to} over ${memory.value}`;
      report(noLostUpdate.name, reason, { client, from, to, overwritten: memory.value }, 'a lost update');
    }
    return {
      highest: Math.max(memory.highest, token ?? 0),
      value: to,
      writes: memory.writes + 1,
      tokens: memory.tokens + (token === null ? 0 : 1),
    };
  },
  isExercised: ({ writes, tokens }, property) => (property === tokensMonotone.name ? tokens : writes) > 1,
});
