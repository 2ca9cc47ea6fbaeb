// What a leader puts into the log without being asked: it ends sessions. Such requests have ids as clients' do, so that each
// is executed once.
import type { Mutation } from './requests.ts';
import { propose } from './serving.ts';
import type { Ctx, Server, Settings } from './state.ts';

export function serveOwn(state: Server, mutation: Mutation, ctx: Ctx, settings: Settings): Server {
  const number = state.ownRequests + 1;
  return propose({ ...state, ownRequests: number }, { client: ctx.self, number }, mutation, ctx, settings);
}
