// The consumer: an effect for each event. Deliveries are worked on side by side, so a copy may come while the first is
// being worked on.
import { append, emptyList } from '../../base/paged-list.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Deliver } from './messages.ts';
import type { Settings } from './options.ts';
import { type Consumer, type ConsumerDurable, type Ctx, DURABLE, type Working } from './state.ts';

export function startConsumer(durable: ConsumerDurable | undefined): Consumer {
  const { effects, marks } = durable ?? { effects: emptyList(), marks: {} };
  return { part: 'consumer', effects, marks, deliveries: 0, working: {}, isClosed: false };
}

export function onDeliver(state: Consumer, message: Deliver, from: NodeId, ctx: Ctx, settings: Settings): Consumer {
  const { offset, event } = message;
  // The check. What follows does not look again: that is what makes it a race.
  if (settings.dedupe === 'check-then-act' && state.marks[event.id] !== undefined) {
    ctx.send(from, { kind: 'Ack', offset }, DURABLE);
    return state;
  }
  const deliveries = state.deliveries + 1;
  ctx.setTimer({ kind: 'work', key: String(deliveries) }, 0, settings.work);
  return { ...state, deliveries, working: { ...state.working, [deliveries]: { from, offset, id: event.id } } };
}

/** The work is done: now its effect becomes one. */
export function onWork(state: Consumer, delivery: string, ctx: Ctx, settings: Settings): Consumer {
  const working = state.working[delivery];
  if (working === undefined) return state;
  const { id } = working;
  switch (settings.dedupe) {
    case 'none':
      return acknowledged(withEffect(state, id, ctx), delivery, working, ctx);
    case 'check-then-act':
      // A transaction of its own; the mark is another, a little later.
      ctx.setTimer({ kind: 'mark', key: delivery }, 0, settings.gap);
      return withEffect(state, id, ctx);
    default:
      return acknowledged(once(state, id, ctx, settings), delivery, working, ctx);
  }
}

export function onMark(state: Consumer, delivery: string, ctx: Ctx): Consumer {
  const working = state.working[delivery];
  if (working === undefined) return state;
  const marks = { ...state.marks, [working.id]: ctx.now };
  ctx.persist({ consumer: { effects: state.effects, marks } }, { kind: 'mark' });
  return acknowledged({ ...state, marks }, delivery, working, ctx);
}

/** Effect and id in one transaction: whoever comes second finds the id. */
function once(state: Consumer, id: string, ctx: Ctx, settings: Settings): Consumer {
  const known = settings.dedupe === 'window' ? recent(state.marks, ctx.now - settings.window) : state.marks;
  if (known[id] !== undefined) return state;
  const effects = append(state.effects, id);
  const marks = { ...known, [id]: ctx.now };
  ctx.persist({ consumer: { effects, marks } }, { kind: 'effect' });
  return { ...state, effects, marks };
}

function recent(marks: Consumer['marks'], since: number): Consumer['marks'] {
  return Object.fromEntries(Object.entries(marks).filter(([, at]) => at >= since));
}

function withEffect(state: Consumer, id: string, ctx: Ctx): Consumer {
  const effects = append(state.effects, id);
  ctx.persist({ consumer: { effects, marks: state.marks } }, { kind: 'effect' });
  return { ...state, effects };
}

function acknowledged(state: Consumer, delivery: string, { from, offset }: Working, ctx: Ctx): Consumer {
  ctx.send(from, { kind: 'Ack', offset }, DURABLE);
  return { ...state, working: Object.fromEntries(Object.entries(state.working).filter(([key]) => key !== delivery)) };
}
