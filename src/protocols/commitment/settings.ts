// What the options that all commit protocols share come to.
import type { Options } from '../../contract/system.ts';
import type { Duration } from '../../contract/time.ts';
import { accounts, type Rows, stock } from '../local-store/index.ts';

export type BankSettings = {
  readonly accounts: number;
  readonly balance: number;
  readonly stock: number;
  /** How many participants a transfer touches; 0: all. */
  readonly span: number;
};

export type ParticipantSettings = {
  readonly bank: BankSettings;
  readonly onConflict: 'wait' | 'refuse';
  readonly lockTimeout: Duration;
  /** From its yes: by then it should have heard. */
  readonly decisionTimeout: Duration;
  readonly askInterval: Duration;
  readonly readOnlyVotes: boolean;
  readonly reads: 'locked' | 'snapshot';
};

export type Initiator = 'coordinator' | 'participant';

export function bankOf(options: Options): BankSettings {
  return {
    accounts: Number(options['accounts']),
    balance: Number(options['balance']),
    stock: Number(options['stock']),
    span: Number(options['span']),
  };
}

export function participantSettings(options: Options): ParticipantSettings {
  return {
    bank: bankOf(options),
    onConflict: options['onConflict'] as 'wait' | 'refuse',
    lockTimeout: Number(options['lockTimeout']),
    decisionTimeout: Number(options['decisionTimeout']),
    askInterval: Number(options['askInterval']),
    readOnlyVotes: options['readOnlyVotes'] === true,
    reads: options['reads'] as 'locked' | 'snapshot',
  };
}

/** What every participant begins with. */
export function initialRows({ accounts: count, balance, stock: pieces }: BankSettings): Rows {
  return { ...accounts(count, balance), ...stock(count, pieces) };
}
