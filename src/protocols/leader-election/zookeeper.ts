// The system `zookeeper-election`: the lock of ZooKeeper, with data that the leader proclaims (ZooKeeper recipes: leader election).
import { type Options, system, view } from '../../contract/system.ts';
import { lockWorkload } from '../locks/index.ts';
import { lockSettingsOf, options, zookeeperLock, zookeeperLockDriver } from '../zookeeper-lock/index.ts';
import { electionClient } from './clients.ts';
import { electionOptions } from './options.ts';
import { clientView } from './views.ts';
import { zookeeperObserver } from './zookeeper-observer.ts';

export const zookeeperElection = system({
  ...zookeeperLock,
  name: 'zookeeper-election',
  about:
    'An election on ZooKeeper, by its recipe: who has the lowest node leads, proclaims data, and resigns. Clients of even ' +
    'numbers observe.',
  options: { ...options, ...electionOptions },
  workloads: {
    election: {
      ...lockWorkload((chosen) => zookeeperObserver(settingsOf(chosen))),
      about:
        'Clients of odd numbers campaign, lead for the time of their work, and resign; those of even numbers observe.',
      client: (workload, chosen) => {
        const settings = settingsOf(chosen);
        return electionClient(workload, chosen, zookeeperLockDriver(settings), zookeeperObserver(settings));
      },
    },
  },
  view: { ...zookeeperLock.view, client: view(clientView) },
});

function settingsOf(chosen: Options) {
  return { ...lockSettingsOf(chosen), proclaimEvery: Number(chosen['proclaimEvery']) };
}
