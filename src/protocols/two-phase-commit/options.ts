// The options of two-phase commit.
import type { OptionSpec } from '../../contract/system.ts';
import { ms, seconds } from '../../contract/time.ts';
import { bankOptions, initiatorOption, participantOptions } from '../commitment/index.ts';

export const options: { readonly [name: string]: OptionSpec } = {
  presumption: {
    about:
      'What it means that the coordinator finds nothing of a transaction: nothing (it keeps a record of all), abort, or commit.',
    source: 'Mohan, Lindsay, Obermarck 1986; presumed abort is what X/Open XA demands',
    type: 'choice',
    default: 'abort',
    choices: ['nothing', 'abort', 'commit'],
    swarm: ['nothing', 'abort', 'commit'],
  },
  termination: {
    about: 'Whom a participant asks that is left without an outcome: the coordinator, or the other participants too.',
    source: 'Bernstein, Hadzilacos, Goodman 1987, §7.4: the cooperative termination protocol',
    type: 'choice',
    default: 'cooperative',
    choices: ['coordinator', 'cooperative'],
    swarm: ['coordinator', 'cooperative'],
  },
  resendInterval: {
    about: 'An outcome that was not acknowledged is sent again after so long.',
    source: 'no paper gives one; as the interval of questions',
    type: 'duration',
    default: ms(200),
    min: ms(1),
    max: seconds(3_600),
    swarm: [ms(50), ms(200)],
  },
  heuristic: {
    about: 'What a participant does on its own, rather than to wait for ever: nothing, or it commits, or aborts.',
    source: 'X/Open XA: heuristic decisions (XA_HEURCOM, XA_HEURRB)',
    type: 'choice',
    default: 'none',
    choices: ['none', 'commit', 'abort'],
  },
  heuristicAfter: {
    about: 'How long it has asked in vain by then.',
    source: 'an operator’s patience',
    type: 'duration',
    default: seconds(30),
    min: ms(1),
    max: seconds(86_400),
  },
  ...initiatorOption,
  ...bankOptions,
  ...participantOptions,
};
