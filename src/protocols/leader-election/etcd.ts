// The system `etcd-election`: the lock of etcd, with a value that the leader proclaims (clientv3/concurrency: election.go).
import { type Options, system, view } from '../../contract/system.ts';
import { etcdLock, etcdLockDriver, lockSettingsOf, options } from '../etcd-lock/index.ts';
import { lockWorkload } from '../locks/index.ts';
import { electionClient } from './clients.ts';
import { etcdObserver } from './etcd-observer.ts';
import { electionOptions } from './options.ts';
import { clientView } from './views.ts';

/** The keys are those of a lock: whoever campaigns is in a queue. */
const PREFIX = 'lock/';

export const etcdElection = system({
  ...etcdLock,
  name: 'etcd-election',
  about:
    'An election on etcd, as clientv3/concurrency makes it: who has the oldest key leads, proclaims a value, and resigns. ' +
    'Clients of even numbers observe.',
  options: {
    ...options,
    ...electionOptions,
    recheck: {
      ...options['recheck']!,
      type: 'boolean',
      default: false,
      source: 'clientv3/concurrency, election.go: Campaign does not look at its own key again',
    },
  },
  workloads: {
    election: {
      ...lockWorkload(() => etcdObserver(PREFIX)),
      about:
        'Clients of odd numbers campaign, lead for the time of their work, and resign; those of even numbers observe.',
      client: (workload, chosen) =>
        electionClient(workload, chosen, etcdLockDriver(settingsOf(chosen, workload)), etcdObserver(PREFIX)),
    },
  },
  view: { ...etcdLock.view, client: view(clientView) },
});

function settingsOf(chosen: Options, workload: { readonly attempt: number }) {
  return { ...lockSettingsOf(chosen, workload), proclaimEvery: Number(chosen['proclaimEvery']) };
}
