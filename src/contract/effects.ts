// What a handler asked for, as data: recorded by its context, carried out by the kernel after it has returned.
import type { Plain, PlainRecord } from '../base/plain.ts';
import type { Invocation, Kind } from './context.ts';
import type { NodeId } from './ids.ts';
import type { Duration } from './time.ts';

export type Effect =
  | { readonly effect: 'send'; readonly to: NodeId; readonly message: Kind; readonly durable: boolean }
  | { readonly effect: 'setTimer'; readonly timer: Kind; readonly min: Duration; readonly max: Duration }
  | { readonly effect: 'cancelTimer'; readonly name: string }
  | { readonly effect: 'persist'; readonly patch: PlainRecord; readonly kind: string }
  | { readonly effect: 'halt'; readonly reason: string }
  | { readonly effect: 'note'; readonly text: string }
  | { readonly effect: 'invoke'; readonly operation: Invocation }
  | { readonly effect: 'complete'; readonly type: 'ok'; readonly value: Plain }
  | { readonly effect: 'complete'; readonly type: 'fail' | 'info'; readonly code: string };

/** What names a timer within its node: its kind, and its key if it has one. */
export function timerName(kind: string, key: string | undefined): string {
  return key === undefined ? kind : `${kind}/${key}`;
}
