// Random runs of raft-kv: sizes, timing, workload and faults drawn from a seed. For the law that follows from all of
// Raft's rules: whatever the faults, the five properties hold and the history is linearizable.
import { RandomStream } from '../../../src/base/random.ts';
import type { Fault, FaultAction, Target } from '../../../src/contract/faults.ts';
import { defaultsOf, type Options, type Workload } from '../../../src/contract/system.ts';
import { ms } from '../../../src/contract/time.ts';
import { defaultLimits, type RunPlan } from '../../../src/kernel/index.ts';
import { raftKv } from '../../../src/protocols/raft/index.ts';

const percent = (numerator: number) => ({ numerator, denominator: 100 });
const role = (name: string, every = false): Target => ({ select: 'role', role: name, every });
const rest: Target = { select: 'rest' };

/** `cluster`: a fixed one instead of a drawn one. */
export type Cluster = { readonly servers: number; readonly clients: number; readonly workload: Partial<Workload> };

/** All features, each on or off, and small numbers that bring their edges into a run of seconds. */
export function randomOptions(draw: (bound: number) => number): Options {
  const oneOf = <T>(items: readonly T[]): T => items[draw(items.length)]!;
  const isOn = () => draw(2) === 0;
  const stickiness = isOn();
  return {
    ...defaultsOf(raftKv),
    batch: oneOf([1, 2, 64]),
    maxInflight: oneOf([1, 2, 512]),
    preVote: isOn(),
    checkQuorum: isOn(),
    stickiness,
    reads: oneOf(stickiness ? ['log', 'read-index', 'lease'] : ['log', 'read-index']),
    followerReads: isOn(),
    announceCommits: isOn(),
    parallelWrite: isOn(),
    snapshotEvery: oneOf([0, 1, 7, 50]),
    snapshotKeep: oneOf([0, 3, 20]),
    change: oneOf(['single', 'joint']),
    admin: oneOf(['', 'random 500ms', 'random 2s']),
    writes: oneOf(['apart', 'together']),
    sessionTimeout: oneOf([0, 0, ms(700)]),
  };
}

export function randomPlan(seed: number, cluster?: Cluster): RunPlan {
  const random = new RandomStream(String(seed), 'plan');
  const draw = (bound: number) => random.int(bound);
  const oneOf = <T>(items: readonly T[]): T => items[draw(items.length)]!;
  const options = randomOptions(draw);
  const size = oneOf([1, 2, 3, 3, 3, 4, 5, 5]);
  const servers = Array.from({ length: cluster?.servers ?? size }, (_, i) => `n${i + 1}`);
  const crowd = 1 + draw(5);
  const clients = Array.from({ length: cluster?.clients ?? crowd }, (_, i) => `c${i + 1}`);
  const thirds = () => ({ numerator: draw(3), denominator: 3 });
  const workload = {
    kind: 'register',
    interval: draw(2) === 0 ? ms(5 + draw(200)) : 0,
    think: ms(5 + draw(100)),
    reads: thirds(),
    cas: thirds(),
    keys: 1 + draw(2),
    fresh: { numerator: 0, denominator: 1 },
    values: oneOf([0, 4]),
    deadline: ms(oneOf([100, 300, 600, 2000])),
    attempt: ms(oneOf([20, 100, 300, 500])),
    from: 0,
    to: ms(9000),
    ...cluster?.workload,
  };
  const targets = (): Target =>
    oneOf<() => Target>([
      () => ({ select: 'node', node: oneOf(servers) }),
      () => role('leader'),
      () => role('follower', true),
      () => ({ select: 'random', count: 1 + draw(servers.length) }),
      () => ({ select: 'group', group: 'server' }),
      () => ({ select: 'node', node: oneOf(clients) }),
    ])();
  const action = (): FaultAction =>
    oneOf<() => FaultAction>([
      () => ({ kind: 'crash', targets: [targets()] }),
      () => ({ kind: 'crash', targets: [role('leader')] }),
      () => ({ kind: 'partition', sides: [[{ select: 'random', count: 1 + draw(servers.length) }], [rest]] }),
      () => ({ kind: 'partition', sides: [[role('leader')], [rest]] }),
      () => ({ kind: 'cut', from: [targets()], to: [draw(2) === 0 ? rest : role('leader')] }),
      () => ({
        kind: 'network',
        conditions: {
          loss: percent(draw(50)),
          duplicate: percent(draw(60)),
          reorder: percent(draw(50)),
          reorderBy: ms(1 + draw(300)),
        },
      }),
    ])();
  const faults = Array.from({ length: 3 + draw(25) }, (): Fault => {
    const [at, what] = [ms(200 + draw(8500)), action()];
    // Restarts after two milliseconds, too: only those let one copy of a request meet two lives of a server.
    const until = at + ms(2 + draw(oneOf([10, 200, 2000, 3000])));
    return { name: what.kind, at, until, action: what, text: what.kind };
  });
  const server = raftKv.groups['server']!.protocol(options);
  const admin = raftKv.groups['admin']!.protocol(options);
  const client = raftKv.workloads['register']!.client(workload, options);
  return {
    seed: String(seed),
    nodes: [
      ...servers.map((id) => ({ id, group: 'server', protocol: server })),
      ...(options['admin'] === '' ? [] : [{ id: 'a1', group: 'admin', protocol: admin }]),
      ...clients.map((id, i) => {
        const home = i % servers.length;
        return { id, group: 'client', protocol: client, servers: [...servers.slice(home), ...servers.slice(0, home)] };
      }),
    ],
    network: {
      latencyMin: 500,
      latencyMax: ms(oneOf([1, 2, 10, 60])),
      loss: percent(draw(6)),
      duplicate: percent(draw(30)),
      reorder: percent(draw(20)),
      reorderBy: ms(1 + draw(100)),
    },
    disk: { latencyMin: 0, latencyMax: ms(oneOf([0, 1, 10, 60])) },
    faults: faults.sort((a, b) => a.at - b.at),
    roles: raftKv.roles,
    monitors: raftKv.monitors(options),
    until: ms(10_000),
    limits: defaultLimits,
    probes: [],
    watchedRoles: [],
  };
}
