// What a person does to a run in the debugger, as data: a branch is its run and a list of these. Faults by hand mean the
// same as those of a scenario.
import type { Fault, FaultAction } from './faults.ts';
import type { NodeId } from './ids.ts';
import type { Duration } from './time.ts';

/** What is done. Messages are named by the sequence number of their pending event. */
export type Deed =
  /** Lost on the way; on a stream one transmission of it is. */
  | { readonly do: 'drop'; readonly message: number }
  /** It arrives once more, right behind itself. Never on a stream. */
  | { readonly do: 'duplicate'; readonly message: number }
  | { readonly do: 'delay'; readonly message: number; readonly by: Duration }
  /** It arrives now: the next event is its delivery. */
  | { readonly do: 'deliver'; readonly message: number }
  /** The next event is this timer's. */
  | { readonly do: 'fire'; readonly node: NodeId; readonly timer: string }
  /** The next event is a fault of the kind; a crash and a pause last until they are ended. */
  | { readonly do: 'crash' | 'restart' | 'pause'; readonly node: NodeId }
  /** One way; it lasts until it is ended. */
  | { readonly do: 'cut'; readonly from: NodeId; readonly to: NodeId }
  /** A fault that lasts is over: its position among the plan's faults, and behind them those by hand. */
  | { readonly do: 'end'; readonly fault: number }
  /** The next event does not happen, and never will: its message is lost, its timer cancelled, its write stuck. */
  | { readonly do: 'skip' };

/** `at`: it is done when so many events have happened, before the event of this index. In a list they ascend. */
export type Intervention = { readonly at: number } & Deed;

/** Whether it makes an event of its own, which then has the index `at`. */
export function makesEvent({ do: what }: Deed): boolean {
  switch (what) {
    case 'drop':
    case 'duplicate':
    case 'delay':
    case 'skip':
      return false;
    default:
      return true;
  }
}

/** The fault that a deed begins; undefined: it begins none. */
export function faultByHand(deed: Deed): Fault | undefined {
  switch (deed.do) {
    case 'crash':
    case 'restart':
    case 'pause':
      return byHand({ kind: deed.do, targets: [one(deed.node)] }, `${deed.do} ${deed.node}`);
    case 'cut':
      return byHand({ kind: 'cut', from: [one(deed.from)], to: [one(deed.to)] }, `cut ${deed.from} to ${deed.to}`);
    default:
      return undefined;
  }
}

function one(node: NodeId) {
  return { select: 'node', node } as const;
}

function byHand(action: FaultAction, text: string): Fault {
  return { name: action.kind, at: 0, until: undefined, action, text: `${text} (by hand)` };
}
