// The operations of a run as availability counts them.
import { errorCode } from '../../contract/errors.ts';
import type { NodeId } from '../../contract/ids.ts';
import { type Duration, seconds, type Time } from '../../contract/time.ts';
import type { RecordedEvent, RunResult } from '../../kernel/result.ts';

/**
 * `answered`: `ok`, or a `fail` that is the operation's own result, within the deadline. `refused`: any other `fail`.
 * `unknown`: `info`, or nothing within the deadline. `cut off`: the run ended before that could be told.
 */
export type Outcome = 'answered' | 'refused' | 'unknown' | 'cut off';

export type ClientOperation = {
  readonly client: NodeId;
  readonly f: string;
  readonly invokedAt: Time;
  readonly outcome: Outcome;
  /** When it was answered; undefined for every other outcome. */
  readonly answeredAt: Time | undefined;
  /** Indexes of the events that began and ended it; the end undefined where it never came. */
  readonly invokedEvent: number;
  readonly completedEvent: number | undefined;
};

/** Where a scenario has no workload there are no operations, so the deadline does not matter. */
const DEADLINE: Duration = seconds(2);

/** In the order of their invocations. A client has one operation open at a time. */
export function clientOperations(result: RunResult, deadline: Duration = DEADLINE): readonly ClientOperation[] {
  const operations: ClientOperation[] = [];
  const open = new Map<NodeId, number>();
  for (const event of result.history) {
    const { client, f, time } = event;
    const at = open.get(client);
    if (event.type === 'invoke') {
      open.set(client, operations.length);
      const isCutOff = time + deadline > result.time;
      operations.push({
        client,
        f,
        invokedAt: time,
        outcome: isCutOff ? 'cut off' : 'unknown',
        answeredAt: undefined,
        invokedEvent: event.event,
        completedEvent: undefined,
      });
    } else if (at !== undefined) {
      const started = operations[at]!;
      const outcome = outcomeOf(event, time - started.invokedAt <= deadline);
      const answeredAt = outcome === 'answered' ? time : undefined;
      operations[at] = { ...started, outcome, answeredAt, completedEvent: event.event };
      open.delete(client);
    }
  }
  return operations;
}

function outcomeOf(event: RecordedEvent, isInTime: boolean): Outcome {
  if (event.type === 'info') return 'unknown';
  const isAnswer = event.type === 'ok' || (event.error !== undefined && errorCode(event.error.code).answer);
  if (!isAnswer) return 'refused';
  return isInTime ? 'answered' : 'unknown';
}
