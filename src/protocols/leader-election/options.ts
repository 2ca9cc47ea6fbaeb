// What elections have besides the locks that they are made of.
import type { OptionSpec } from '../../contract/system.ts';
import { ms, seconds } from '../../contract/time.ts';

export const electionOptions: { readonly [name: string]: OptionSpec } = {
  proclaimEvery: {
    about: 'How often the leader puts its value again, guarded by its key, and learns by that whether it leads.',
    source: 'clientv3/concurrency, election.go: Proclaim; how often is the application’s business',
    type: 'duration',
    default: seconds(1),
    min: ms(1),
    max: seconds(86_400),
    swarm: [ms(100), seconds(1)],
  },
};
