// Any moment of a run can be reached again: from a checkpoint, and from an event.
import { describe, expect, test } from 'vitest';
import { RandomStream } from '../../src/base/random.ts';
import type { Fault } from '../../src/contract/faults.ts';
import { clientProtocol, protocol } from '../../src/contract/protocol.ts';
import { ms } from '../../src/contract/time.ts';
import { eventKinds } from '../../src/contract/trace.ts';
import { type RunPlan, simulate, TimedRun } from '../../src/kernel/index.ts';
import { crash, fault, node, planOf } from './small.ts';

type Message = { readonly kind: 'Rumour'; readonly hops: number } | { readonly kind: 'Saved'; readonly hops: number };
type Timer = { readonly kind: 'gossip' } | { readonly kind: 'idle' };
type State = { readonly heard: number; readonly saved: number; readonly idle: number };

/** Uses everything: random peers, timers put off, disk, durable sends, loopback. */
const gossip = protocol<State, Message, Timer, { readonly heard: number }>({
  name: 'gossip-all',
  start(ctx, { heard = 0 }) {
    ctx.setTimer({ kind: 'gossip' }, ms(1), ms(9));
    ctx.setTimer({ kind: 'idle' }, ms(20), ms(40));
    return { heard, saved: heard, idle: 0 };
  },
  on: {
    Rumour(state, { hops }, _from, ctx) {
      ctx.setTimer({ kind: 'idle' }, ms(20), ms(40));
      if (hops <= state.heard) return state;
      ctx.persist({ heard: hops });
      ctx.send(ctx.self, { kind: 'Saved', hops }, { durable: true });
      return { ...state, heard: hops };
    },
    Saved: (state, { hops }) => ({ ...state, saved: hops }),
  },
  timer: {
    gossip(state, _timer, ctx) {
      ctx.send(ctx.choose('peer', ctx.peers), { kind: 'Rumour', hops: state.saved + 1 }, { durable: true });
      ctx.setTimer({ kind: 'gossip' }, ms(1), ms(9));
      return state;
    },
    idle: (state) => ({ ...state, idle: state.idle + 1 }),
  },
  system: {
    writeFailed(state, _failure, ctx) {
      ctx.note('a write failed');
      return { ...state, heard: state.saved };
    },
    linkReset: (state, _peer, ctx) => {
      ctx.setTimer({ kind: 'idle' }, ms(5));
      return state;
    },
    diskCorrupt: (ctx) => {
      ctx.setTimer({ kind: 'gossip' }, ms(1), ms(9));
      return { heard: 0, saved: 0, idle: 0 };
    },
  },
  timers: 'wall',
});

const third = { select: 'random', count: 2 } as const;
const n = (id: string) => [node(id)];
const servers = { select: 'group', group: 'server' } as const;
/** Every kind of fault, at times, on events and on states. */
const everyFault: readonly Fault[] = [
  fault(ms(200), { kind: 'pause', targets: [third] }, ms(260)),
  fault(ms(220), { kind: 'slow', targets: n('n2'), service: { min: 300, max: 900 } }, ms(500)),
  fault(ms(240), { kind: 'slowDisk', targets: [third], latency: { min: ms(5), max: ms(20) } }, ms(500)),
  fault(ms(520), { kind: 'failWrites', targets: n('n1'), write: undefined }, ms(540)),
  fault(ms(560), { kind: 'fullDisk', targets: n('n4'), write: 'write' }, ms(580)),
  fault(
    ms(610),
    { kind: 'clock', targets: n('n1'), rate: { numerator: 3, denominator: 2 }, offset: ms(30), jump: 0 },
    ms(900),
  ),
  fault(
    ms(650),
    { kind: 'clock', targets: n('n1'), rate: { numerator: 1, denominator: 2 }, offset: 0, jump: ms(-20) },
    ms(800),
  ),
  fault(ms(660), { kind: 'replace', targets: n('n5') }, ms(690)),
  fault(ms(700), { kind: 'corrupt', targets: n('n2') }),
  crash(ms(710), 'n2', ms(720)),
  fault(ms(1010), { kind: 'reset', from: [servers], to: [servers] }),
  {
    ...fault(ms(1050), { kind: 'crash', targets: [{ select: 'trigger', which: 'node' }], unsynced: 'torn' }),
    trigger: { nth: 3, on: { event: 'message', kind: 'Rumour', node: node('n3'), from: node('n4') } },
    lasts: ms(15),
  },
  {
    ...fault(ms(1100), { kind: 'pause', targets: [{ select: 'trigger', which: 'node' }] }),
    trigger: {
      nth: 2,
      when: { of: { select: 'group', group: 'server' }, test: (state: State) => state.idle % 3 === 1 },
    },
    lasts: ms(25),
  },
];

const small = { numerator: 1, denominator: 20 };
const datagrams: RunPlan = planOf(gossip, 5, {
  until: ms(2000),
  network: {
    latencyMin: 300,
    latencyMax: 4000,
    loss: small,
    duplicate: small,
    reorder: small,
    reorderBy: ms(8),
  },
  disk: { latencyMin: 100, latencyMax: 5000 },
  faults: [
    fault(ms(300), { kind: 'partition', sides: [[node('n1'), node('n2')], [{ select: 'rest' }]] }, ms(600)),
    crash(ms(700), 'n3', ms(800)),
    fault(ms(900), { kind: 'crash', targets: [{ select: 'random', count: 2 }] }, ms(1100)),
    fault(ms(1200), { kind: 'network', conditions: { loss: { numerator: 1, denominator: 3 } } }, ms(1500)),
    fault(ms(1300), { kind: 'cut', from: [node('n4')], to: [{ select: 'rest' }] }, ms(1700)),
    ...everyFault,
  ],
});
const onStreams: RunPlan = {
  ...datagrams,
  disk: { ...datagrams.disk, blocking: true, kinds: { write: { min: 50, max: 400 } } },
  streams: { retransmit: ms(3), resetAfter: ms(90) },
  network: { ...datagrams.network, spacing: 20 },
};

for (const [links, plan] of [
  ['datagram links', datagrams],
  ['stream links and blocking disks', onStreams],
] as const) {
  describe(links, () => {
    const full = new TimedRun(plan, { level: 'full' });
    full.run();
    const { fingerprint, events, counts, history, windows } = full.result();

    test('a run tests something: every kind of event happens', () => {
      expect(events).toBeGreaterThan(4000);
      const isStream = links.startsWith('stream');
      for (const [name, count] of Object.entries(counts)) {
        const isNever = name === (isStream ? 'duplicated' : 'resets');
        expect(count === 0, name).toBe(isNever);
      }
      const kinds = new Set(Array.from({ length: events }, (_, index) => full.trace!.at(index).kind));
      expect([...eventKinds].filter((kind) => !kinds.has(kind))).toEqual(isStream ? [] : ['reset']);
      const skipped = windows.filter((window) => window.skipped !== undefined).map(({ kind }) => kind);
      expect(skipped).toEqual(isStream ? [] : ['reset']);
    });

    test('the same plan gives the same fingerprint, whatever is recorded', () => {
      for (const level of ['verdict', 'trace', 'full'] as const) {
        const run = new TimedRun(plan, { level });
        run.run();
        expect(run.result()).toEqual({ ...full.result() });
      }
    });

    test('another seed gives another run', () => {
      const other = new TimedRun({ ...plan, seed: '2' });
      other.run();
      expect(other.result().fingerprint).not.toBe(fingerprint);
    });

    test('from every checkpoint the run ends with the same fingerprint', () => {
      expect(full.checkpoints.length).toBeGreaterThan(15);
      for (const checkpoint of full.checkpoints) {
        const run = new TimedRun(plan, {}, checkpoint);
        run.run();
        expect(run.result()).toEqual({ ...full.result(), history });
      }
    });

    test('from 200 random events, reached by the nearest checkpoint and steps, it does too', () => {
      const random = new RandomStream('200', 'events');
      for (let i = 0; i < 200; i++) {
        const event = random.int(events);
        const checkpoint = full.checkpoints.findLast((candidate) => candidate.event <= event)!;
        const run = new TimedRun(plan, { level: 'trace' }, checkpoint);
        run.run(event);
        expect(run.world.events).toBe(event);
        run.run();
        expect(run.result().fingerprint).toBe(fingerprint);
        if (event < events - 1) expect(run.trace!.at(event + 1)).toEqual(full.trace!.at(event + 1));
      }
    });

    test('every event but the first ones names its cause, which came before it', () => {
      for (let index = 0; index < events; index++) {
        const { cause, kind } = full.trace!.at(index);
        if (cause === undefined) expect(['start', 'fault'], `event ${index}`).toContain(kind);
        else expect(cause).toBeLessThan(index);
      }
    });
  });
}

test('what clients were told is part of the fingerprint', () => {
  const telling = (value: number) =>
    clientProtocol<null, never, never>({
      name: 'telling',
      start(ctx) {
        ctx.invoke({ f: 'read', value: null });
        ctx.ok(value);
        return null;
      },
      on: {},
      timer: {},
    });
  const told = (value: number) =>
    simulate({ ...planOf(telling(value), 0), nodes: [{ id: 'c1', group: 'client', protocol: telling(value) }] });
  expect(told(1).fingerprint).not.toBe(told(2).fingerprint);
});

test('what is recorded does not change the run, also where there is too much to keep', () => {
  const chatty = protocol<null, never, { readonly kind: 'talk' }>({
    name: 'chatty',
    start(ctx) {
      ctx.setTimer({ kind: 'talk' }, ms(1));
      return null;
    },
    on: {},
    timer: {
      talk(state, _timer, ctx) {
        for (let i = 0; i < 200_000; i++) ctx.note('again');
        ctx.setTimer({ kind: 'talk' }, ms(1));
        return state;
      },
    },
  });
  const talk = planOf(chatty, 1, { until: ms(7) });
  const kept = new TimedRun(talk, { level: 'full' });
  kept.run();
  expect(kept.result()).toEqual(simulate(talk));
  // 7 times 200,000 notes, of which a million are kept.
  expect([kept.trace!.notes.length, kept.trace!.omitted]).toEqual([1_000_000, 400_000]);
});
