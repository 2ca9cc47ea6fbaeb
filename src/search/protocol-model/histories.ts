// The history of a path: what clients asked and were told, in order, judged whenever an answer comes. It is part of a
// state, for an answer that comes later is right or wrong by what was answered before.
import type { HistoryEvent } from '../../contract/history.ts';
import type { NodeId } from '../../contract/ids.ts';
import { ModelError } from '../explore/index.ts';
import { type Failure, judgeHistory } from '../failure.ts';
import type { ClientLine } from './happening.ts';

export type HistoryLine = ClientLine & { readonly client: NodeId };

/** What a history violates. */
export function brokenHistory(
  history: readonly HistoryLine[],
  clients: readonly NodeId[],
  model: string | undefined,
): Failure | undefined {
  const lines = eventsOf(history, clients).map((line, at) => ({ ...line, event: at, time: 0 }));
  const judged = judgeHistory(lines, model);
  if (typeof judged === 'string') throw new ModelError(`the history of a path cannot be judged: ${judged}`);
  return judged;
}

/** As in a run, a client goes on under another process number once an outcome is unknown. */
function eventsOf(history: readonly HistoryLine[], clients: readonly NodeId[]): readonly HistoryEvent[] {
  const processes = new Map(clients.map((client, at) => [client, at]));
  return history.map(({ client, ...line }) => {
    const process = processes.get(client)!;
    if (line.type === 'info') processes.set(client, process + clients.length);
    return { process, ...line };
  });
}
