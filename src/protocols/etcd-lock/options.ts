// The options of `etcd-lock`: those of etcd's members, of the worker, and of the lock itself.
import type { OptionSpec, Options } from '../../contract/system.ts';
import { seconds } from '../../contract/time.ts';
import { memberOptions } from '../etcd/index.ts';
import { workerOptions } from '../locks/index.ts';
import type { Settings } from './state.ts';

const own: { readonly [name: string]: OptionSpec } = {
  ttl: {
    about: 'The time of the session: a lease that is kept alive every third of it. etcd grants no less than 2 s.',
    source: 'etcdctl lock --ttl 10; concurrency.NewSession takes 60 s',
    type: 'duration',
    default: seconds(10),
    min: seconds(1),
    max: seconds(86_400),
    swarm: [seconds(2), seconds(5)],
  },
  recheck: {
    about: 'Whether a client that has waited looks whether its own key is still there, before it takes the lock.',
    source: 'clientv3/concurrency, mutex.go: since 3.4.4; before that it did not',
    type: 'boolean',
    default: true,
  },
  stopsWhenDone: {
    about: 'Whether a client stops its work when its session is done, as far as it knows.',
    source: 'etcdctl lock exits; others have to watch session.Done()',
    type: 'boolean',
    default: true,
  },
};

export const LOCK_PREFIX = 'lock/';

export const options: { readonly [name: string]: OptionSpec } = { ...memberOptions, ...workerOptions, ...own };

export function lockSettingsOf(options: Options, { attempt }: { readonly attempt: number }): Settings {
  return {
    ttl: Number(options['ttl']),
    recheck: options['recheck'] === true,
    stopsWhenDone: options['stopsWhenDone'] === true,
    prefix: LOCK_PREFIX,
    proclaimEvery: 0,
    attempt,
  };
}
