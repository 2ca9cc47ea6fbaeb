// What must hold between the two ends: orders that were committed, and effects. And how far it does not, counted.
import { at, emptyList, type PagedList } from '../../base/paged-list.ts';
import { type AnyMeter, meter } from '../../contract/figures.ts';
import type { NodeId } from '../../contract/ids.ts';
import { type AnyMonitor, type Change, monitor } from '../../contract/property.ts';
import type { Time } from '../../contract/time.ts';
import { committedOf } from './shop.ts';
import type { ShopDurable, State } from './state.ts';

const lost = {
  name: 'no-event-lost',
  sentence: 'When the books are closed, each order that was committed has had its effect.',
};
const phantom = {
  name: 'no-phantom',
  sentence: 'When the books are closed, there is no effect of an order that was not committed.',
};
const once = { name: 'once', sentence: 'No order has its effect twice.' };

/** Both ends as they are now; and who has closed. */
type Memory = {
  readonly committed: ShopDurable['committed'];
  readonly effects: PagedList<string>;
  readonly open: readonly NodeId[];
  readonly isJudged: boolean;
};
const blank: Memory = { committed: emptyList(), effects: emptyList(), open: [], isJudged: false };

export const outboxMonitor: AnyMonitor = monitor<State, Memory>({
  group: 'server',
  properties: [lost, phantom, once],
  initial: blank,
  observe(memory, { node, before, after }: Change<State>, report) {
    if (after === undefined) return memory;
    const next = seen(memory, after);
    if (next.effects.length > memory.effects.length) {
      const id = at(next.effects, next.effects.length - 1)!;
      const times = listed(next.effects).filter((other) => other === id).length;
      if (times > 1) report(once.name, `${id} has had its effect ${times} times`, { id, times }, 'twice');
    }
    const others = memory.open.filter((other) => other !== node);
    const open = after.isClosed ? others : [...others, node].sort();
    if (after.isClosed !== true || before?.isClosed === true || open.length > 0 || memory.isJudged) {
      return next === memory && open.length === memory.open.length ? memory : { ...next, open };
    }
    const { lost: missing, phantom: extra } = compared(next);
    for (const id of missing) report(lost.name, `${id} was committed, and nobody heard of it`, { id }, 'lost');
    for (const id of extra) report(phantom.name, `${id} was announced, and never committed`, { id }, 'phantom');
    return { ...next, open, isJudged: true };
  },
  isExercised: ({ effects, committed, isJudged }, property) =>
    property === once.name ? effects.length > 0 : isJudged && committed.length > 0,
});

/** When each order was first seen to be committed. */
type Timed = Memory & { readonly committedAt: { readonly [id: string]: Time } };

export const outboxMeter: AnyMeter = meter<State, Timed>({
  group: 'server',
  figures: {
    'events-lost': { about: 'Committed orders that have had no effect at the end. One sample in all.', unit: 'count' },
    phantoms: {
      about: 'Orders with an effect, at the end, that were never committed. One sample in all.',
      unit: 'count',
    },
    duplicates: { about: 'Effects beyond the first of each order. One sample in all.', unit: 'count' },
    'until-effect': {
      about: 'From the commit of an order to its first effect. One sample for each that has one.',
      unit: 'duration',
    },
    'effects-per-id': { about: 'How often a committed order has had its effect. One sample for each.', unit: 'count' },
  },
  initial: { ...blank, committedAt: {} },
  observe(memory, { before, after }, at, record) {
    if (after === undefined) return memory;
    const next = seen(memory, after);
    if (after.part === 'shop' && next.committed.length > memory.committed.length) {
      const fresh = committedOf(next.committed).slice(memory.committed.length);
      const times = Object.fromEntries(fresh.map(({ order }) => [order, at]));
      return { ...memory, ...next, committedAt: { ...times, ...memory.committedAt } };
    }
    if (before !== undefined && next.effects.length > memory.effects.length) {
      const all = listed(next.effects);
      const id = all[all.length - 1]!;
      const since = memory.committedAt[id];
      if (since !== undefined && all.indexOf(id) === all.length - 1) record('until-effect', at - since);
    }
    return next === memory ? memory : { ...memory, ...next };
  },
  end(memory, _at, record) {
    const { lost: missing, phantom: extra, counts, orders } = compared(memory);
    record('events-lost', missing.length);
    record('phantoms', extra.length);
    record(
      'duplicates',
      Object.values(counts).reduce((sum, count) => sum + count - 1, 0),
    );
    for (const id of orders) record('effects-per-id', counts[id] ?? 0);
  },
});

function seen(memory: Memory, state: State): Memory {
  if (state.part === 'shop' && state.committed !== memory.committed) return { ...memory, committed: state.committed };
  if (state.part === 'consumer' && state.effects !== memory.effects) return { ...memory, effects: state.effects };
  return memory;
}

function listed(list: PagedList<string>): readonly string[] {
  return Array.from({ length: list.length }, (_, index) => at(list, index)!);
}

function compared({ committed, effects }: Memory) {
  const orders = committedOf(committed).flatMap(({ order, isOk }) => (isOk ? [order] : []));
  const counts: { [id: string]: number } = {};
  for (const id of listed(effects)) counts[id] = (counts[id] ?? 0) + 1;
  const known = new Set(orders);
  return {
    orders,
    counts,
    lost: orders.filter((id) => counts[id] === undefined),
    phantom: Object.keys(counts)
      .filter((id) => !known.has(id))
      .sort(),
  };
}
