// What a client's next transaction does. Keys are given up after some transactions, so that lists stay short.
import type { NodeId } from '../../contract/ids.ts';
import type { Options, Workload } from '../../contract/system.ts';
import { isChosen, numberOf, tableOf } from '../kv/index.ts';
import type { Step } from './messages.ts';

/** A client moves on to new keys after so many transactions. */
const TRANSACTIONS_PER_KEY = 8;
/** Room for the steps of one transaction, and for the numbers of clients, in a value that no other write has. */
const STEPS_MAX = 16;
const CLIENTS_MAX = 1_000;

export type Kind = 'list-append' | 'rw-register';
export type Draw = (
  number: number,
  ctx: Choosing,
) => { readonly steps: readonly Step[]; readonly isRolledBack: boolean };

type Choosing = {
  readonly self: NodeId;
  readonly peers: readonly NodeId[];
  choose<A>(label: string, options: readonly A[]): A;
};

export function drawOf(kind: Kind, workload: Workload, options: Options): Draw {
  const reads = tableOf(workload.reads);
  const rollbacks = tableOf({ numerator: Number(options['rollbacks']), denominator: 100 });
  const lengths = Array.from({ length: Number(options['steps']) }, (_, index) => index + 1);
  const places = Array.from({ length: workload.keys }, (_, index) => index);
  const [read, write] = kind === 'list-append' ? (['l', 'append'] as const) : (['r', 'w'] as const);
  return (number, ctx) => {
    const generation = Math.floor(number / TRANSACTIONS_PER_KEY);
    const length = ctx.choose('length', lengths);
    const steps = Array.from({ length }, (_, index): Step => {
      const key = `k${places.length === 1 ? 0 : ctx.choose('key', places)}-${generation}`;
      if (isChosen('read', reads, ctx)) return [read, key, null];
      return [write, key, (number * STEPS_MAX + index) * CLIENTS_MAX + numberOf(ctx.self)];
    });
    return { steps, isRolledBack: isChosen('rollback', rollbacks, ctx) };
  };
}
