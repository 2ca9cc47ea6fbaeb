// A client that reads, writes and compares-and-sets single keys: `Range`, `Put`, and a transaction that puts if the key is
// still as this client saw it last. How it asks is in `loop.ts`.
import type { Plain } from '../../../base/plain.ts';
import { type AnyProtocol, clientProtocol } from '../../../contract/protocol.ts';
import type { Workload } from '../../../contract/system.ts';
import { choicesOf, isFresh, type Seen } from '../../kv/index.ts';
import type { Answered, ClientSends } from '../messages.ts';
import type { Answer, Asked, Comparison, Read } from '../store/requests.ts';
import {
  type ClientCtx,
  type ClientTimer,
  type Done,
  type LoopState,
  loopTimers,
  onAnswered,
  type Script,
  startLoop,
} from './loop.ts';

export type RegisterSettings = {
  readonly retryWrites: boolean;
  readonly reads: 'linearizable' | 'serializable' | 'mixed';
  /** What a compare-and-set compares. */
  readonly compare: 'value' | 'mod-revision';
};

/** What was seen last of each key, and at which revision it had been written; 0: it was not there. */
type Memory = { readonly seen: Seen; readonly revisions: { readonly [key: string]: number } };
type Where =
  | { readonly f: 'read' | 'write'; readonly client: string; readonly key: string; readonly value: Plain }
  | { readonly f: 'cas'; readonly key: string; readonly from: Plain; readonly to: Plain };

export function registerClient(workload: Workload, settings: RegisterSettings): AnyProtocol {
  const plan = { workload, settings, script: scriptOf(workload, settings) };
  return clientProtocol<LoopState<Memory, Where>, Answered, ClientTimer, ClientSends>({
    name: 'etcd-client',
    start: (ctx) => startLoop(plan, ctx),
    on: { Answered: (state, message, _from, ctx) => onAnswered(state, message, plan, ctx) },
    timer: loopTimers(plan),
  });
}

function scriptOf(workload: Workload, settings: RegisterSettings): Script<Memory, Where> {
  const choices = choicesOf(workload);
  return {
    empty: { seen: {}, revisions: {} },
    begin(number, memory, ctx) {
      const operation = choices.next(number, memory.seen, ctx);
      const { key } = operation;
      const where = { client: ctx.self, key };
      switch (operation.f) {
        case 'read':
          return {
            invoked: { f: 'read', key, value: null },
            where: { f: 'read', ...where, value: null },
            ask: readOf(key, isSerializable(settings, ctx)),
          };
        case 'write': {
          const { value } = operation;
          const invoked = { f: 'write', key, value };
          return { invoked, where: { ...invoked, f: 'write', ...where }, ask: { f: 'put', key, value, lease: 0 } };
        }
        case 'cas': {
          const { from, to } = operation;
          const ask = txnOf(key, to, comparisonOf(key, from, memory, settings));
          return { invoked: { f: 'cas', key, value: [from, to] }, where: { f: 'cas', key, from, to }, ask };
        }
      }
    },
    answered: (where, answer, memory) => answered(where, answer, memory),
  };
}

function isSerializable({ reads }: RegisterSettings, ctx: ClientCtx): boolean {
  return reads === 'mixed' ? ctx.choose('serializable', [false, true]) : reads === 'serializable';
}

export function readOf(key: string, serializable: boolean): Read {
  return { f: 'read', key, end: null, revision: 0, serializable };
}

/** A key that was never there has no value, only a revision of 0. */
function comparisonOf(key: string, from: Plain, { revisions }: Memory, { compare }: RegisterSettings): Comparison {
  if (compare === 'value' && from !== null) return { key, target: 'value', is: 'equal', to: from };
  return { key, target: 'modRevision', is: 'equal', to: from === null ? 0 : (revisions[key] ?? 0) };
}

export function txnOf(key: string, value: Plain, comparison: Comparison): Asked {
  return {
    f: 'txn',
    compare: [comparison],
    success: [{ f: 'put', key, value, lease: 0 }],
    failure: [{ f: 'range', key, end: null, revision: 0 }],
  };
}

function answered(where: Where, answer: Answer, memory: Memory): Done<Memory> {
  const { key } = where;
  if (answer.f === 'range') {
    const held = answer.found[0];
    return {
      memory: saw(memory, key, held?.value ?? null, held?.modRevision ?? 0),
      outcome: { ok: held?.value ?? null },
    };
  }
  if (answer.f === 'txn' && where.f === 'cas') {
    const { from, to } = where;
    if (answer.succeeded) return { memory: saw(memory, key, to, answer.revision), outcome: { ok: [from, to] } };
    const [step] = answer.steps;
    const held = step?.f === 'range' ? step.found[0] : undefined;
    const outcome = { failed: 'cas-mismatch' };
    return { memory: saw(memory, key, held?.value ?? null, held?.modRevision ?? 0), outcome };
  }
  if (answer.f !== 'put' || where.f !== 'write') return { memory, outcome: { failed: 'unavailable' } };
  // Nobody asks for a key of its own again, and a thousand of them are too many to carry along.
  const next = isFresh(key, where.client) ? memory : saw(memory, key, where.value, answer.revision);
  return { memory: next, outcome: { ok: where.value } };
}

function saw({ seen, revisions }: Memory, key: string, value: Plain, revision: number): Memory {
  return { seen: { ...seen, [key]: value }, revisions: { ...revisions, [key]: revision } };
}
