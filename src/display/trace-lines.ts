// Trace events as lines of text: time, where, what, and which event led to it.

import type { Plain } from '../base/plain.ts';
import { printable } from '../base/printable.ts';
import type { WriteFailure } from '../contract/context.ts';
import type { TraceEvent } from '../contract/trace.ts';
import { formatValue } from './format.ts';

/** `▸ 418  3.204000s  n1 ◂ n4  Vote {term: 7, granted: true}  (#402)` */
export function traceLine(event: TraceEvent, isMarked = false): string {
  const cause = event.cause === undefined ? '' : `  (#${event.cause})`;
  const time = `${(event.time / 1_000_000).toFixed(6)}s`;
  return `${isMarked ? '▸' : ' '} ${String(event.index).padStart(6)}  ${time.padStart(12)}  ${eventText(event)}${cause}`;
}

/** Where, and what. */
export function eventText(event: TraceEvent): string {
  const { kind, node, from, payload } = event;
  switch (kind) {
    case 'deliver':
      return `${node} ◂ ${from}  ${message(payload)}`;
    case 'drop':
      return `${node} ✗ ${from}  ${message(payload)}  never arrived`;
    case 'timer':
      return `${node} ⏲ ${message(payload)}`;
    case 'write':
      return `${node} ▪ durable: ${printable(String(payload))}`;
    case 'start':
      return `${node} ▲ starts`;
    case 'hold':
      return `${node} ⏸ ${from === undefined ? '' : `${from}  `}${waiting(payload)}  waits`;
    case 'reset':
      return `${node} ↯ ${from}  the connection broke`;
    case 'failure': {
      const { write, reason } = payload as WriteFailure;
      return `${node} ▪ failed: ${printable(write)} (${reason})`;
    }
    default:
      return `░ ${printable(String(payload))}`;
  }
}

/** What was held: a message, a timer, a reset, or the report of a write that failed. */
function waiting(payload: Plain): string {
  if (payload === null) return 'the connection broke';
  const { kind, write } = payload as { readonly kind?: string; readonly write?: string };
  return kind === undefined ? `failed: ${printable(String(write))}` : message(payload);
}

function message(payload: Plain): string {
  const { kind, ...rest } = payload as { readonly kind: string };
  return Object.keys(rest).length === 0 ? printable(kind) : `${printable(kind)} ${formatValue(rest as Plain, 80)}`;
}
