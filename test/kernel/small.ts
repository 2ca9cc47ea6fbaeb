// Small plans for kernel tests: fixed delays unless a test says otherwise, so that times can be computed by hand.
import type { Fault, FaultAction, LinkConditions, Target } from '../../src/contract/faults.ts';
import type { AnyProtocol } from '../../src/contract/protocol.ts';
import { ms } from '../../src/contract/time.ts';
import { defaultLimits, type RunPlan } from '../../src/kernel/index.ts';

export const never = { numerator: 0, denominator: 1 };
export const always = { numerator: 1, denominator: 1 };

/** One-way delay 1 ms, nothing lost. */
export const steady: LinkConditions = {
  latencyMin: ms(1),
  latencyMax: ms(1),
  loss: never,
  duplicate: never,
  reorder: never,
  reorderBy: 0,
};

/** `count` servers n1, n2, … of one protocol; writes take exactly 2 ms; the run lasts 1 s. */
export function planOf(protocol: AnyProtocol, count: number, changes: Partial<RunPlan> = {}): RunPlan {
  return {
    seed: '1',
    nodes: Array.from({ length: count }, (_, i) => ({ id: `n${i + 1}`, group: 'server', protocol })),
    network: steady,
    disk: { latencyMin: ms(2), latencyMax: ms(2) },
    faults: [],
    roles: {},
    monitors: [],
    until: ms(1000),
    limits: defaultLimits,
    probes: [],
    watchedRoles: [],
    ...changes,
  };
}

export const node = (id: string): Target => ({ select: 'node', node: id });

export function fault(at: number, action: FaultAction, until?: number): Fault {
  return { name: action.kind, at, until, action, text: `${action.kind} at ${at}` };
}

export const crash = (at: number, id: string, until?: number): Fault =>
  fault(at, { kind: 'crash', targets: [node(id)] }, until);
