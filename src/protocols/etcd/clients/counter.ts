// A client that counts: it reads a number and writes the next one. With a plain `put` two clients that read the same number
// write the same next one, and an increment is lost; a transaction on the key's modRevision finds that and begins again.
// The workload's share of `cas` says how many increments are transactions.
import { type AnyProtocol, clientProtocol } from '../../../contract/protocol.ts';
import type { Workload } from '../../../contract/system.ts';
import { isChosen, tableOf } from '../../kv/index.ts';
import type { Answered, ClientSends } from '../messages.ts';
import type { Answer } from '../store/requests.ts';
import {
  type Asking,
  type ClientTimer,
  type Done,
  type LoopSettings,
  type LoopState,
  loopTimers,
  onAnswered,
  type Script,
  startLoop,
} from './loop.ts';
import { readOf, txnOf } from './register.ts';

const KEY = 'counter';

type Where = { readonly isTxn: boolean; readonly next: number | null };

export function counterClient(workload: Workload, settings: LoopSettings): AnyProtocol {
  const plan = { workload, settings, script: scriptOf(workload) };
  return clientProtocol<LoopState<null, Where>, Answered, ClientTimer, ClientSends>({
    name: 'etcd-counter',
    start: (ctx) => startLoop(plan, ctx),
    on: { Answered: (state, message, _from, ctx) => onAnswered(state, message, plan, ctx) },
    timer: loopTimers(plan),
  });
}

function scriptOf(workload: Workload): Script<null, Where> {
  const transactions = tableOf(workload.cas);
  return {
    empty: null,
    begin: (_number, _memory, ctx) => ({
      invoked: { f: 'increment', value: null },
      ...fromTheStart(isChosen('cas', transactions, ctx)),
    }),
    answered,
  };
}

function fromTheStart(isTxn: boolean): Asking<Where> {
  return { ask: readOf(KEY, false), where: { isTxn, next: null } };
}

function answered(where: Where, answer: Answer): Asking<Where> | Done<null> {
  const { isTxn } = where;
  if (answer.f === 'range') {
    const held = answer.found[0];
    const next = Number(held?.value ?? 0) + 1;
    const isUnchanged = { key: KEY, target: 'modRevision', is: 'equal', to: held?.modRevision ?? 0 } as const;
    const ask = isTxn ? txnOf(KEY, next, isUnchanged) : ({ f: 'put', key: KEY, value: next, lease: 0 } as const);
    return { ask, where: { isTxn, next } };
  }
  if (answer.f === 'txn' && !answer.succeeded) return fromTheStart(isTxn);
  return { memory: null, outcome: { ok: where.next } };
}
