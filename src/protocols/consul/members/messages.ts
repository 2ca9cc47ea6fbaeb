// What members of the pool say to each other (memberlist). `seq` names a probe of its sender.
import type { NodeId } from '../../../contract/ids.ts';

/** Are you there? `origin`: on whose behalf; null: the sender's own. */
export type Probe = { readonly kind: 'Probe'; readonly seq: number; readonly origin: NodeId | null };
export type ProbeAck = { readonly kind: 'ProbeAck'; readonly seq: number; readonly origin: NodeId | null };
/** Ask `target` for me: I had no answer. */
export type ProbeFor = { readonly kind: 'ProbeFor'; readonly seq: number; readonly target: NodeId };

/** `by` had no answer of it. Its own denial needs a higher incarnation. */
export type Suspect = {
  readonly kind: 'Suspect';
  readonly member: NodeId;
  readonly incarnation: number;
  readonly by: NodeId;
};
export type Alive = { readonly kind: 'Alive'; readonly member: NodeId; readonly incarnation: number };
export type Dead = { readonly kind: 'Dead'; readonly member: NodeId; readonly incarnation: number };

export type PoolMessage = Probe | ProbeAck | ProbeFor | Suspect | Alive | Dead;
