// The options of `redlock` besides those of the worker.
import type { OptionSpec, Options } from '../../contract/system.ts';
import { ms, seconds } from '../../contract/time.ts';
import { workerOptions } from '../locks/index.ts';
import type { ServerSettings } from '../redis/index.ts';
import type { Settings } from './state.ts';

const DAY = seconds(86_400);
/** What is added to the allowance in common implementations (node-redlock, redlock-rb): Redis expires to the millisecond. */
const DRIFT_FIXED = ms(2);

const lock: { readonly [name: string]: OptionSpec } = {
  ttl: {
    about: 'Time to live of the key on each server.',
    source: 'Redis documentation, Distributed locks: an auto-release time of 10 seconds, as an example',
    type: 'duration',
    default: seconds(10),
    min: ms(1),
    max: DAY,
    swarm: [ms(500), seconds(2)],
  },
  nodeTimeout: {
    about: 'How long one server has to answer.',
    source: 'Redis documentation, Distributed locks: in the 5-50 milliseconds range for 10 seconds',
    type: 'duration',
    default: ms(50),
    min: ms(1),
    max: DAY,
  },
  driftAllowance: {
    about: 'Hundredths of the TTL, and 2 ms, that are taken off the validity because clocks run at different rates.',
    source: 'node-redlock, redlock-rb: driftFactor 0.01, and 2 ms',
    type: 'count',
    default: 1,
    min: 0,
    max: 100,
  },
  order: {
    about: 'The servers are asked all at once, until a majority has agreed; or one after another, all of them.',
    source: 'Redis documentation, Distributed locks: sequentially; ideally all commands at the same time',
    type: 'choice',
    default: 'parallel',
    choices: ['parallel', 'sequential'],
  },
  retryMin: {
    about: 'The least pause before another try.',
    source: 'a guess',
    type: 'duration',
    default: ms(1),
    min: ms(1),
    max: DAY,
  },
  retryMax: {
    about: 'The greatest pause before another try; less than retryMin counts as that. It keeps clients out of step.',
    source: 'node-redlock: retryDelay 200, and a jitter',
    type: 'duration',
    default: ms(200),
    min: ms(1),
    max: DAY,
  },
  restartDelay: {
    about:
      'How long a server that was restarted stays out of use: longer than any TTL, or its old locks are forgotten.',
    source: 'Redis documentation, Distributed locks: delayed restarts',
    type: 'duration',
    default: 0,
    min: 0,
    max: DAY,
    swarm: [0, seconds(2)],
  },
  persistence: {
    about:
      'What a server keeps on disk: nothing (off), its file once a second, or with each command, before the answer.',
    source: 'redis.conf: appendonly no; appendfsync everysec where it is on',
    type: 'choice',
    default: 'off',
    choices: ['off', 'everysec', 'always'],
    swarm: ['off', 'everysec', 'always'],
  },
};

export const options = { ...lock, ...workerOptions };

export function settingsOf(chosen: Options): Settings {
  const ttl = Number(chosen['ttl']);
  const retryMin = Number(chosen['retryMin']);
  return {
    ttl,
    nodeTimeout: Number(chosen['nodeTimeout']),
    driftAllowance: Math.floor((ttl * Number(chosen['driftAllowance'])) / 100) + DRIFT_FIXED,
    isSequential: chosen['order'] === 'sequential',
    retryMin,
    retryMax: Math.max(retryMin, Number(chosen['retryMax'])),
  };
}

/** Each server by itself: what is said of replicas counts for nothing. */
export function serverSettingsOf(chosen: Options): ServerSettings {
  const { persistence } = chosen;
  return {
    persistence: persistence === 'always' || persistence === 'everysec' ? persistence : 'off',
    minReplicas: 0,
    minReplicasMaxLag: 0,
    backlog: 1,
    replTimeout: DAY,
    pingPeriod: DAY,
    priorityOf: () => 0,
    expiresActively: true,
    isAlone: true,
    outAfterRestart: Number(chosen['restartDelay']),
  };
}
