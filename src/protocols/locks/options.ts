// The options of whoever uses a lock, the same for every lock; and what they say together.
import type { NodeId } from '../../contract/ids.ts';
import type { OptionSpec, Options } from '../../contract/system.ts';
import { type Duration, ms, seconds } from '../../contract/time.ts';
import type { WorkerSettings } from './client/index.ts';
import type { Fencing } from './resource/index.ts';

const DAY = seconds(86_400);

export const workerOptions: { readonly [name: string]: OptionSpec } = {
  work: {
    about: 'How long a client works in the critical section, from the moment when it has the lock.',
    source: 'the application; the number is a guess',
    type: 'duration',
    default: seconds(1),
    min: 0,
    max: DAY,
    swarm: [ms(10), ms(200), seconds(1)],
  },
  workMax: {
    about: 'Above `work`: the time is drawn anew between the two for each hold. 0s: it is always `work`.',
    source: 'the application',
    type: 'duration',
    default: 0,
    min: 0,
    max: DAY,
  },
  works: {
    about: 'The work of single clients, such as "c1 12s, c2 never"; the others work for `work`. Never: it hangs.',
    source: 'the application',
    type: 'text',
    default: '',
    lengthMax: 200,
  },
  writeEvery: {
    about: 'How often the counter is written while a client works. 0s: once, at the end.',
    source: 'the application',
    type: 'duration',
    default: 0,
    min: 0,
    max: DAY,
  },
  watchWaiters: {
    about:
      'Whoever gives up is judged: every-waiter-served. It takes a deadline beyond any TTL, and a service that is there.',
    source: 'a choice of the scenario',
    type: 'boolean',
    default: false,
  },
  fencing: {
    about:
      'The resource refuses writes with a lower token than that of an earlier write (writes), or than any it has seen, and reads too (all).',
    source: 'M. Kleppmann, How to do distributed locking (2016): the storage checks the token of each write',
    type: 'choice',
    default: 'off',
    choices: ['off', 'writes', 'all'],
  },
};

/** Options are present and within bounds: the scenario's compilation sees to it. `threads` and `depth` are some locks' own. */
export function workerSettings(options: Options): WorkerSettings {
  const { list } = worksOf(String(options['works']));
  const work = Number(options['work']);
  const max = Math.max(work, Number(options['workMax']));
  return {
    workOf(client) {
      const found = list.find(([node]) => node === client);
      if (found === undefined) return { min: work, max };
      return found[1] === null ? null : { min: found[1], max: found[1] };
    },
    writeEvery: Number(options['writeEvery']),
    threads: Number(options['threads'] ?? 1),
    depth: Number(options['depth'] ?? 1),
  };
}

export function fencingOf(options: Options): Fencing {
  const { fencing } = options;
  return fencing === 'writes' || fencing === 'all' ? fencing : 'off';
}

/** What is wrong with them together, for the `check` of a system. */
export function workerProblem(options: Options, clients?: readonly NodeId[]): string | undefined {
  const { list, problem } = worksOf(String(options['works']));
  if (problem !== undefined) return problem;
  const stranger = list.find(([client]) => clients?.includes(client) === false);
  if (stranger !== undefined) return `works: found ${stranger[0]}, expected ${clientsText(clients!)}`;
  const [work, max] = [Number(options['work']), Number(options['workMax'])];
  return max > 0 && max < work ? 'workMax: found less than work, expected 0s, or more' : undefined;
}

/** They are numbered from 1. */
function clientsText(clients: readonly NodeId[]): string {
  if (clients.length === 0) return 'no client, for there is no workload';
  const last = clients[clients.length - 1]!;
  return clients.length === 1 ? `${last}, the only client` : `a client from ${clients[0]} to ${last}`;
}

type Works = { readonly list: readonly (readonly [NodeId, Duration | null])[]; readonly problem?: string };

function worksOf(text: string): Works {
  const list: (readonly [NodeId, Duration | null])[] = [];
  for (const part of text.split(',').map((each) => each.trim())) {
    if (part === '') continue;
    const found = /^(c\d+) +(?:(never)|(\d{1,9})(ms|s))$/.exec(part);
    if (found === null) return { list, problem: `works: found ${part}, expected pairs such as c1 12s, c2 never` };
    const [, client = '', never, count, unit] = found;
    const work = never !== undefined ? null : unit === 's' ? seconds(Number(count)) : ms(Number(count));
    if (work !== null && work > DAY) return { list, problem: `works: found ${part}, expected 86400s at most` };
    if (list.some(([other]) => other === client))
      return { list, problem: `works: found ${client} twice, expected it once` };
    list.push([client, work]);
  }
  return { list };
}
