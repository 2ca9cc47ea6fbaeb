// The options of `redisson` besides those of Redis and of the worker.
import type { OptionSpec, Options } from '../../contract/system.ts';
import { ms, seconds } from '../../contract/time.ts';
import { workerOptions, workerProblem } from '../locks/index.ts';
import { optionsProblem, sentinelOptions, serverOptions } from '../redis/index.ts';
import type { Settings } from './state.ts';

const DAY = seconds(86_400);

const lock: { readonly [name: string]: OptionSpec } = {
  leaseTime: {
    about: 'The lease that the caller gives; then nothing renews it. 0s: none is given, and the watchdog renews.',
    source: 'RLock.lock() against lock(leaseTime, unit)',
    type: 'duration',
    default: 0,
    min: 0,
    max: DAY,
    swarm: [0, seconds(1)],
  },
  watchdogTimeout: {
    about: 'The lease that the watchdog renews each third of it.',
    source: 'Redisson, Config: lockWatchdogTimeout 30000',
    type: 'duration',
    default: seconds(30),
    min: ms(3),
    max: DAY,
    swarm: [seconds(1), seconds(3)],
  },
  fenced: {
    about: 'RFencedLock: each time the lock is taken a counter beside it gives a token.',
    source: 'Redisson, RedissonFencedLock: INCR of redisson_lock_token',
    type: 'boolean',
    default: false,
  },
  fair: {
    about: 'RFairLock: who waits has a place in a queue in Redis, and the lock is given in its order.',
    source: 'Redisson, RedissonFairLock',
    type: 'boolean',
    default: false,
  },
  threadWaitTime: {
    about: "With `fair`: how long a waiter's place is kept when its turn has come.",
    source: 'Redisson documentation, Fair Lock: 5 seconds for a thread that has died',
    type: 'duration',
    default: seconds(5),
    min: ms(1),
    max: DAY,
  },
  checkSyncedReplicas: {
    about:
      'The lock counts only if all replicas that are connected confirm it (INFO, WAIT); else it is let go, and acquiring it fails.',
    source: 'Redisson, Config: checkLockSyncedSlaves true, since 3.2x',
    type: 'boolean',
    default: true,
    swarm: [true, false],
  },
  replicasTimeout: {
    about: 'How long replicas have for it.',
    source: 'Redisson, Config: slavesSyncTimeout 1000',
    type: 'duration',
    default: seconds(1),
    min: ms(1),
    max: DAY,
  },
  retries: {
    about: 'How often an unlock without an answer is sent again.',
    source: 'Redisson, BaseConfig: retryAttempts 4',
    type: 'count',
    default: 4,
    min: 0,
    max: 100,
  },
  scan: {
    about: 'How often a Sentinel is asked who is the primary. 0s: only after a command without an answer.',
    source: 'Redisson, BaseMasterSlaveServersConfig: scanInterval 1000',
    type: 'duration',
    default: seconds(1),
    min: 0,
    max: DAY,
  },
  threads: {
    about: 'How many threads of each process use the lock. The history is that of the first.',
    source: 'the application',
    type: 'count',
    default: 1,
    min: 1,
    max: 100,
  },
  depth: {
    about: 'How often a thread locks before it works, and unlocks after: the lock is re-entrant.',
    source: 'the application',
    type: 'count',
    default: 1,
    min: 1,
    max: 100,
  },
};

export const options = { ...lock, ...workerOptions, ...serverOptions, ...sentinelOptions };

/** `timeout`: how long a command may take. */
export function settingsOf(chosen: Options, timeout: number): Settings {
  return {
    leaseTime: Number(chosen['leaseTime']),
    watchdogTimeout: Number(chosen['watchdogTimeout']),
    isFenced: chosen['fenced'] === true,
    threadWait: chosen['fair'] === true ? Number(chosen['threadWaitTime']) : null,
    checksReplicas: chosen['checkSyncedReplicas'] === true,
    replicasTimeout: Number(chosen['replicasTimeout']),
    retries: Number(chosen['retries']),
    // Behind the script WAIT may take its time.
    connection: { timeout: timeout + Number(chosen['replicasTimeout']), scan: Number(chosen['scan']) },
  };
}

export function problemOf(chosen: Options, servers?: readonly string[]): string | undefined {
  return workerProblem(chosen) ?? optionsProblem(chosen, servers) ?? fairProblem(chosen);
}

function fairProblem({ fair, fenced, threads }: Options): string | undefined {
  if (fair !== true) return undefined;
  if (fenced === true) return 'fair: found with fenced, expected one of the two: RFairLock gives no tokens';
  return threads === 1 ? undefined : 'threads: found several with fair, expected 1: a process has one channel';
}
