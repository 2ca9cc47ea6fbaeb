// What is measured at the protected resource.
import { meter } from '../../../contract/figures.ts';
import type { Change } from '../../../contract/property.ts';
import type { ResourceState } from '../resource/index.ts';

type Memory = { readonly value: number };

export const resourceMeter = meter<ResourceState, Memory>({
  group: 'resource',
  figures: {
    'stale-writes-accepted': {
      about:
        'One for each write taken of a holder that is not the last: by its token, or without one because it overwrites.',
      unit: 'count',
    },
    'stale-writes-rejected': { about: 'One for each request that is refused for its token.', unit: 'count' },
    'lost-updates': { about: 'One for each write that overwrites one which its writer had not read.', unit: 'count' },
  },
  initial: { value: 0 },
  observe(memory, { before, after }: Change<ResourceState>, _at, record) {
    if (after === undefined) return memory;
    if (before === undefined) return { value: after.value };
    for (let more = before.rejected; more < after.rejected; more++) record('stale-writes-rejected', 1);
    const { lastAccepted } = after;
    if (after.accepted === before.accepted || lastAccepted === null) return memory;
    if (lastAccepted.isStale) record('stale-writes-accepted', 1);
    if (lastAccepted.from !== memory.value) record('lost-updates', 1);
    return { value: lastAccepted.to };
  },
});
