// What the options of two-phase commit come to.
import type { Options } from '../../contract/system.ts';
import type { Duration } from '../../contract/time.ts';
import { type Initiator, type ParticipantSettings, participantSettings } from '../commitment/index.ts';
import type { Outcome } from '../local-store/index.ts';

export type Presumption = 'nothing' | 'abort' | 'commit';

export type Settings = ParticipantSettings & {
  readonly presumption: Presumption;
  readonly isCooperative: boolean;
  readonly initiator: Initiator;
  readonly voteTimeout: Duration;
  readonly resendInterval: Duration;
  readonly heuristic: Outcome | null;
  readonly heuristicAfter: Duration;
};

const HEURISTICS = { none: null, commit: 'committed', abort: 'aborted' } as const;

export function settingsOf(options: Options): Settings {
  return {
    ...participantSettings(options),
    presumption: options['presumption'] as Presumption,
    isCooperative: options['termination'] === 'cooperative',
    initiator: options['initiator'] as Initiator,
    voteTimeout: Number(options['voteTimeout']),
    resendInterval: Number(options['resendInterval']),
    heuristic: HEURISTICS[options['heuristic'] as keyof typeof HEURISTICS] ?? null,
    heuristicAfter: Number(options['heuristicAfter']),
  };
}

export function optionsProblem({ initiator, presumption }: Options): string | undefined {
  if (initiator !== 'participant' || presumption === 'nothing') return undefined;
  return (
    'with initiator: participant somebody is prepared before the coordinator knows: nothing can be presumed ' +
    '(presumption: nothing)'
  );
}

/** Whether an outcome is acknowledged: only then can the coordinator forget it (presumption), or know that all is done. */
export function isAcknowledged(outcome: Outcome, presumption: Presumption): boolean {
  if (presumption === 'nothing') return true;
  return presumption === 'abort' ? outcome === 'committed' : outcome === 'aborted';
}
