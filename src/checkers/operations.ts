// Pairs the events of a history into operations. What breaks the shape of a history (one operation at a time for each
// process; none after `info`) comes back as problems, all of them at once. It knows no model: see `models.ts`.
import type { HistoryEvent, Operation } from '../contract/history.ts';

/** Two events that do not fit together. */
export type PairingCode =
  | 'invoke-while-open'
  | 'process-reused'
  | 'completion-without-invoke'
  | 'f-differs'
  | 'key-differs';

/** What is wrong with one event or operation. `index` is the position in the history, from 0. */
export type HistoryProblem<Code extends string = string> = {
  readonly index: number;
  readonly code: Code;
  readonly message: string;
};

type Open = { readonly event: HistoryEvent; readonly index: number };

/**
 * The operations in the order of their invocations. An invocation that never completes is `info`.
 * With problems, the operations are a best effort and no ground for a verdict.
 */
export function operationsOf(events: readonly HistoryEvent[]): {
  readonly operations: readonly Operation[];
  readonly problems: readonly HistoryProblem<PairingCode>[];
} {
  const operations: Operation[] = [];
  const problems: HistoryProblem<PairingCode>[] = [];
  const open = new Map<number, Open>();
  const retired = new Set<number>();
  events.forEach((event, index) => {
    const { process } = event;
    const report = (code: PairingCode, message: string) => problems.push({ index, code, message });
    const started = open.get(process);
    if (event.type === 'invoke') {
      if (started !== undefined) {
        report('invoke-while-open', `process ${process} invokes ${event.f} before its ${started.event.f} completed`);
        operations.push(operationOf(started, undefined));
      } else if (retired.has(process)) {
        report('process-reused', `process ${process} is used again after its operation became unknown (info)`);
      }
      open.set(process, { event, index });
      return;
    }
    if (started === undefined) {
      report('completion-without-invoke', `process ${process} completes ${event.f}, but has none open`);
      return;
    }
    const asked = started.event;
    if (event.f !== asked.f) {
      report('f-differs', `process ${process} invoked ${asked.f}, but completes ${event.f}`);
    }
    if (event.key !== undefined && event.key !== asked.key) {
      const before = asked.key === undefined ? 'no key' : `key ${asked.key}`;
      report('key-differs', `process ${process} invoked ${asked.f} on ${before}, but completes it on key ${event.key}`);
    }
    open.delete(process);
    if (event.type === 'info') retired.add(process);
    operations.push(operationOf(started, { event, index }));
  });
  for (const started of open.values()) operations.push(operationOf(started, undefined));
  operations.sort((a, b) => a.invoked - b.invoked);
  return { operations, problems };
}

function operationOf(started: Open, ended: Open | undefined): Operation {
  const { event, index } = started;
  const outcome = ended === undefined || ended.event.type === 'invoke' ? 'info' : ended.event.type;
  const isKnown = outcome !== 'info';
  return {
    process: event.process,
    f: event.f,
    key: event.key,
    input: event.value,
    output: outcome === 'ok' ? ended?.event.value : undefined,
    outcome,
    error: ended?.event.error,
    invoked: index,
    completed: isKnown ? ended?.index : undefined,
    invokedAt: event.time,
    completedAt: isKnown ? ended?.event.time : undefined,
  };
}
