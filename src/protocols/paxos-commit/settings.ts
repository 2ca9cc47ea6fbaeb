// What the options of Paxos Commit come to.
import type { Options } from '../../contract/system.ts';
import type { Duration } from '../../contract/time.ts';
import { type Initiator, type ParticipantSettings, participantSettings } from '../commitment/index.ts';

export type Settings = ParticipantSettings & {
  readonly initiator: Initiator;
  readonly voteTimeout: Duration;
  readonly ballotTimeout: Duration;
};

/** Everyone's vote is an instance, readers' too: the outcome is nothing but the votes. */
export function settingsOf(options: Options): Settings {
  return {
    ...participantSettings({ ...options, readOnlyVotes: false, reads: 'locked' }),
    initiator: options['initiator'] as Initiator,
    voteTimeout: Number(options['voteTimeout']),
    ballotTimeout: Number(options['ballotTimeout']),
  };
}
