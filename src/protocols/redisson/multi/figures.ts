// What is measured of a MultiLock, in true time.
import { ownItem } from '../../../base/plain.ts';
import { meter } from '../../../contract/figures.ts';
import type { NodeId } from '../../../contract/ids.ts';
import type { Change } from '../../../contract/property.ts';
import type { Time } from '../../../contract/time.ts';
import type { LockClientState } from '../../locks/index.ts';
import type { Multi } from './state.ts';

/** When each client began with its budget. */
type Memory = { readonly [client: NodeId]: Time };

export const budgetMeter = meter<LockClientState<Multi>, Memory>({
  group: 'client',
  figures: {
    'multilock-try': {
      about: 'How long a MultiLock tries until it has let go of all that it got, and begins with another budget.',
      unit: 'duration',
    },
  },
  initial: {},
  observe(memory, { node, before, after }: Change<LockClientState<Multi>>, at, record) {
    if (after === undefined || before?.lock.tries === after.lock.tries) return memory;
    const began = ownItem(memory, node);
    const isAgain = before?.lock.phase === 'undoing' || before?.lock.phase === 'locking';
    if (began !== undefined && isAgain) record('multilock-try', at - began);
    return { ...memory, [node]: at };
  },
});
