// A client's way to the primary: what is sent again, what is not, and whom it asks.
import { describe, expect, test } from 'vitest';
import { seconds } from '../../../src/contract/time.ts';
import {
  type Connection,
  call,
  connect,
  onAnswer,
  onCallTimeout,
  onLocate,
  onPrimaryIs,
  onRefused,
} from '../../../src/protocols/redis/index.ts';

const settings = { timeout: seconds(1), scan: 0 };

/** What is sent, as `kind to node`, with the number of the message. */
function context(sentinels: readonly string[]) {
  const sent: string[] = [];
  const ctx = {
    ...{ self: 'c1', peers: [], servers: ['n1', 'n2'], now: 0, monotonic: 0 },
    boot: { incarnation: 1, disk: 'empty' as const },
    group: (name: string) => (name === 'sentinel' ? sentinels : ['n1', 'n2']),
    send: (to: string, message: { kind: string; attempt?: number }) =>
      void sent.push(`${message.kind} ${message.attempt} to ${to}`),
    ...{ broadcast() {}, setTimer() {}, cancelTimer() {}, persist() {}, halt() {}, note() {} },
    choose: <A>(_: string, options: readonly A[]) => options[0]!,
  };
  return { ctx: ctx as unknown as Parameters<typeof connect>[0], sent };
}

const get = { tag: 'a', command: { name: 'GET', key: 'k' }, wait: null } as const;
const answer = (attempt: number) => ({ kind: 'Answer', attempt, value: 7, replicated: null, wanted: null }) as const;

test('without Sentinels the first server is asked, and an answer is given to its call once', () => {
  const { ctx, sent } = context([]);
  const open: Connection<string> = call(connect<string>(ctx, settings), get, settings, ctx);
  expect(sent).toEqual(['Execute 2 to n1']);
  const heard = onAnswer(open, answer(2), ctx);
  expect(heard.outcomes).toEqual([{ tag: 'a', answer: { value: 7, replicated: null, wanted: null } }]);
  expect(onAnswer(heard.connection, answer(2), ctx).outcomes).toEqual([]);
});

describe('with Sentinels', () => {
  const asked = () => {
    const { ctx, sent } = context(['s1', 's2']);
    return { ctx, sent, open: call(connect<string>(ctx, settings), get, settings, ctx) };
  };
  const primaryIs = (attempt: number, primary: string) =>
    ({ kind: 'PrimaryIs', attempt, primary, replicas: [] }) as const;

  test('one is asked who the primary is, and then that one', () => {
    const { ctx, sent, open } = asked();
    const { connection, isMoved } = onPrimaryIs(open, primaryIs(2, 'n2'), ctx);
    expect([sent, isMoved, connection.primary]).toEqual([['WhoIsPrimary 2 to s1', 'Execute 3 to n2'], true, 'n2']);
  });

  test('one that does not answer is followed by the next; its late answer is not heard', () => {
    const { ctx, sent, open } = asked();
    const next = onLocate(open, ctx);
    expect(sent).toEqual(['WhoIsPrimary 2 to s1', 'WhoIsPrimary 3 to s2']);
    expect(onPrimaryIs(next, primaryIs(2, 'n1'), ctx).connection).toBe(next);
  });

  test('READONLY was not executed, and is sent to the next primary; a call without an answer is not sent again', () => {
    const { ctx, sent, open } = asked();
    const { connection } = onPrimaryIs(open, primaryIs(2, 'n1'), ctx);
    const refused = onLocate(onRefused(connection, { kind: 'Refused', attempt: 3, error: 'READONLY' }, ctx), ctx);
    const again = onPrimaryIs(refused, primaryIs(4, 'n2'), ctx).connection;
    expect(sent.slice(-2)).toEqual(['WhoIsPrimary 4 to s1', 'Execute 5 to n2']);
    const over = onCallTimeout(again, '1', ctx);
    expect(over.outcomes).toEqual([{ tag: 'a', answer: null }]);
    const found = onPrimaryIs(over.connection, primaryIs(over.connection.asked!, 'n1'), ctx);
    expect([found.isMoved, sent.at(-1)]).toEqual([true, 'WhoIsPrimary 6 to s1']);
  });
});
