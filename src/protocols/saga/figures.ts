// What an orchestrator counts: sagas that came to nothing, and how long each took.
import { type AnyMeter, meter } from '../../contract/figures.ts';
import type { Time } from '../../contract/time.ts';
import type { OrchestratorState } from './orchestrator.ts';

type Memory = { readonly since: { readonly [saga: string]: Time }; readonly ended: { readonly [saga: string]: true } };

export const orchestratorMeter: AnyMeter = meter<OrchestratorState, Memory>({
  group: 'orchestrator',
  figures: {
    undone: { about: 'A saga that was undone, or refused before its first step. One sample each.', unit: 'count' },
    'saga-time': {
      about: 'From the first line of the log about a saga to the last; to the end, if there is none.',
      unit: 'duration',
    },
  },
  initial: { since: {}, ended: {} },
  observe(memory, { before, after }, at, record) {
    if (after === undefined || before?.sagas === after.sagas) return memory;
    let next = memory;
    for (const id of Object.keys(after.sagas).sort()) {
      const saga = after.sagas[id]!;
      if (saga === before?.sagas[id] || next.ended[id]) continue;
      if (next.since[id] === undefined) next = { ...next, since: { ...next.since, [id]: at } };
      if (saga.phase !== 'ended') continue;
      if (saga.outcome === 'undone') record('undone', 1);
      record('saga-time', at - next.since[id]!);
      next = { ...next, ended: { ...next.ended, [id]: true } };
    }
    return next;
  },
  end({ since, ended }, at, record) {
    for (const id of Object.keys(since).sort()) if (!ended[id]) record('saga-time', at - since[id]!);
  },
});
