// A client of counters and sets: one operation at a time, asked of one replica and never again. To ask another after a
// silence would count twice; so what is not answered in time is unknown.
import type { ClientContext } from '../../contract/context.ts';
import { type AnyProtocol, clientProtocol } from '../../contract/protocol.ts';
import type { Workload } from '../../contract/system.ts';
import { ms } from '../../contract/time.ts';
import { firstNumber, tableOf } from '../kv/index.ts';
import type { Answer, Ask } from './messages.ts';

type Type = Ask['type'];
type Timer = { readonly kind: 'next' } | { readonly kind: 'deadline' };
type Ctx = ClientContext<Ask, Timer>;
export type ClientState = { readonly number: number; readonly isOpen: boolean };

/** Elements of sets are few, so that additions and removals of one meet. */
const ELEMENTS = 10;

export function typeClient(type: Type, workload: Workload): AnyProtocol {
  const reads = tableOf(workload.reads);
  const removals = tableOf(workload.cas);
  const keys = Array.from({ length: workload.keys }, (_, index) => `${type}${index}`);
  const values = workload.values === 0 ? ELEMENTS : workload.values;
  const chosen = <A>(label: string, all: readonly A[], ctx: Ctx) =>
    all.length === 1 ? all[0]! : ctx.choose(label, all);

  function ask(number: number, ctx: Ctx): Ask {
    const key = chosen('key', keys, ctx);
    const base = { kind: 'Ask', number, key, type } as const;
    if (chosen('read', reads, ctx)) return { ...base, f: 'read', value: 0 };
    const f = chosen('remove', removals, ctx) ? 'remove' : 'add';
    const size = type === 'counter' && workload.values === 0 ? 1 : ctx.choose('value', numbersTo(values));
    return { ...base, f, value: size };
  }

  function pause(state: ClientState, ctx: Ctx): ClientState {
    ctx.cancelTimer('deadline');
    if (workload.interval === 0) ctx.setTimer({ kind: 'next' }, workload.think);
    return { ...state, isOpen: false };
  }

  return clientProtocol<ClientState, Answer, Timer, Ask>({
    name: `${type}-client`,
    start(ctx) {
      const first = Math.max(0, workload.from - ctx.now);
      ctx.setTimer({ kind: 'next' }, first, first + Math.max(workload.interval, workload.think, ms(1)));
      return { number: firstNumber(ctx), isOpen: false };
    },
    on: {
      Answer(state, { number, ok, value }, _from, ctx) {
        if (!state.isOpen || number !== state.number) return state;
        if (ok) ctx.ok(value);
        else ctx.fail('unavailable');
        return pause(state, ctx);
      },
    },
    timer: {
      next(state, _timer, ctx) {
        if (ctx.now > workload.to) return state;
        if (workload.interval > 0) ctx.setTimer({ kind: 'next' }, workload.interval);
        if (state.isOpen) return state;
        const number = state.number + 1;
        const asked = ask(number, ctx);
        ctx.invoke({ f: asked.f, key: asked.key, value: asked.f === 'read' ? null : asked.value });
        ctx.send(ctx.servers[0]!, asked);
        ctx.setTimer({ kind: 'deadline' }, workload.deadline);
        return { number, isOpen: true };
      },
      deadline(state, _timer, ctx) {
        if (!state.isOpen) return state;
        ctx.info('timeout');
        return pause(state, ctx);
      },
    },
  });
}

function numbersTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
