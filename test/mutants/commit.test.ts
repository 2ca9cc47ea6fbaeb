// Planted bugs of the three commit protocols: each leaves a run without faults green, and dies by the property of its row
// under the faults that are written here. The protocols as they are hold under the same.
import { describe, expect, test } from 'vitest';
import { brokenIn, type Runner, ran, type Setup } from '../protocols/commitment/run.ts';
import { momentsOf } from '../protocols/commitment/sweep.ts';
import { type Mutant, mutantsOf } from './apply.ts';
import { builtProduct, type Origin, plantedSystem } from './planted.ts';

const { runSync } = await builtProduct();
const shared = ['commitment', 'local-store', 'kv'];
const origins: { readonly [system: string]: Origin } = {
  'two-phase-commit': {
    folders: ['two-phase-commit', ...shared],
    module: 'two-phase-commit/system.js',
    name: 'twoPhaseCommit',
  },
  'three-phase-commit': {
    folders: ['three-phase-commit', ...shared],
    module: 'three-phase-commit/system.js',
    name: 'threePhaseCommit',
  },
  'paxos-commit': { folders: ['paxos-commit', ...shared], module: 'paxos-commit/system.js', name: 'paxosCommit' },
};

/** Links of 5 ms, disks of 5 ms: Prepare arrives at 10, the vote at 20, the outcome at 30. */
const base: Setup = { disk: { latency: '5ms' }, workload: { kind: 'transfer', clients: 1, think: '10s' }, run: '3s' };

/** A crash of this node at every event, back after 300 ms, in turn until the property is violated. */
type Killer = { readonly crash?: string; readonly setup: Setup };

const crashOf = (crash: string, setup: Setup = {}): Killer => ({ crash, setup });
const under = (setup: Setup): Killer => ({ setup });
const impatient = { decisionTimeout: '25ms', voteTimeout: '1s' };
/** Paxos Commit takes one message more. */
const lessSo = { decisionTimeout: '40ms', voteTimeout: '1s' };
const poor = { balance: 0 };
const following = { kind: 'transfer', clients: 1, think: '20ms', to: '1s' };

const killers: { readonly [id: string]: Killer } = {
  T01: crashOf('p3'),
  // p3 is not told, and the coordinator forgets what it has told p1 and p2.
  T02: under({
    faults: [
      { at: '18ms', cut: { from: 'k1', to: 'p3' }, until: '28ms' },
      { at: '22ms', crash: 'k1', unsynced: 'lost', restart: '300ms' },
    ],
  }),
  T03: crashOf('p1'),
  T04: crashOf('k1', { options: impatient }),
  T05: crashOf('k1'),
  // The payer says no, and the others are not told; by the time they ask the next transaction has begun.
  T06: under({
    options: { ...poor, decisionTimeout: '60ms', termination: 'coordinator' },
    workload: following,
    faults: [{ at: '18ms', cut: { from: 'k1', to: ['p1', 'p2', 'p3'] }, until: '28ms' }],
  }),
  T07: crashOf('k1', { options: { ...poor, ...impatient, presumption: 'commit', termination: 'coordinator' } }),
  // Prepare takes so long to p3 that p1 asks p3 before it has come.
  T08: under({ options: impatient, faults: [{ at: '0ms', network: { latency: '200ms' }, from: 'k1', to: 'p3' }] }),
  // Its record is under way. By the time that it is back the next transaction has begun.
  T09: under({ workload: following, faults: [{ at: '33ms', crash: 'p1', unsynced: 'lost', restart: '300ms' }] }),
  // Back at 40 with what it has promised, it cannot ask. The next transaction comes at 60, for the same row.
  T10: under({
    options: { accounts: 1, termination: 'coordinator' },
    workload: following,
    faults: [
      { at: '17ms', crash: 'p1', unsynced: 'kept', restart: '23ms' },
      { at: '30ms', cut: { from: 'p1', to: 'k1' }, until: '55ms' },
    ],
  }),
  H01: crashOf('k1', { options: { ...poor, termination: 'alone', timeout: '50ms' } }),
  H02: crashOf('k1', { options: { termination: 'alone', timeout: '50ms' } }),
  H03: crashOf('k1', { options: { termination: 'alone', timeout: '50ms' } }),
  H04: crashOf('p1', { options: { termination: 'alone', timeout: '50ms' } }),
  // k1 and k2 have told what they then lose; p1 alone hears of the commit.
  X01: under({
    options: lessSo,
    faults: [
      { at: '18ms', cut: { from: 'k1', to: ['p2', 'p3'] }, until: '40ms' },
      { on: { message: 'Commit' }, crash: ['k1', 'k2'], unsynced: 'lost', restart: '100ms' },
    ],
    disk: { latency: '5ms', accepted: '60ms' },
  }),
  // p2 does not hear of the commit; it asks k2, which is down, then k3, which knows nothing.
  X02: under({
    options: { ...lessSo, askInterval: '50ms' },
    faults: [
      { at: '25ms', cut: { from: 'k1', to: 'p2' }, until: '60ms' },
      { at: '32ms', crash: 'k2', restart: '1s' },
    ],
  }),
  X03: under({ options: lessSo, faults: [{ at: '25ms', cut: { from: 'k1', to: 'p2' }, until: '60ms' }] }),
  // The vote of p3 comes when its instance has been aborted in a later ballot.
  X04: under({
    options: lessSo,
    faults: [{ at: '0ms', network: { latency: '300ms' }, from: 'p3', to: ['k1', 'k2'] }],
  }),
};

const right: Runner = (scenario) => runSync(scenario, { checked: false });

/** The properties that are violated, at the first crash that violates the one that is looked for, or at any of them. */
function violated(system: string, { crash, setup }: Killer, run: Runner, property?: string): readonly string[] {
  const all = { ...base, ...setup };
  if (crash === undefined) return brokenIn(ran(system, all, run));
  const found = new Set<string>();
  for (const on of momentsOf(system, all).slice(0, 80)) {
    const faults = [{ on, crash, unsynced: 'lost', restart: '300ms' }];
    for (const name of brokenIn(ran(system, { ...all, faults }, run))) found.add(name);
    if (property !== undefined && found.has(property)) break;
  }
  return [...found];
}

describe.each(Object.keys(origins))('%s', (system) => {
  const rows: readonly Mutant[] = mutantsOf(system);

  test.each(rows.map((row) => [row.id, row] as const))('%s', async (id, row) => {
    const planted = await plantedSystem(row, origins[system]!);
    const wrong: Runner = (scenario) => runSync(scenario, { systems: [planted], checked: false });
    expect(brokenIn(ran(system, { ...base, options: killers[id]!.setup['options'] ?? {} }, wrong))).toEqual([]);
    expect(violated(system, killers[id]!, wrong, row.property)).toContain(row.property);
    expect(violated(system, killers[id]!, right)).toEqual([]);
  });
});
