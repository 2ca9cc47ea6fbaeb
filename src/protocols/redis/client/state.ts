// What a client remembers. It goes by what a Sentinel told it until its server fails it (Redis documentation, "Guidelines for
// Redis clients with support for Redis Sentinel"): an error, or no answer. Read `protocol.ts` next.
//
//   idle ──next──▶ asking a server ──Answer──▶ idle
//                     ▲   │ READONLY, or attempt without an answer: connection lost
//         PrimaryIs   │   ▼
//                  asking a Sentinel ──attempt without an answer──▶ asking the next Sentinel
import type { ClientContext } from '../../../contract/context.ts';
import type { NodeId } from '../../../contract/ids.ts';
import type { Workload } from '../../../contract/system.ts';
import type { Duration } from '../../../contract/time.ts';
import type { Choices, Operation, Seen } from '../../kv/index.ts';
import type { ClientSends } from '../messages.ts';

export type Asked = Exclude<Operation, { readonly f: 'register' }>;

export type Open = {
  readonly operation: Asked;
  /** `pausing`: before it asks a Sentinel again. */
  readonly waitsFor: 'server' | 'sentinel' | 'pause';
  /** Some attempt was left without an answer, so it may have taken effect, and may yet. */
  readonly isUncertain: boolean;
};

export type ClientState = {
  /** Of the latest operation and the latest message. */
  readonly number: number;
  readonly attempt: number;
  /** What a Sentinel last said; null where it has to be asked. */
  readonly servers: { readonly primary: NodeId; readonly replicas: readonly NodeId[] } | null;
  /** Whose turn it is, counted on for ever: of the Sentinels to be asked, of the servers to be read from. */
  readonly sentinelTurn: number;
  readonly readTurn: number;
  readonly open: Open | null;
  /** The start of the next operation has passed while one was open. */
  readonly isDue: boolean;
  readonly isOver: boolean;
  readonly seen: Seen;
};

export type Timer =
  | { readonly kind: 'next' }
  | { readonly kind: 'attempt' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'deadline' }
  | { readonly kind: 'end' };

export type Ctx = ClientContext<ClientSends, Timer>;

export type ClientSettings = {
  /** `replicas`: each in turn. `sticky`: one server as long as it answers, whatever it is; the home server first. */
  readonly reads: 'primary' | 'replicas' | 'sticky';
  /** How many replicas each write waits for, and how long; 0: it does not wait. */
  readonly waitReplicas: number;
  readonly waitTimeout: Duration;
};

export type Plan = { readonly workload: Workload; readonly choices: Choices; readonly settings: ClientSettings };
