// The workloads of every commit protocol here.
import type { Options, WorkloadSpec } from '../../contract/system.ts';
import { type ClientSettings, commitClient } from './client.ts';
import { bankOf } from './settings.ts';

export const workloads: { readonly [kind: string]: WorkloadSpec } = {
  transfer: spec(
    'Transfers from an account of one participant to accounts of others. `reads:` is not used.',
    ['transfer'],
    {
      asksFor: 'transfer',
      isVetoed: false,
      audits: false,
    },
  ),
  'transfer-and-audit': spec(
    'Transfers, and in the share that `reads:` says audits, which read all accounts of all participants.',
    ['transfer', 'audit'],
    { asksFor: 'transfer', isVetoed: false, audits: true },
  ),
  order: spec(
    'Orders: an account of one participant pays, another one gives from its stock, the others book it.',
    ['order'],
    {
      asksFor: 'order',
      isVetoed: false,
      audits: false,
    },
  ),
  'vetoed-transfer': spec(
    'Transfers that the coordinator rolls back when all votes are in, as for a client whose own check fails.',
    ['transfer'],
    { asksFor: 'transfer', isVetoed: true, audits: false },
  ),
};

type Kind = Pick<ClientSettings, 'asksFor' | 'isVetoed'> & { readonly audits: boolean };

function spec(about: string, operations: readonly string[], { audits, ...kind }: Kind): WorkloadSpec {
  return {
    about,
    model: null,
    operations,
    client: (workload, options: Options) =>
      commitClient(audits ? workload : { ...workload, reads: { numerator: 0, denominator: 1 } }, {
        ...kind,
        bank: bankOf(options),
        asked: options['initiator'] === 'participant' ? 'participant' : 'coordinator',
      }),
  };
}
