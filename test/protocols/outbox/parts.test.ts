// The parts one by one: what the relay sees, what the broker keeps, and what the consumer does about a copy.
import { describe, expect, test } from 'vitest';
import { defaultsOf, type Options } from '../../../src/contract/system.ts';
import { outboxSystem } from '../../../src/protocols/outbox/index.ts';
import { settingsOf } from '../../../src/protocols/outbox/options.ts';
import { outboxParts } from '../../../src/protocols/outbox/protocol.ts';
import type { Consumer, State } from '../../../src/protocols/outbox/state.ts';
import { effectsOf, fire, receive, type Setup, sent, start } from '../recording-context.ts';

const servers = ['n1', 'n2', 'n3', 'n4'];
const at = (self: string): Setup => ({ self, groups: { server: servers }, servers });
const parts = (options: Options = {}) => outboxParts(settingsOf({ ...defaultsOf(outboxSystem), ...options }));
const order = (id: string) => ({
  kind: 'Place',
  id,
  deal: { kind: 'order', item: 'item0', account: 'account0', quantity: 1, price: 10 },
});

/** Two orders, of which the second commits first. */
function twoOrders(options: Options) {
  const shop = parts(options);
  const placed = ['a', 'b'].reduce<State>(
    (state, id) => receive<State>(shop, state, order(id), 'c1', at('n1')).state,
    start<State>(shop, {}, at('n1')).state,
  );
  const commit = (state: State, key: string) => fire<State>(shop, state, { kind: 'commit', key }, at('n1'));
  return { shop, second: commit(placed, '2').state, both: commit(commit(placed, '2').state, '1').state };
}

describe('the outbox, asked while a transaction is under way', () => {
  const rows = (options: Options, after: number, which: 'second' | 'both') => {
    const found = twoOrders(options);
    return sent(receive(found.shop, found[which], { kind: 'Poll', after }, 'n2', at('n1')), 'n2')[0]!['rows'];
  };
  test('by id it shows row 2, and after that never row 1', () => {
    expect(rows({ relayBy: 'id' }, 0, 'second')).toEqual([{ position: 2, event: { id: 'b' } }]);
    expect(rows({ relayBy: 'id' }, 2, 'both')).toEqual([]);
  });
  test('by commit order row 1 comes second', () => {
    expect(rows({}, 0, 'second')).toEqual([{ position: 1, event: { id: 'b' } }]);
    expect(rows({}, 1, 'both')).toEqual([{ position: 2, event: { id: 'a' } }]);
  });
});

test('the relay notes its position when the broker has confirmed all, not before', () => {
  const relay = parts();
  const rows = { kind: 'Rows', after: 0, rows: ['a', 'b'].map((id, i) => ({ position: i + 1, event: { id } })) };
  const asked = receive<State>(relay, start<State>(relay, {}, at('n2')).state, rows, 'n1', at('n2'));
  expect(sent(asked, 'n3').map(({ kind }) => kind)).toEqual(['Publish', 'Publish']);
  const half = receive<State>(relay, asked.state, { kind: 'Published', id: 'a' }, 'n3', at('n2'));
  expect(effectsOf(half, 'persist')).toEqual([]);
  const all = receive<State>(relay, half.state, { kind: 'Published', id: 'b' }, 'n3', at('n2'));
  expect(effectsOf(all, 'persist')).toMatchObject([{ patch: { relay: { position: 2 } } }]);
});

test('the broker delivers until it is acknowledged', () => {
  const broker = parts();
  const begun = start<State>(broker, {}, at('n3')).state;
  const kept = receive<State>(broker, begun, { kind: 'Publish', event: { id: 'a' } }, 'n2', at('n3')).state;
  expect(sent(fire(broker, kept, 'redeliver', at('n3')), 'n4')).toHaveLength(1);
  const done = receive<State>(broker, kept, { kind: 'Ack', offset: 1 }, 'n4', at('n3')).state;
  expect(sent(fire(broker, done, 'redeliver', at('n3')), 'n4')).toEqual([]);
});

describe('two deliveries of one event, worked on side by side', () => {
  const effects = (options: Options, until = 0) => {
    const consumer = parts(options);
    const deliver = (state: State, offset: number) =>
      receive<State>(consumer, state, { kind: 'Deliver', offset, event: { id: 'a' } }, 'n3', at('n4')).state;
    const both = deliver(deliver(start<State>(consumer, {}, at('n4')).state, 1), 2);
    const first = fire<State>(consumer, both, { kind: 'work', key: '1' }, at('n4')).state;
    const setup = { ...at('n4'), time: until };
    return (fire<State>(consumer, first, { kind: 'work', key: '2' }, setup).state as Consumer).effects.length;
  };
  test('have two effects where the check is not in the transaction, and one where it is', () => {
    expect(effects({ dedupe: 'none' })).toBe(2);
    expect(effects({ dedupe: 'check-then-act' })).toBe(2);
    expect(effects({ dedupe: 'inbox' })).toBe(1);
  });
  test('a window has forgotten the first when the second comes after it', () => {
    expect(effects({ dedupe: 'window', window: 1_000 }, 1_000)).toBe(1);
    expect(effects({ dedupe: 'window', window: 1_000 }, 1_001)).toBe(2);
  });
});
