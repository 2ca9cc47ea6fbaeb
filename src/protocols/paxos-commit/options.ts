// The options of Paxos Commit. How many faults of acceptors it tolerates is not among them: 2F + 1 coordinators tolerate F.
import type { OptionSpec } from '../../contract/system.ts';
import { ms, seconds } from '../../contract/time.ts';
import { bankOptions, initiatorOption, participantOptions } from '../commitment/index.ts';

const { readOnlyVotes: _dropOuts, reads: _reads, ...participants } = participantOptions;

export const options: { readonly [name: string]: OptionSpec } = {
  ballotTimeout: {
    about: 'A leader that has not got through its ballot in so long begins another.',
    source: 'no paper gives one; many round trips of a local network',
    type: 'duration',
    default: ms(200),
    min: ms(1),
    max: seconds(3_600),
    swarm: [ms(50), ms(200)],
  },
  ...initiatorOption,
  ...bankOptions,
  ...participants,
};
