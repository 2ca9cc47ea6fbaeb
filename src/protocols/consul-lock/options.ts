// The options of `consul-lock`: those of the servers, of the worker, and of the lock itself.
import type { OptionSpec, Options } from '../../contract/system.ts';
import { seconds } from '../../contract/time.ts';
import { options as serverOptions } from '../consul/index.ts';
import { workerOptions } from '../locks/index.ts';
import type { Settings } from './state.ts';

const own: { readonly [name: string]: OptionSpec } = {
  sessionTtl: {
    about: 'The TTL of sessions, which are renewed every half of it and end after twice of it. 0s: none.',
    source: 'consul/api, lock.go: DefaultLockSessionTTL 15s; 10s to 24h are allowed',
    type: 'duration',
    default: seconds(15),
    min: 0,
    max: seconds(86_400),
    swarm: [0, seconds(2), seconds(10)],
  },
  lockDelay: {
    about: 'How long nobody may acquire a key whose session has ended. Not after a release.',
    source: 'consul: sessions, LockDelay 15s, 0 to 60s',
    type: 'duration',
    default: seconds(15),
    min: 0,
    max: seconds(60),
    swarm: [0, seconds(2), seconds(15)],
  },
  monitors: {
    about: 'Whether a client watches the key that it holds, and stops its work when it is not its own any more.',
    source: 'consul/api: Lock returns a channel that is closed then; who does not look at it goes on',
    type: 'boolean',
    default: true,
  },
};

export const options: { readonly [name: string]: OptionSpec } = { ...serverOptions, ...workerOptions, ...own };

export function lockSettingsOf(chosen: Options, { attempt }: { readonly attempt: number }): Settings {
  return {
    sessionTtl: Number(chosen['sessionTtl']),
    isChecked: chosen['serfHealth'] === true,
    lockDelay: Number(chosen['lockDelay']),
    monitors: chosen['monitors'] === true,
    attempt,
  };
}
