// The clients' history as it stands after an event, an operation a line.
import { at } from '../../base/paged-list.ts';
import type { Plain } from '../../base/plain.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Time } from '../../contract/time.ts';
import type { Session } from '../session.ts';
import { snapshotOf } from './nodes.ts';

export type OperationAt = {
  readonly client: NodeId;
  readonly process: number;
  readonly f: string;
  readonly key: string | undefined;
  readonly input: Plain;
  /** `open`: not answered yet. `info`: unknown; it may take effect any time later, or never. */
  readonly outcome: 'open' | 'ok' | 'fail' | 'info';
  /** Of an `ok`. */
  readonly output: Plain | undefined;
  /** Code of the error of a `fail` or an `info`. */
  readonly error: string | undefined;
  readonly invoked: { readonly event: number; readonly time: Time };
  readonly completed: { readonly event: number; readonly time: Time } | undefined;
};

export type HistoryAt = {
  readonly operations: readonly OperationAt[];
  /** Lines of the whole history by now, of which the operations are the end. */
  readonly lines: number;
};

/** The last `most` lines of the history as operations, in the order in which they were invoked. */
export function historyAt(session: Session, most = 100, event = session.cursor): HistoryAt {
  const { history } = snapshotOf(session, event).after;
  const operations: OperationAt[] = [];
  const open = new Map<number, number>();
  for (let index = Math.max(0, history.length - most); index < history.length; index++) {
    const line = at(history, index)!;
    const { client, process, f, key, value, error } = line;
    const moment = { event: line.event, time: line.time };
    const position = open.get(process);
    if (line.type === 'invoke') {
      open.set(process, operations.length);
      const what = { client, process, f, key, input: value, outcome: 'open' as const };
      operations.push({ ...what, output: undefined, error: undefined, invoked: moment, completed: undefined });
    } else if (position !== undefined) {
      const output = line.type === 'ok' ? value : undefined;
      operations[position] = {
        ...operations[position]!,
        outcome: line.type,
        output,
        error: error?.code,
        completed: moment,
      };
      open.delete(process);
    }
  }
  return { operations, lines: history.length };
}
