// The client: it goes by what a Sentinel said until its server fails it. What it writes into the history.
import { expect, test } from 'vitest';
import type { Kind } from '../../../src/contract/context.ts';
import type { Workload } from '../../../src/contract/system.ts';
import { ms } from '../../../src/contract/time.ts';
import { redisClient } from '../../../src/protocols/redis/client/index.ts';
import type { ClientSettings, ClientState } from '../../../src/protocols/redis/client/state.ts';
import { effectsOf, fire, type Outcome, receive, sent, start, timersSet } from '../recording-context.ts';
import { writes } from '../workload.ts';

const always = { numerator: 1, denominator: 1 };
const reading = { reads: always };

/** c1, whose home is n2, tried message by message. */
class Client {
  state: ClientState;
  outcome: Outcome<ClientState>;
  private readonly protocol;
  private readonly setup;

  constructor(changed: Partial<Workload> = {}, settings: Partial<ClientSettings> = {}, servers = ['n2', 'n3', 'n1']) {
    this.protocol = redisClient(
      { ...writes, ...changed },
      { reads: 'primary', waitReplicas: 0, waitTimeout: 0, ...settings },
    );
    this.setup = { self: 'c1', servers, groups: { server: ['n1', 'n2', 'n3'], sentinel: ['s1', 's2'] } };
    this.outcome = start<ClientState>(this.protocol, {}, this.setup);
    this.state = this.outcome.state;
    this.timer('next');
  }

  on(message: Kind | { readonly kind: string }): this {
    const { attempt } = this.state;
    this.outcome = receive<ClientState>(this.protocol, this.state, { attempt, ...message }, 'n1', this.setup);
    this.state = this.outcome.state;
    return this;
  }

  timer(kind: string): this {
    this.outcome = fire<ClientState>(this.protocol, this.state, kind, this.setup);
    this.state = this.outcome.state;
    return this;
  }

  sent = (to: string) => sent(this.outcome, to);
  done = () => effectsOf(this.outcome, 'complete').map(({ effect: _effect, ...line }) => line);
}

const primaryIs = (primary: string) => ({
  kind: 'PrimaryIs',
  primary,
  replicas: ['n1', 'n2', 'n3'].filter((id) => id !== primary),
});
const answer = (value: unknown, replicated: number | null = null) => ({ kind: 'Answer', value, replicated });

test('it asks a Sentinel first, then the primary that it names, and then that one again without asking', () => {
  const c1 = new Client();
  expect(c1.sent('s1')).toMatchObject([{ kind: 'WhoIsPrimary' }]);
  expect(c1.on(primaryIs('n1')).sent('n1')).toMatchObject([
    { kind: 'Execute', command: { name: 'SET' }, asks: 'primary', wait: null },
  ]);
  expect(c1.on(answer('OK')).done()).toEqual([{ type: 'ok', value: 1001 }]);
  expect(c1.timer('next').sent('n1')).toMatchObject([{ kind: 'Execute' }]);
});

test('a Sentinel that does not answer: the next one', () => {
  const c1 = new Client();
  expect(c1.timer('attempt').sent('s2')).toMatchObject([{ kind: 'WhoIsPrimary' }]);
  expect(c1.timer('attempt').sent('s1')).toMatchObject([{ kind: 'WhoIsPrimary' }]);
});

test('a primary that does not answer: a Sentinel is asked anew, and the write is sent again to whom it names', () => {
  const c1 = new Client().on(primaryIs('n1'));
  expect(c1.timer('attempt').sent('s1')).toMatchObject([{ kind: 'WhoIsPrimary' }]);
  expect(c1.on(primaryIs('n2')).sent('n2')).toMatchObject([{ kind: 'Execute', command: { value: 1001 } }]);
});

test('an answer on a connection that was given up is not heard', () => {
  const c1 = new Client().on(primaryIs('n1'));
  const { attempt } = c1.state;
  c1.timer('attempt').on(primaryIs('n2'));
  expect(c1.on({ ...answer('OK'), attempt }).outcome.effects).toEqual([]);
});

test('READONLY: a pause, and a Sentinel is asked anew; the write had no effect', () => {
  const c1 = new Client().on(primaryIs('n1')).on({ kind: 'Refused', error: 'READONLY' });
  expect(timersSet(c1.outcome)).toEqual(['pause']);
  expect(c1.timer('pause').sent('s1')).toMatchObject([{ kind: 'WhoIsPrimary' }]);
  expect(c1.timer('deadline').done()).toEqual([{ type: 'fail', code: 'no-leader' }]);
});

test('NOREPLICAS is an error that the caller gets, and no reason to leave the primary', () => {
  const c1 = new Client().on(primaryIs('n1')).on({ kind: 'Refused', error: 'NOREPLICAS' });
  expect(c1.done()).toEqual([{ type: 'fail', code: 'unavailable' }]);
  expect(c1.timer('next').sent('n1')).toMatchObject([{ kind: 'Execute' }]);
});

test('refused after an attempt that had no answer, a write is unknown: the attempt may take effect', () => {
  const c1 = new Client().on(primaryIs('n1')).timer('attempt').on(primaryIs('n1'));
  expect(c1.on({ kind: 'Refused', error: 'NOREPLICAS' }).done()).toEqual([{ type: 'info', code: 'timeout' }]);
});

test('at the deadline a write that was sent is unknown', () => {
  const c1 = new Client().on(primaryIs('n1'));
  expect(c1.timer('deadline').done()).toEqual([{ type: 'info', code: 'timeout' }]);
});

test('a compare-and-set is not sent a second time: it would find its own value', () => {
  const c1 = new Client({ cas: always }).on(primaryIs('n1'));
  expect(c1.sent('n1')).toMatchObject([{ command: { name: 'EVAL', script: 'compare-and-set', args: [null, 1001] } }]);
  expect(c1.timer('attempt').done()).toEqual([{ type: 'info', code: 'timeout' }]);
});

test('what a compare-and-set found it expects next time', () => {
  const c1 = new Client({ cas: always }).on(primaryIs('n1')).on(answer([false, 7]));
  expect(c1.done()).toEqual([{ type: 'fail', code: 'cas-mismatch' }]);
  expect(c1.timer('next').sent('n1')).toMatchObject([{ command: { args: [7, 2001] } }]);
  expect(c1.on(answer([true, 2001])).done()).toEqual([{ type: 'ok', value: [7, 2001] }]);
});

test('a write that fewer replicas have acknowledged than it waited for is unknown', () => {
  const settings = { waitReplicas: 2, waitTimeout: ms(100) };
  const waiting = () => new Client({}, settings).on(primaryIs('n1'));
  expect(waiting().sent('n1')).toMatchObject([{ wait: { replicas: 2, timeout: ms(100) } }]);
  expect(waiting().on(answer('OK', 1)).done()).toEqual([{ type: 'info', code: 'timeout' }]);
  expect(waiting().on(answer('OK', 2)).done()).toEqual([{ type: 'ok', value: 1001 }]);
});

test('reads go to the replicas in turn, to whom a read of old data is an answer', () => {
  const c1 = new Client(reading, { reads: 'replicas' }).on(primaryIs('n1'));
  expect(c1.sent('n2')).toMatchObject([{ command: { name: 'GET' }, asks: 'any' }]);
  expect(c1.on(answer(5)).timer('next').sent('n3')).toHaveLength(1);
  expect(c1.on(answer(5)).timer('next').sent('n2')).toHaveLength(1);
});

test('sticky reads stay with the home server while it answers, and ask no Sentinel', () => {
  const c1 = new Client(reading, { reads: 'sticky' });
  expect(c1.sent('n2')).toMatchObject([{ asks: 'any' }]);
  expect(c1.on(answer(5)).timer('next').sent('n2')).toHaveLength(1);
  expect(c1.timer('attempt').sent('n3')).toHaveLength(1);
  expect(c1.on(answer(5)).timer('next').sent('n3')).toHaveLength(1);
});

test('a primary that it may not contact is none', () => {
  const c1 = new Client({}, {}, ['n2']).on(primaryIs('n1'));
  expect(c1.sent('n1')).toEqual([]);
  expect(timersSet(c1.outcome)).toEqual(['pause']);
});
