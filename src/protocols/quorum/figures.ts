// What a quorum store measures of itself.
import { meter } from '../../contract/figures.ts';

type Shown = { readonly streamed?: number };

/** One sample each time a server sends what it holds in leaves that differ. */
export const streamMeter = meter<Shown, null>({
  group: 'server',
  figures: {
    streamed: {
      about: 'How many values a server sent at once to repair another, whether it lacked them or not',
      unit: 'count',
    },
  },
  initial: null,
  observe(_memory, { before, after }, _at, record) {
    const more = (after?.streamed ?? 0) - (before?.streamed ?? 0);
    if (more > 0) record('streamed', more);
    return null;
  },
});
