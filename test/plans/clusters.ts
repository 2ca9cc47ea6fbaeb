// Limits of plans for the tests: those of a Raft cluster, and any at all.
import fc from 'fast-check';
import type { Fault, FaultAction, Target } from '../../src/contract/faults.ts';
import { ms, seconds } from '../../src/contract/time.ts';
import { allKinds, type PlanLimits, planDefaults } from '../../src/plans/index.ts';

const ids = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i + 1}`);

/** Five servers and three clients of `raft-kv`, faults from 1 s to 8 s, every kind but those that it rules out. */
export const raftLimits: PlanLimits = {
  ...planDefaults,
  kinds: allKinds,
  from: seconds(1),
  to: seconds(8),
  servers: ids('n', 5),
  clients: ids('c', 3),
  groups: ['server'],
  roles: ['leader', 'follower', 'candidate'],
  messages: ['RequestVote', 'Vote', 'AppendEntries', 'AppendReply', 'Request'],
  timers: ['election', 'heartbeat'],
  writes: ['vote', 'log'],
  streams: true,
};

const some = (...words: string[]) => fc.subarray(words);

/** From one server with nothing to name to a crowd. */
export const anyLimits: fc.Arbitrary<PlanLimits> = fc
  .record({
    least: fc.nat(6),
    more: fc.nat(20),
    kinds: fc.subarray([...allKinds]),
    from: fc.nat(ms(900)),
    window: fc.oneof(fc.nat(ms(200)), fc.nat(seconds(20))),
    shortest: fc.integer({ min: 1, max: ms(300) }),
    longer: fc.nat(seconds(3)),
    servers: fc.integer({ min: 1, max: 7 }),
    clients: fc.nat(3),
    groups: some('server', 'coordinator'),
    roles: some('leader', 'holder'),
    messages: some('Vote', 'Commit'),
    timers: some('election'),
    writes: some('vote', 'log'),
    streams: fc.boolean(),
  })
  .map(({ least, more, window, shortest, longer, servers, clients, from, ...rest }) => ({
    ...rest,
    // A pause can always be generated, so that there is something to draw.
    kinds: [...new Set([...rest.kinds, 'pause' as const])],
    faults: { min: least, max: least + more },
    from,
    to: from + window,
    lasting: { min: shortest, max: shortest + longer },
    servers: ids('n', servers),
    clients: ids('c', clients),
  }));

/** Everybody that a fault names. */
export function targetsOf(action: FaultAction): readonly Target[] {
  switch (action.kind) {
    case 'partition':
      return action.sides.flat();
    case 'cut':
    case 'reset':
      return [...action.from, ...action.to];
    case 'network':
      return [...(action.from ?? []), ...(action.to ?? [])];
    default:
      return action.targets;
  }
}

/** Set off by an event or a state, or on whoever plays a role. */
export function isAimed({ trigger, action }: Fault): boolean {
  return trigger !== undefined || targetsOf(action).some(({ select }) => select === 'role' || select === 'trigger');
}
