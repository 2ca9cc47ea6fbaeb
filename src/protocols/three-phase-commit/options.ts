// The options of three-phase commit. The one that matters is the timeout: it has to exceed the bound on delays.
import type { OptionSpec } from '../../contract/system.ts';
import { ms, seconds } from '../../contract/time.ts';
import { bankOptions, participantOptions } from '../commitment/index.ts';

const { readOnlyVotes: _dropOuts, reads: _reads, decisionTimeout: _decision, ...participants } = participantOptions;

export const options: { readonly [name: string]: OptionSpec } = {
  timeout: {
    about:
      'Whoever waits for an answer waits so long, and then takes the other one for crashed. It is safe if no message there and back, with a write at the other end, ever takes longer.',
    source: 'Skeen 1981: the bound on delays is assumed, not given',
    type: 'duration',
    default: ms(500),
    min: ms(1),
    max: seconds(3_600),
    swarm: [ms(50), ms(500)],
  },
  termination: {
    about:
      'What a participant does that waits in vain. alone: uncertain it aborts, pre-committed it commits. elected: the first participant that is up asks the others, and decides for all.',
    source: 'Skeen 1981: timeout transitions; Skeen 1982: the termination protocol',
    type: 'choice',
    default: 'elected',
    choices: ['alone', 'elected'],
    swarm: ['alone', 'elected'],
  },
  ...bankOptions,
  ...participants,
};
