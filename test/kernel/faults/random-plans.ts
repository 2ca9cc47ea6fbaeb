// Random plans of all faults for `laws.test.ts`, and a protocol that numbers what it sends and notes what it writes.
// Faults last 120 ms at most and the nodes fall silent at 450 ms of their clocks, so that in the end nothing may be waiting.
import fc from 'fast-check';
import type { Context } from '../../../src/contract/context.ts';
import type { Fault, FaultAction, Target } from '../../../src/contract/faults.ts';
import { protocol } from '../../../src/contract/protocol.ts';
import { ms } from '../../../src/contract/time.ts';
import type { RunPlan } from '../../../src/kernel/index.ts';
import { fault, node, planOf } from '../small.ts';

/** Numbered for each receiver, and apart those that wait for a write: they may be overtaken by others. */
export type Item = { readonly kind: 'Item' | 'Stored'; readonly life: number; readonly count: number };
type Timer = { readonly kind: 'tick' | 'idle' };
type Durable = { readonly [key: string]: number };
type State = { readonly counts: { readonly [to: string]: number }; readonly writes: number };
type C = Context<Item, Timer, Durable>;

const SILENT_AFTER = ms(450);

function send(state: State, ctx: C, to: string, kind: Item['kind']): State {
  const count = (state.counts[`${kind} ${to}`] ?? 0) + 1;
  ctx.send(to, { kind, life: ctx.boot.incarnation, count }, { durable: kind === 'Stored' });
  return { ...state, counts: { ...state.counts, [`${kind} ${to}`]: count } };
}

function begin(ctx: C, durable: Readonly<Partial<Durable>>): State {
  ctx.setTimer({ kind: 'tick' }, ms(1), ms(9));
  return { counts: {}, writes: durable['last'] ?? 0 };
}

const worker = (halts: boolean) =>
  protocol<State, Item, Timer, Durable>({
    name: 'worker',
    start: begin,
    on: {
      Item(state, { count }, from, ctx) {
        ctx.setTimer({ kind: 'idle' }, ms(12));
        if (halts && count % 40 === 0) ctx.halt('it is enough');
        if (count % 2 === 0) return state;
        const writes = state.writes + 1;
        const patch = { last: writes, [`key${writes % 4}`]: writes };
        ctx.persist(patch, { kind: writes % 3 === 0 ? 'vote' : 'log' });
        ctx.note(`writes ${JSON.stringify(patch)}`);
        return send({ ...state, writes }, ctx, from, 'Stored');
      },
      Stored: (state) => state,
    },
    timer: {
      tick(state, _timer, ctx) {
        if (ctx.monotonic > SILENT_AFTER) return state;
        ctx.setTimer({ kind: 'tick' }, ms(1), ms(9));
        return send(state, ctx, ctx.choose('peer', ctx.peers), 'Item');
      },
      idle: (state, _timer, ctx) => (ctx.monotonic > SILENT_AFTER ? state : send(state, ctx, ctx.peers[0]!, 'Item')),
    },
    system: {
      writeFailed: (state) => ({ ...state }),
      linkReset: (state) => ({ ...state }),
      diskCorrupt: begin,
    },
  });

type Seed = { kind: string; at: number; lasts: number; one: number; other: number; size: number; nth: number };

/** Gentle ones lose nothing on streams: no crash, no reset, no failed write, no cut that lasts. */
const gentle = ['pause', 'slow', 'slowDisk', 'clock', 'network', 'cut', 'partition'];
const rough = ['crash', 'torn', 'replace', 'restart', 'reset', 'failWrites', 'fullDisk', 'corrupt', 'long cut'];

function actionOf({ kind, one, other, size }: Seed, it: Target): FaultAction {
  const to = [node(`n${1 + ((one + 1 + (other % 3)) % 4)}`)];
  const span = { min: 100, max: 100 + 40 * size };
  switch (kind) {
    case 'slow':
      return { kind, targets: [it], service: span };
    case 'slowDisk':
      return { kind, targets: [it], latency: { min: 2000, max: 2000 + 100 * size } };
    case 'clock':
      return {
        kind,
        targets: [it],
        rate: { numerator: 1 + (size % 4), denominator: 2 },
        offset: 50 * size,
        jump: -size,
      };
    case 'network': {
      const loss = { numerator: size % 30, denominator: 100 };
      return { kind, conditions: { latencyMin: 100, latencyMax: 100 + 90 * size, loss, spacing: 5 * size } };
    }
    case 'cut':
    case 'long cut':
      return { kind: 'cut', from: [it], to };
    case 'partition':
      return { kind, sides: [[it, ...to], [{ select: 'rest' }]] };
    case 'reset':
      return { kind, from: [it], to };
    case 'crash':
    case 'torn':
      return { kind: 'crash', targets: [it], unsynced: kind === 'torn' ? kind : 'drawn' };
    case 'failWrites':
    case 'fullDisk':
      return { kind, targets: [it], write: size % 2 === 0 ? undefined : 'vote' };
    default:
      return { kind: kind as 'pause', targets: [it] };
  }
}

function faultOf(seed: Seed, index: number): Fault {
  const { kind, at, one, nth } = seed;
  const lasts = ms(kind === 'cut' || kind === 'partition' ? Math.min(seed.lasts, 20) : seed.lasts);
  const it = node(`n${1 + one}`);
  const plain = fault(ms(at), actionOf(seed, it), ms(at) + lasts);
  const named = { ...plain, text: `${kind} ${index}` };
  if (nth === 0 || kind === 'partition') return named;
  const on = { event: 'message' as const, kind: undefined, node: it, from: undefined };
  const action = actionOf(seed, { select: 'trigger', which: nth % 3 === 0 ? 'sender' : 'node' });
  return { ...named, until: undefined, lasts, trigger: { nth, on }, action };
}

export type Draft = {
  readonly isGentle: boolean;
  readonly seeds: readonly Seed[];
  readonly blocking: boolean;
  readonly seed: number;
};

/** What a plan is made from, so that a counterexample can be read. */
export function drafts(isGentle: boolean): fc.Arbitrary<Draft> {
  const seeds = fc.array(
    fc.record({
      kind: fc.constantFrom(...gentle, ...(isGentle ? [] : [...rough, ...rough])),
      at: fc.integer({ min: 5, max: 250 }),
      lasts: fc.integer({ min: 1, max: 120 }),
      one: fc.nat(3),
      other: fc.nat(2),
      size: fc.nat(100),
      nth: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 9 })),
    }),
    { minLength: 2, maxLength: 9 },
  );
  return fc.record({ isGentle: fc.constant(isGentle), seeds, blocking: fc.boolean(), seed: fc.nat(10_000) });
}

/** A plan of four workers: on streams or not, with disks that are waited for or not. */
export function planFrom({ isGentle, seeds, blocking, seed }: Draft, isStream: boolean): RunPlan {
  return planOf(worker(!isGentle), 4, {
    seed: String(seed),
    until: ms(2000),
    streams: isStream ? { retransmit: ms(3), resetAfter: ms(60) } : undefined,
    network: {
      latencyMin: 200,
      latencyMax: 3000,
      loss: { numerator: 1, denominator: 50 },
      duplicate: { numerator: 1, denominator: 50 },
      reorder: { numerator: 1, denominator: 20 },
      reorderBy: ms(4),
    },
    disk: { latencyMin: 300, latencyMax: 3000, blocking, kinds: { vote: { min: 1000, max: 5000 } } },
    faults: seeds.map(faultOf),
  });
}
