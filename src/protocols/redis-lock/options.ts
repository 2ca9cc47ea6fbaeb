// The options of `redis-lock` besides those of Redis and of the worker.
import type { OptionSpec, Options } from '../../contract/system.ts';
import { ms, seconds } from '../../contract/time.ts';
import { workerOptions, workerProblem } from '../locks/index.ts';
import { optionsProblem, sentinelOptions, serverOptions } from '../redis/index.ts';
import type { Settings } from './state.ts';

const DAY = seconds(86_400);

const lock: { readonly [name: string]: OptionSpec } = {
  ttl: {
    about: 'Time to live of the key.',
    source: 'Redis documentation, Distributed locks: SET resource_name my_random_value NX PX 30000',
    type: 'duration',
    default: seconds(30),
    min: ms(1),
    max: DAY,
    swarm: [ms(500), seconds(2)],
  },
  acquire: {
    about: 'SET with NX and PX, or SETNX and then EXPIRE: two commands, of which the second may be missing.',
    source: 'Redis documentation, SETNX: the pattern that SET with NX replaces',
    type: 'choice',
    default: 'set-nx-px',
    choices: ['set-nx-px', 'setnx-expire'],
  },
  release: {
    about: "A script that deletes the key if it holds the owner's own value, or plain DEL.",
    source: 'Redis documentation, Distributed locks: a client should not simply DEL the lock',
    type: 'choice',
    default: 'compare-and-delete',
    choices: ['compare-and-delete', 'delete'],
    swarm: ['compare-and-delete', 'delete'],
  },
  validity: {
    about:
      'A client stops working when the TTL is over, counted from when it sent the request, or received the answer. None: it does not look.',
    source: 'left to the application; none, as examples mostly have it',
    type: 'choice',
    default: 'none',
    choices: ['none', 'sent', 'received'],
    swarm: ['none', 'sent', 'received'],
  },
  retryMin: {
    about: 'The least pause between two tries.',
    source: 'a guess',
    type: 'duration',
    default: ms(50),
    min: ms(1),
    max: DAY,
  },
  retryMax: {
    about: 'The greatest pause between two tries; less than retryMin counts as that.',
    source: 'a guess',
    type: 'duration',
    default: ms(100),
    min: ms(1),
    max: DAY,
  },
};

export const options = { ...lock, ...workerOptions, ...serverOptions, ...sentinelOptions };

export function settingsOf(chosen: Options, timeout: number): Settings {
  const retryMin = Number(chosen['retryMin']);
  return {
    ttl: Number(chosen['ttl']),
    acquire: chosen['acquire'] === 'setnx-expire' ? 'setnx-expire' : 'set-nx-px',
    release: chosen['release'] === 'delete' ? 'delete' : 'compare-and-delete',
    validity: chosen['validity'] === 'sent' ? 'sent' : chosen['validity'] === 'received' ? 'received' : 'none',
    retryMin,
    retryMax: Math.max(retryMin, Number(chosen['retryMax'])),
    connection: { timeout, scan: 0 },
  };
}

export function problemOf(
  chosen: Options,
  servers?: readonly string[],
  clients?: readonly string[],
): string | undefined {
  return workerProblem(chosen, clients) ?? optionsProblem(chosen, servers);
}
