// A client that sends one Echo after another to its home server and gives each up after the deadline.
import { clientProtocol } from '../../contract/protocol.ts';
import type { Workload } from '../../contract/system.ts';
import type { Echo, Echoed } from './messages.ts';

/** The number sent last, whether its answer is awaited, and whether it was the last one. */
export type EchoClientState = { readonly value: number; readonly isOpen: boolean; readonly isOver: boolean };
type Timer = { readonly kind: 'next' } | { readonly kind: 'deadline' } | { readonly kind: 'end' };

export const echoClient = (workload: Workload) =>
  clientProtocol<EchoClientState, Echoed, Timer, Echo>({
    name: 'echo-client',
    start(ctx) {
      // Times of the workload count from the start of the run, also for a client that restarts.
      if (ctx.now >= workload.to) return { value: 0, isOpen: false, isOver: true };
      ctx.setTimer({ kind: 'next' }, Math.max(0, workload.from - ctx.now));
      ctx.setTimer({ kind: 'end' }, workload.to - ctx.now);
      return { value: 0, isOpen: false, isOver: false };
    },
    on: {
      Echoed(state, message, _from, ctx) {
        if (!state.isOpen || message.value !== state.value) return state;
        ctx.ok(message.value);
        ctx.cancelTimer('deadline');
        ctx.setTimer({ kind: 'next' }, pause(workload));
        return { ...state, isOpen: false };
      },
    },
    timer: {
      next(state, _timer, ctx) {
        if (state.isOver) return state;
        const value = state.value + 1;
        ctx.invoke({ f: 'echo', value });
        ctx.send(ctx.servers[0]!, { kind: 'Echo', value });
        ctx.setTimer({ kind: 'deadline' }, workload.deadline);
        return { ...state, value, isOpen: true };
      },
      deadline(state, _timer, ctx) {
        ctx.info('timeout');
        ctx.setTimer({ kind: 'next' }, pause(workload));
        return { ...state, isOpen: false };
      },
      end: (state) => ({ ...state, isOver: true }),
    },
  });

/** Between two operations: the workload's think time, or its interval. Not a grid, unlike the key-value client's. */
function pause(workload: Workload): number {
  return workload.interval || workload.think;
}
