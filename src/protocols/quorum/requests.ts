// What clients ask of a coordinator, which any server is: taken once, refused where too few replicas are believed alive,
// and what becomes of it in the end. The ways there are in `writing.ts` and `reading.ts`.
import type { Plain } from '../../base/plain.ts';
import { beginContest, onContestTimeout } from './contest.ts';
import type { Request } from './messages.ts';
import { beginRead, onReadTimeout } from './reading.ts';
import type { Ctx, Plan, State } from './state.ts';
import { beginWrite, onWriteTimeout } from './writing.ts';

export function onRequest<V extends Plain>(state: State<V>, request: Request, ctx: Ctx<V>, plan: Plan<V>): State<V> {
  const { id, attempt, operation } = request;
  if (attempt <= (state.attempts[id.client] ?? 0)) return state;
  const next = { ...state, attempts: { ...state.attempts, [id.client]: attempt } };
  switch (operation.f) {
    case 'read': {
      const begin = plan.settings.isReadByPaxos ? beginContest : beginRead;
      return begin(next, { id, key: operation.key, swap: null }, ctx, plan);
    }
    case 'write': {
      const { key, value } = operation;
      return beginWrite(next, { id, key, value, context: request.context ?? null }, ctx, plan);
    }
    case 'cas': {
      const { key, from, to } = operation;
      const begin = plan.settings.isCasByPaxos ? beginContest : beginRead;
      return begin(next, { id, key, swap: { from, to } }, ctx, plan);
    }
    case 'register':
      return next;
  }
}

export function onTimeout<V extends Plain>(state: State<V>, request: string, ctx: Ctx<V>, plan: Plan<V>): State<V> {
  const open = state.open[request];
  if (open === undefined) return state;
  if (open.phase === 'contest') return onContestTimeout(state, request, open, ctx, plan);
  return open.phase === 'write'
    ? onWriteTimeout(state, request, open, ctx, plan)
    : onReadTimeout(state, request, open, ctx, plan);
}
