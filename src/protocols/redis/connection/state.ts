// A client's connection to the primary, for clients that ask several things at a time. It numbers the commands, waits for the
// answers, and finds out from Sentinels, where there are any, who is the primary. What an answer means is not its business.
import type { Plain, PlainRecord } from '../../../base/plain.ts';
import type { Context } from '../../../contract/context.ts';
import type { NodeId } from '../../../contract/ids.ts';
import type { Duration } from '../../../contract/time.ts';
import type { Command } from '../commands/index.ts';
import type {
  Answer,
  Execute,
  Message,
  PrimaryIs,
  Refused,
  Subscribe,
  Subscribed,
  Unsubscribe,
  WhoIsPrimary,
} from '../messages.ts';

/** `tag`: the caller's own words, which come back with the answer. */
export type Call<Tag extends Plain> = {
  readonly tag: Tag;
  readonly command: Command;
  readonly wait: Execute['wait'];
};

/** A command that has no answer yet. `attempt`: null while nobody is known to be sent to. */
type Pending<Tag extends Plain> = Call<Tag> & { readonly key: number; readonly attempt: number | null };

export type Connection<Tag extends Plain> = {
  /** Of the latest message, and of the latest call. */
  readonly attempt: number;
  /** Null where a Sentinel has to be asked. */
  readonly primary: NodeId | null;
  readonly sentinelTurn: number;
  /** Of the question to a Sentinel that is open. */
  readonly asked: number | null;
  readonly pending: readonly Pending<Tag>[];
};

/** What came of a call. `null`: nothing within the time, so it may have been executed, or may yet be. */
export type Outcome<Tag extends Plain> = {
  readonly tag: Tag;
  readonly answer: Pick<Answer, 'value' | 'replicated' | 'wanted'> | null;
};

export type Heard<Tag extends Plain> = {
  readonly connection: Connection<Tag>;
  readonly outcomes: readonly Outcome<Tag>[];
  /** It is connected to another server than before. */
  readonly isMoved: boolean;
};

export type ConnectionSettings = {
  /** Without an answer for so long a call is over. */
  readonly timeout: Duration;
  /** How often a Sentinel is asked whether the primary is still the same. 0: only after a failure. */
  readonly scan: Duration;
};

export type ConnectionMessage = Answer | Refused | PrimaryIs;
export type SubscriberMessage = Subscribed | Message;
export type ConnectionSends = Execute | WhoIsPrimary | Subscribe | Unsubscribe;
export type ConnectionTimer =
  | { readonly kind: 'call'; readonly key: string }
  | { readonly kind: 'locate' }
  | { readonly kind: 'scan' };

export type Ctx = Context<ConnectionSends, ConnectionTimer, PlainRecord> & { readonly servers: readonly NodeId[] };
