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
  const timeout = options['timeout']!;
  return {
    ...participantSettings({ ...options, decisionTimeout: timeout, readOnlyVotes: false, reads: 'locked' }),
    timeout: Number(timeout),
    voteTimeout: Number(options['voteTimeout']),
    isElected: options['termination'] === 'elected',
  };
}
