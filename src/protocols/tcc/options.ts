// The options of the system `tcc`.
import type { OptionSpec, Options } from '../../contract/system.ts';
import { type Duration, ms, seconds } from '../../contract/time.ts';
import { type ShopSettings, shopOptions, shopSettingsOf } from '../shop/index.ts';

export type Settings = ShopSettings & {
  readonly fence: 'full' | 'partial' | 'none';
  readonly ttl: Duration;
  readonly tryTimeout: Duration;
  readonly retry: Duration;
};

export const options = {
  fence: {
    type: 'choice',
    default: 'full',
    choices: ['full', 'partial', 'none'],
    about:
      'full: a service keeps a row for each branch, with its state, in the transaction that changes it, and what comes twice, late or without its Try is told by it. partial: a row begins with a Try, so that a Cancel without one leaves nothing. none: each command is carried out as it comes.',
    source: 'the table tcc_fence_log of Seata, which is for empty cancels, suspension and idempotence',
    swarm: ['full'],
  },
  ttl: {
    type: 'duration',
    default: 0,
    min: 0,
    max: seconds(86_400),
    about: 'A service gives a reservation free by itself after so long. 0: it keeps it until it is told.',
    source: 'a choice of the business: there is no usual value',
  },
  tryTimeout: {
    type: 'duration',
    default: ms(500),
    min: ms(1),
    max: seconds(600),
    about: 'A transaction that has not been reserved everywhere by then is cancelled.',
    source: 'chosen: hundreds of round trips in a data centre',
    swarm: [ms(50), ms(500)],
  },
  retry: {
    type: 'duration',
    default: ms(200),
    min: ms(1),
    max: seconds(600),
    about: 'A command without an answer is sent again after so long: a Confirm or a Cancel until it is answered.',
    source: 'chosen: a hundred round trips in a data centre',
    swarm: [ms(20), ms(200)],
  },
  ...shopOptions,
} as const satisfies { readonly [name: string]: OptionSpec };

export function settingsOf(chosen: Options): Settings {
  return {
    ...shopSettingsOf(chosen),
    fence: chosen['fence'] as Settings['fence'],
    ttl: chosen['ttl'] as number,
    tryTimeout: chosen['tryTimeout'] as number,
    retry: chosen['retry'] as number,
  };
}
