// The options of `zookeeper-lock`: those of the servers and of connections, of the worker, and of the lock itself.
import type { OptionSpec, Options } from '../../contract/system.ts';
import { workerOptions } from '../locks/index.ts';
import { clientSettingsOf, serviceOptions } from '../zookeeper/index.ts';
import type { Settings } from './state.ts';

const own: { readonly [name: string]: OptionSpec } = {
  watch: {
    about:
      'Which node a client watches that has to wait: the one before its own, or the lowest, as everybody does (herd).',
    source: 'ZooKeeper recipes, locks: "there is no herd effect"',
    type: 'choice',
    default: 'predecessor',
    choices: ['predecessor', 'herd'],
    swarm: ['predecessor', 'herd'],
  },
  guid: {
    about: 'Whether the name of a node begins with one that only its client knows, by which it finds it again.',
    source: 'ZooKeeper recipes, recoverable errors and the GUID; Curator: withProtection',
    type: 'boolean',
    default: true,
  },
  stopsWhenDisconnected: {
    about:
      'Whether a client stops its work when its connection breaks, and not only when it is told that its session ended.',
    source: 'Curator: a holder should take SUSPENDED as if the lock were lost; the recipe says nothing',
    type: 'boolean',
    default: false,
  },
};

export const options: { readonly [name: string]: OptionSpec } = { ...serviceOptions, ...workerOptions, ...own };

export function lockSettingsOf(chosen: Options): Settings {
  return {
    ...clientSettingsOf(chosen),
    proclaimEvery: 0,
    herd: chosen['watch'] === 'herd',
    guid: chosen['guid'] === true,
    stopsWhenDisconnected: chosen['stopsWhenDisconnected'] === true,
  };
}
