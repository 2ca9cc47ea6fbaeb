// A thousand nodes that spread one rumour: how long until all know it, and how fast the events go.
import { defaultsOf } from '../../src/contract/system.ts';
import { ms, seconds } from '../../src/contract/time.ts';
import { defaultLimits, type RunPlan, TimedRun } from '../../src/kernel/index.ts';
import { gossipSystem as system } from '../../src/protocols/gossip/index.ts';
import { fastNetwork } from './ping-pong.ts';

const NODES = 1000;

export function gossipPlan(): RunPlan {
  const protocol = system.groups['server']!.protocol(defaultsOf(system));
  return {
    seed: '1',
    nodes: Array.from({ length: NODES }, (_, i) => ({ id: `n${i + 1}`, group: 'server', protocol })),
    network: fastNetwork,
    disk: { latencyMin: 200, latencyMax: 1000 },
    faults: [],
    roles: system.roles,
    monitors: [],
    until: seconds(60),
    limits: defaultLimits,
    probes: [],
    watchedRoles: [],
  };
}

/** Runs until every node knows the rumour. */
export function gossip(): TimedRun {
  const run = new TimedRun(gossipPlan(), { level: 'full' });
  const isInformed = system.roles['informed']!.is as (state: unknown) => boolean;
  while (!run.isDone && !run.world.nodes.every((node) => node.state !== undefined && isInformed(node.state))) {
    run.run(run.world.events + 1000);
  }
  if (run.world.time >= seconds(60)) throw new Error(`the rumour did not reach all within ${ms(60_000)} µs`);
  return run;
}
