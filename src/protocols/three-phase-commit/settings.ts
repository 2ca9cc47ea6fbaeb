// What the options of three-phase commit come to.
import type { Options } from '../../contract/system.ts';
import type { Duration } from '../../contract/time.ts';
import { type ParticipantSettings, participantSettings } from '../commitment/index.ts';

export type Settings = ParticipantSettings & {
  readonly timeout: Duration;
  readonly voteTimeout: Duration;
  readonly isElected: boolean;
};

export function settingsOf(options: Options): Settings {
  const timeout = Number(options['timeout']);
  const voteTimeout = Number(options['voteTimeout']);
  // For so long the coordinator may wait for votes, and its word is then on the way.
  const decisionTimeout = voteTimeout + timeout;
  return {
    ...participantSettings({ ...options, decisionTimeout, readOnlyVotes: false, reads: 'locked' }),
    timeout,
    voteTimeout,
    isElected: options['termination'] === 'elected',
  };
}
