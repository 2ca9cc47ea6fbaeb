// What can happen at one node, and what it comes to. What the world is besides that node makes no difference to it: that
// is why it need be computed only once.
import type { Plain } from '../../base/plain.ts';
import type { Kind } from '../../contract/context.ts';
import type { HistoryEvent } from '../../contract/history.ts';
import type { Choices } from '../../kernel/index.ts';
import type { NodeCheckpoint } from '../../kernel/node.ts';
import type { StopWords } from '../../kernel/stops.ts';
import type { SetTimer } from './timers.ts';

export type Happening =
  | { readonly do: 'start' }
  | { readonly do: 'deliver'; readonly from: number; readonly message: Kind }
  | { readonly do: 'timer'; readonly timer: SetTimer }
  /** The oldest pending write is through. */
  | { readonly do: 'write' }
  | { readonly do: 'crash' }
  | { readonly do: 'restart' };

/** A node as it may be between two events, without anything that no later event can see. */
export type NodeShape = { readonly checkpoint: NodeCheckpoint; readonly timers: readonly SetTimer[] };

export type Sent = { readonly to: number; readonly message: Kind };

export type StateChange = { readonly before: Plain | undefined; readonly after: Plain | undefined };

/** A line of the history, as its client makes it: the client is known, and when it is has no meaning here. */
export type ClientLine = Omit<HistoryEvent, 'process' | 'time'>;

export type Outcome = NodeShape & {
  readonly sent: readonly Sent[];
  /** As the monitors are shown them. */
  readonly changes: readonly StateChange[];
  /** What it added to the history. */
  readonly lines: readonly ClientLine[];
  /** Of the writes that it issued, those that a crash kept; undefined: there was no such crash. */
  readonly kept: number | undefined;
  /** What it chose (`ctx.choose`), as schedules have it; undefined: the first of all options. */
  readonly choices: Choices | undefined;
  /** A handler threw, or asked for what makes no sense. */
  readonly stop: StopWords | undefined;
};
