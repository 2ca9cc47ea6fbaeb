// Options of every system that carries out deals here.
import type { OptionSpec, Options } from '../../contract/system.ts';
import { type Duration, seconds } from '../../contract/time.ts';
import type { Stocked } from './rows.ts';

export type ShopSettings = Stocked & { readonly closing: Duration };

export const shopOptions = {
  stock: {
    type: 'count',
    default: 1_000,
    min: 0,
    max: 1_000_000,
    about: 'How many pieces of each item there are to begin with.',
    source: 'chosen: enough for all orders of a scenario, where it says nothing else',
  },
  balance: {
    type: 'count',
    default: 100_000,
    min: 0,
    max: 100_000_000,
    about: 'How much money is on each account to begin with. A piece of an item costs 10.',
    source: 'chosen: enough for all orders of a scenario, where it says nothing else',
  },
  closing: {
    type: 'duration',
    default: 0,
    min: 0,
    max: seconds(3_600),
    about: 'When each service closes its books, so that `ends` is judged; the services go on. 0: never.',
    source: 'chosen: none of the patterns has an end of its own; say it for when all should have come to rest',
  },
} as const satisfies { readonly [name: string]: OptionSpec };

export function shopSettingsOf(chosen: Options): ShopSettings {
  return {
    stock: chosen['stock'] as number,
    balance: chosen['balance'] as number,
    closing: chosen['closing'] as number,
  };
}
