// The options of `redisson` besides those of Redis and of the worker.
import type { OptionSpec, Options } from '../../contract/system.ts';
import { ms, seconds } from '../../contract/time.ts';
import { workerOptions, workerProblem } from '../locks/index.ts';
import { optionsProblem, sentinelOptions, serverOptions } from '../redis/index.ts';
import type { MultiSettings } from './multi/index.ts';
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
  locks: {
    about: 'Above 1: RedissonMultiLock, of a lock on each of so many servers, which know nothing of each other.',
    source: 'Redisson, RedissonMultiLock',
    type: 'count',
    default: 1,
    min: 1,
    max: 100,
  },
  lockBudget: {
    about: 'With `locks`: how long all together may take, times their number, before it lets go of what it has got.',
    source: 'Redisson, RedissonMultiLock: 1500 ms for each lock, where no lease time is given',
    type: 'duration',
    default: ms(1500),
    min: ms(1),
    max: DAY,
  },
  lockOrder: {
    about: 'With `locks`: all clients take them in the same order, or every second one from the last to the first.',
    source: 'the application: the order of the arguments',
    type: 'choice',
    default: 'same',
    choices: ['same', 'opposed'],
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

export function multiSettingsOf(chosen: Options, timeout: number): MultiSettings {
  const count = Number(chosen['locks']);
  const single = settingsOf(chosen, timeout);
  const budget = count * Number(chosen['lockBudget']);
  return { single, count, budget, isOpposed: chosen['lockOrder'] === 'opposed' };
}

export function isMulti({ locks }: Options): boolean {
  return Number(locks) > 1;
}

export function problemOf(
  chosen: Options,
  servers?: readonly string[],
  clients?: readonly string[],
): string | undefined {
  return (
    workerProblem(chosen, clients) ??
    optionsProblem(chosen, servers) ??
    fairProblem(chosen) ??
    multiProblem(chosen, servers)
  );
}

function fairProblem({ fair, fenced, threads }: Options): string | undefined {
  if (fair !== true) return undefined;
  if (fenced === true) return 'fair: found with fenced, expected one of the two: RFairLock gives no tokens';
  return threads === 1 ? undefined : 'threads: found several with fair, expected 1: a process has one channel';
}

function multiProblem(chosen: Options, servers?: readonly string[]): string | undefined {
  if (!isMulti(chosen)) return undefined;
  const { fair, fenced, threads, leaseTime, locks } = chosen;
  if (fair === true || fenced === true || threads !== 1 || leaseTime !== 0) {
    return 'locks: found several with fair, fenced, threads or leaseTime, expected none of these beside it';
  }
  if (servers === undefined || servers.length === locks) return undefined;
  return `locks: found ${locks} and ${servers.length} servers, expected as many servers as locks`;
}
