// The system `transactions`: one server, five levels of isolation.
import { type Options, system, view } from '../../contract/system.ts';
import { ms, seconds } from '../../contract/time.ts';
import { transactionClient } from './client.ts';
import { transactionServer } from './server.ts';
import { ISOLATIONS, type Isolation, type State } from './state.ts';

export const transactionsSystem = system({
  name: 'transactions',
  about: 'Interactive transactions on one server that isolates them as well as its option says.',
  groups: {
    server: {
      about: 'The only server',
      protocol: (options: Options) =>
        transactionServer({
          isolation: options['isolation'] as Isolation,
          idleTimeout: Number(options['idleTimeout']),
        }),
      count: 1,
    },
  },
  options: {
    isolation: {
      about:
        'serializable: locks for reads and writes, to the end (strict two-phase locking). snapshot: reads from when the ' +
        'transaction began, and of two that wrote the same key the first to commit wins. read-committed: locks for ' +
        'writes, reads of what is committed. read-uncommitted: locks for writes, reads of whatever is there. none: no ' +
        'locks at all.',
      source: 'Berenson et al. 1995, table 2 (locks) and section 4.2 (snapshot isolation); none is below all of them',
      type: 'choice',
      default: 'serializable',
      choices: [...ISOLATIONS],
    },
    idleTimeout: {
      about: 'A transaction of which nothing is heard for so long, or that waits so long for a lock, is rolled back.',
      source: 'scenario',
      type: 'duration',
      default: seconds(1),
      min: ms(1),
      max: seconds(3_600),
    },
    steps: {
      about: 'A transaction has from one to so many reads and writes.',
      source: 'four, as in the usual workloads of list-append tests',
      type: 'count',
      default: 4,
      min: 1,
      max: 16,
    },
    rollbacks: {
      about: 'Of a hundred transactions so many are rolled back by their client when all steps are done.',
      source: 'scenario',
      type: 'count',
      default: 10,
      min: 0,
      max: 100,
    },
  },
  roles: {},
  workloads: {
    'list-append': {
      about: 'Transactions that append unique values to lists, and read lists.',
      model: 'list-append',
      operations: ['txn'],
      client: transactionClient('list-append'),
    },
    'rw-register': {
      about: 'Transactions that write unique values to registers, and read registers.',
      model: 'rw-register',
      operations: ['txn'],
      client: transactionClient('rw-register'),
    },
  },
  monitors: () => [],
  // What is promised depends on `isolation`: scenarios name it.
  promises: [],
  writes: { commit: 'the store with all that is committed' },
  view: {
    server: view<State>(({ store, running }) => ({
      commits: store.commits,
      running: running.length,
      waiting: running.filter(({ waiting }) => waiting !== null).map(({ client }) => client),
    })),
  },
});
