// What a hunt is told of the system it hunts in. `swarm.ts` draws within it.
import type { LinkConditions, Span } from '../contract/faults.ts';
import type { Duration, Time } from '../contract/time.ts';
import type { GeneratedKind, PlanLimits } from './limits.ts';

/** How long writes take, as `kernel/plan.ts` has it. */
export type SwarmDisk = {
  readonly latencyMin: Duration;
  readonly latencyMax: Duration;
  readonly kinds?: { readonly [kind: string]: Span };
  readonly blocking?: boolean;
};

/** The system that is hunted in, and what its scenario says of network and disk. */
export type SwarmScene = Pick<
  PlanLimits,
  'servers' | 'clients' | 'groups' | 'roles' | 'messages' | 'timers' | 'writes' | 'streams'
> & {
  /** The faults that may be drawn. Default: the safe ones. */
  readonly kinds?: readonly GeneratedKind[] | undefined;
  /** Where the run ends. */
  readonly until: Time;
  readonly network: LinkConditions;
  readonly disk: SwarmDisk;
};
