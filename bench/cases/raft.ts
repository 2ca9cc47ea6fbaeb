// Five Raft servers and five clients that wait 20 ms between operations, under faults, with all that a run can record:
// invariants after every event, trace, fingerprint, checkpoints.
import type { Fault } from '../../src/contract/faults.ts';
import type { NodeId } from '../../src/contract/ids.ts';
import { defaultsOf, type Workload } from '../../src/contract/system.ts';
import { ms, seconds } from '../../src/contract/time.ts';
import { defaultLimits, type RunOptions, type RunPlan, TimedRun } from '../../src/kernel/index.ts';
import { raftKv } from '../../src/protocols/raft/index.ts';
import { fastNetwork } from './ping-pong.ts';

const SERVERS = 5;
const CLIENTS = 5;

const workload: Workload = {
  kind: 'register',
  interval: 0,
  think: ms(20),
  reads: { numerator: 1, denominator: 2 },
  cas: { numerator: 0, denominator: 1 },
  keys: 1,
  fresh: { numerator: 0, denominator: 1 },
  values: 0,
  deadline: seconds(2),
  attempt: ms(500),
  from: 0,
  to: seconds(100_000),
};

/** Every 20 s: the leader crashes for a second, and later a follower is cut off for two. */
function faults(until: number): readonly Fault[] {
  const list: Fault[] = [];
  for (let at = seconds(5); at < until; at += seconds(20)) {
    const targets = [{ select: 'role', role: 'leader' }] as const;
    list.push({ name: 'crash', at, until: at + seconds(1), action: { kind: 'crash', targets }, text: 'crash: leader' });
    const sides = [[{ select: 'role', role: 'follower', nth: 1 }], [{ select: 'rest' }]] as const;
    const cut = at + seconds(8);
    const action = { kind: 'partition', sides } as const;
    list.push({ name: 'partition', at: cut, until: cut + seconds(2), action, text: 'partition: a follower' });
  }
  return list;
}

export function raftPlan(until: number): RunPlan {
  const options = defaultsOf(raftKv);
  const server = raftKv.groups['server']!.protocol(options);
  const client = raftKv.workloads['register']!.client(workload, options);
  const servers: NodeId[] = Array.from({ length: SERVERS }, (_, i) => `n${i + 1}`);
  return {
    seed: '1',
    nodes: [
      ...servers.map((id) => ({ id, group: 'server', protocol: server })),
      ...Array.from({ length: CLIENTS }, (_, i) => ({
        id: `c${i + 1}`,
        group: 'client',
        protocol: client,
        servers: [...servers.slice(i), ...servers.slice(0, i)],
      })),
    ],
    network: fastNetwork,
    disk: { latencyMin: 200, latencyMax: 1000 },
    faults: faults(until),
    roles: raftKv.roles,
    monitors: raftKv.monitors(options),
    until,
    limits: defaultLimits,
    probes: [],
    watchedRoles: [],
  };
}

export function raft(duration: number, options: RunOptions = { level: 'full' }): TimedRun {
  const run = new TimedRun(raftPlan(duration), options);
  run.run();
  return run;
}
