// Raft under drawn options, sizes, workloads, networks, disks and faults. A failure tells fast-check's seed and path, the
// scenario, the capsule and the command that opens it. `npm run test:deep` draws fifty times as many.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OptionSpec } from '../../src/contract/system.ts';
import { seconds } from '../../src/contract/time.ts';
import { TimedRun } from '../../src/kernel/index.ts';
import { raftKv } from '../../src/protocols/raft/index.ts';
import { durationText } from '../../src/scenario/words.ts';
import { prepare } from '../../src/testing/run.ts';
import { type ClusterCase, type ClusterOptions, cluster, expectSafe, safeFaults } from '../../src/testing.ts';

const factor = process.env['FAULTLINE_DEEP'] === '1' ? 50 : 1;
const params = (numRuns: number) => ({ numRuns: numRuns * factor, ...(factor === 1 ? { seed: 20_261 } : {}) });

type Words = { readonly [name: string]: number | boolean | string };

const { options: specs, check } = raftKv;
const defaults = Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, spec.default]));

/** What a scenario may write; those that are left out have their defaults, which is what they shrink to. */
function options(names: readonly string[], fixed: Words = {}): fc.Arbitrary<Words> {
  const values = Object.fromEntries(names.map((name) => [name, fc.constantFrom(...specs[name]!.swarm!)]));
  return fc
    .record(values, { requiredKeys: [] })
    .map((drawn) => ({ ...fixed, ...drawn }) as Words)
    .filter((drawn) => check?.({ ...defaults, ...drawn }) === undefined)
    .map((drawn) =>
      Object.fromEntries(Object.entries(drawn).map(([name, value]) => [name, word(specs[name]!, value)])),
    );
}

function word({ type }: OptionSpec, value: number | boolean | string): number | boolean | string {
  return type === 'duration' ? durationText(Number(value)) : value;
}

const drawable = Object.keys(specs).filter((name) => specs[name]!.swarm !== undefined);
/** Short, so that seconds hold many elections; the drift that drawn clocks can have. */
const brisk = { heartbeat: 50_000, electionTimeoutMin: 150_000, electionTimeoutMax: 300_000, clockDrift: 300 };

function raft(names: readonly string[], run: string, limits: ClusterOptions): fc.Arbitrary<ClusterCase> {
  const nodes = { server: [1, 7], admin: [1, 1] } as const;
  return options(names, brisk).chain((chosen) =>
    cluster({ system: 'raft-kv', nodes: { server: 3, admin: 1 }, options: chosen, run }, { nodes, ...limits }),
  );
}

test('whatever is drawn, nothing that Raft promises is violated, and the history is linearizable', () => {
  fc.assert(fc.property(raft(drawable, '4s', {}), expectSafe), params(100));
});

/** Of the safe kinds those that end by themselves: a server that stopped at a failed write may never be started again. */
const healing = safeFaults.filter((kind) => kind !== 'failWrites' && kind !== 'fullDisk');

/** After the last fault a leader is elected, what clients had given up is forgotten, and new operations are answered. */
const BOUND = seconds(4);

/** The whole run, and when each fault that struck was over. */
function ran(one: ClusterCase) {
  const run = new TimedRun(prepare(one).plan);
  run.run(Number.POSITIVE_INFINITY);
  const { windows, history, time } = run.result();
  return { windows: windows.filter(({ skipped }) => skipped === undefined), history, time };
}

test('once all faults have healed, new operations are answered', () => {
  // A wall clock that was set back makes its timers wait, and with timeouts that are all the same votes split for ever.
  const timing = ['timers', 'heartbeat', 'electionTimeoutMin', 'electionTimeoutMax'];
  const names = drawable.filter((name) => !timing.includes(name));
  const limits = {
    network: { latency: '0.1ms..5ms', loss: 2, duplicate: 10, reorder: 10, reorderBy: '5ms' },
    disk: false,
    workload: { rate: [20, 60] },
    // Not before the first write is through: a server that finds an empty disk when it restarts refuses to go on.
    faults: { from: '100ms', to: '3s', lasting: '5ms..2s', kinds: healing },
  } as const;
  const answeredAgain = (one: ClusterCase) => {
    const { windows, history, time: end } = ran(one);
    // A fault that waits for an event begins whenever that comes; some come too late to say anything of what follows.
    const healed = Math.max(0, ...windows.map(({ to = end }) => to));
    fc.pre(healed + BOUND <= end);
    const isLate = (time: number) => time > healed && time <= healed + BOUND;
    const late = history.filter(({ type, time = 0 }) => type === 'ok' && isLate(time));
    expect(late.length, `no operation was answered in the 4 s after ${healed} us:\n${String(one)}`).toBeGreaterThan(0);
  };
  fc.assert(fc.property(raft(names, '12s', limits), answeredAgain), params(40));
});
