// All that decides a run, compiled: nodes, network, disk, faults, monitors, limits. Together with the code it fixes
// the fingerprint. Made by `scenario/` from a file, or by hand in tests.
import type { PlainRecord } from '../base/plain.ts';
import type { Fault, LinkConditions, Span } from '../contract/faults.ts';
import type { AnyMeter } from '../contract/figures.ts';
import type { GroupName, NodeId } from '../contract/ids.ts';
import type { AnyMonitor } from '../contract/property.ts';
import type { AnyProtocol } from '../contract/protocol.ts';
import type { Reseed } from '../contract/reseed.ts';
import type { Role } from '../contract/system.ts';
import type { Duration, Time } from '../contract/time.ts';
import type { Watch } from '../contract/watch.ts';

export type NodePlan = {
  readonly id: NodeId;
  readonly group: GroupName;
  readonly protocol: AnyProtocol;
  /** For clients: the servers that they may contact, home first. They stand on their home's side of a partition. */
  readonly servers?: readonly NodeId[];
  /** What is on its disk at the beginning. Default: nothing. */
  readonly durable?: PlainRecord | undefined;
};

export type DiskPlan = {
  /** How long a write takes to be durable, uniform between the two. Writes complete in the order issued. */
  readonly latencyMin: Duration;
  readonly latencyMax: Duration;
  /** Other latencies for some kinds of write (`ctx.persist`). */
  readonly kinds?: { readonly [kind: string]: Span };
  /** A node handles nothing while a write of it is pending, as one that calls fsync and waits. Default: no. */
  readonly blocking?: boolean;
};

/** Links that are streams, as TCP's are. Each direction is a connection of its own. */
export type StreamPlan = {
  /** What the first loss of a message costs; each further one twice as much as the one before, up to 2 min. */
  readonly retransmit: Duration;
  /** A connection that a cut has stopped for so long is given up. */
  readonly resetAfter: Duration;
};

/** Bounds that turn a runaway protocol into a verdict. */
export type Limits = {
  /** Events of the whole run. Default 5,000,000. */
  readonly events: number;
  /** Events at one instant of virtual time: beyond it the run is a livelock. Default 100,000. */
  readonly instant: number;
  /** Messages, timers and writes pending at once: beyond it the queue is flooded. Default 1,000,000. */
  readonly pending: number;
};

export const defaultLimits: Limits = { events: 5_000_000, instant: 100_000, pending: 1_000_000 };

export type RunPlan = {
  readonly seed: string;
  /** Draws that come from other seeds; of several that concern one purpose the last counts. Default: none. */
  readonly reseeds?: readonly Reseed[];
  readonly nodes: readonly NodePlan[];
  readonly network: LinkConditions;
  /** Undefined: links are datagram links, where each message goes its own way. */
  readonly streams?: StreamPlan | undefined;
  readonly disk: DiskPlan;
  readonly faults: readonly Fault[];
  readonly roles: { readonly [name: string]: Role };
  readonly monitors: readonly AnyMonitor[];
  /** Default: none. */
  readonly meters?: readonly AnyMeter[];
  /** Whether messages and writes are counted by kind. Default: no. */
  readonly countsKinds?: boolean;
  /** The run ends before the first event later than this. */
  readonly until: Time;
  readonly limits: Limits;
  /** Times at which the states of all nodes are kept, ascending; the end is always kept. */
  readonly probes: readonly Time[];
  /** Roles whose acquisitions are kept in the result. */
  readonly watchedRoles: readonly string[];
  /** Moments to look out for. Default: none. */
  readonly watches?: readonly Watch[];
};
