// The server by hand: what a step is told at each level, who waits, who is rolled back, and what comes twice or too late.
import { describe, expect, test } from 'vitest';
import type { Plain } from '../../../src/base/plain.ts';
import { ms } from '../../../src/contract/time.ts';
import type { Step } from '../../../src/protocols/local-transactions/messages.ts';
import { transactionServer } from '../../../src/protocols/local-transactions/server.ts';
import {
  type Durable,
  ISOLATIONS,
  type Isolation,
  type State,
} from '../../../src/protocols/local-transactions/state.ts';
import { deepFreeze, fire, receive, start } from '../recording-context.ts';

/** A server and what it tells whom. `c1 l x` reads the list of x, `c1 a x1` appends, `c1 w x1` writes, `c1 r x` reads. */
class Play {
  state: State;
  told: string[] = [];
  disk: Partial<Durable> = {};
  private readonly protocol;
  private readonly numbers = new Map<string, number>();
  private readonly indexes = new Map<string, number>();

  constructor(isolation: Isolation) {
    this.protocol = transactionServer({ isolation, idleTimeout: ms(100) });
    this.state = start<State>(this.protocol, {}).state;
  }

  message(client: string, message: { readonly kind: string } & { readonly [field: string]: Plain }): this {
    this.take(receive<State>(this.protocol, deepFreeze(this.state), message, client));
    return this;
  }

  private take({ state, effects }: ReturnType<typeof receive<State>>): void {
    this.state = state;
    for (const effect of effects) {
      if (effect.effect === 'persist') this.disk = { ...this.disk, ...effect.patch };
      if (effect.effect !== 'send') continue;
      const { kind, value, reason } = effect.message as { kind: string; value?: Plain; reason?: string };
      const what = kind === 'Stepped' ? JSON.stringify(value) : kind === 'Committed' ? 'committed' : reason!;
      this.told.push(`${effect.to} ${what}`);
    }
  }

  /** One step of the client's running transaction, or `commit`, or `rollback`: what everybody is told then. */
  do(client: string, what: string): readonly string[] {
    this.told = [];
    const number = this.numbers.get(client) ?? 1;
    if (what === 'commit' || what === 'rollback') {
      this.message(client, { kind: what === 'commit' ? 'Commit' : 'Rollback', number });
      return this.told;
    }
    const index = this.indexes.get(client) ?? 0;
    this.indexes.set(client, index + 1);
    const [f, argument = ''] = what.split(' ') as [string, string];
    const name = f === 'a' ? 'append' : f;
    const value = argument.length > 1 ? Number(argument.slice(1)) : null;
    this.message(client, { kind: 'Step', number, index, step: [name, argument[0]!, value] as Step });
    return this.told;
  }

  next(client: string): this {
    this.numbers.set(client, (this.numbers.get(client) ?? 1) + 1);
    this.indexes.set(client, 0);
    return this;
  }

  idle(client: string): readonly string[] {
    this.told = [];
    this.take(fire<State>(this.protocol, deepFreeze(this.state), { kind: 'idle', key: client }));
    return this.told;
  }

  crash(): this {
    this.state = start<State>(this.protocol, this.disk as never, { incarnation: 2 }).state;
    return this;
  }
}

test.each(ISOLATIONS)('%s: a transaction sees its own writes, and after its commit others do', (isolation) => {
  const play = new Play(isolation);
  expect(play.do('c1', 'a x1')).toEqual(['c1 1']);
  expect(play.do('c1', 'l x')).toEqual(['c1 [1]']);
  expect(play.do('c1', 'r x')).toEqual(['c1 1']);
  expect(play.do('c1', 'commit')).toEqual(['c1 committed']);
  expect(play.do('c2', 'l x')).toEqual(['c2 [1]']);
  expect(play.do('c2', 'r y')).toEqual(['c2 null']);
});

test.each(ISOLATIONS)('%s: what is rolled back is gone', (isolation) => {
  const play = new Play(isolation);
  play.do('c1', 'a x1');
  play.do('c1', 'rollback');
  expect(play.do('c2', 'l x')).toEqual(['c2 []']);
});

describe('serializable', () => {
  test('a writer waits until the reader has ended', () => {
    const play = new Play('serializable');
    expect(play.do('c1', 'l x')).toEqual(['c1 []']);
    expect(play.do('c2', 'a x1')).toEqual([]);
    expect(play.do('c1', 'commit')).toEqual(['c1 committed', 'c2 1']);
  });

  test('a reader waits for the writer; two readers do not wait', () => {
    const play = new Play('serializable');
    play.do('c1', 'a x1');
    expect(play.do('c2', 'l x')).toEqual([]);
    expect(play.do('c1', 'commit')).toEqual(['c1 committed', 'c2 [1]']);
    expect(play.do('c3', 'l x')).toEqual(['c3 [1]']);
  });

  test('who closes a circle of waiting is rolled back, and the other goes on', () => {
    const play = new Play('serializable');
    play.do('c1', 'a x1');
    play.do('c2', 'a y2');
    expect(play.do('c1', 'l y')).toEqual([]);
    expect(play.do('c2', 'l x')).toEqual(['c2 deadlock', 'c1 []']);
    expect(play.do('c1', 'commit')).toEqual(['c1 committed']);
  });
});

describe('snapshot', () => {
  test('reads are of when it began, and of two writers the first to commit wins', () => {
    const play = new Play('snapshot');
    expect(play.do('c1', 'l x')).toEqual(['c1 []']);
    play.do('c2', 'a x2');
    play.do('c2', 'commit');
    expect(play.do('c1', 'l x')).toEqual(['c1 []']);
    expect(play.do('c1', 'a x1')).toEqual(['c1 1']);
    expect(play.do('c1', 'commit')).toEqual(['c1 conflict']);
    expect(play.next('c1').do('c1', 'l x')).toEqual(['c1 [2]']);
  });

  test('it may write what another has only read', () => {
    const play = new Play('snapshot');
    play.do('c1', 'r x');
    play.do('c2', 'r y');
    play.do('c1', 'w y1');
    play.do('c2', 'w x2');
    expect(play.do('c1', 'commit')).toEqual(['c1 committed']);
    expect(play.do('c2', 'commit')).toEqual(['c2 committed']);
  });
});

test('read-committed: what is not committed is not seen, what is committed meanwhile is; writers wait', () => {
  const play = new Play('read-committed');
  play.do('c1', 'a x1');
  expect(play.do('c2', 'l x')).toEqual(['c2 []']);
  expect(play.do('c3', 'a x3')).toEqual([]);
  expect(play.do('c1', 'commit')).toEqual(['c1 committed', 'c3 3']);
  expect(play.do('c2', 'l x')).toEqual(['c2 [1]']);
});

test('read-uncommitted: everything is seen, writers wait', () => {
  const play = new Play('read-uncommitted');
  play.do('c1', 'a x1');
  expect(play.do('c2', 'l x')).toEqual(['c2 [1]']);
  expect(play.do('c3', 'a x3')).toEqual([]);
  expect(play.do('c1', 'rollback')).toEqual(['c3 3']);
  expect(play.do('c2', 'l x')).toEqual(['c2 [3]']);
});

test('none: writes go on top of uncommitted ones', () => {
  const play = new Play('none');
  play.do('c1', 'a x1');
  expect(play.do('c2', 'a x2')).toEqual(['c2 2']);
  expect(play.do('c3', 'l x')).toEqual(['c3 [1,2]']);
});

describe('what comes twice, or too late', () => {
  test('a step that was taken is answered again and not taken again', () => {
    const play = new Play('serializable');
    play.do('c1', 'a x1');
    const before = play.state;
    play.told = [];
    play.message('c1', { kind: 'Step', number: 1, index: 0, step: ['append', 'x', 1] });
    expect(play.told).toEqual(['c1 1']);
    expect(play.state).toBe(before);
  });

  test('how a transaction ended is told again; a late step of it begins nothing', () => {
    const play = new Play('serializable');
    play.do('c1', 'a x1');
    play.do('c1', 'commit');
    expect(play.do('c1', 'commit')).toEqual(['c1 committed']);
    play.told = [];
    play.message('c1', { kind: 'Step', number: 1, index: 0, step: ['append', 'x', 1] });
    expect(play.told).toEqual(['c1 committed']);
    expect(play.state.running).toEqual([]);
  });

  test('a newer transaction of a client ends the one before it', () => {
    const play = new Play('serializable');
    play.do('c1', 'a x1');
    expect(play.do('c2', 'l x')).toEqual([]);
    expect(play.next('c1').do('c1', 'l y')).toEqual(['c2 []', 'c1 []']);
  });

  test('of which nothing is heard for long is rolled back', () => {
    const play = new Play('serializable');
    play.do('c1', 'a x1');
    play.do('c2', 'l x');
    expect(play.idle('c1')).toEqual(['c1 idle', 'c2 []']);
  });
});

describe('a crash', () => {
  test('keeps what is committed, whole, and nothing of what ran', () => {
    for (const isolation of ISOLATIONS) {
      const play = new Play(isolation);
      play.do('c1', 'a x1');
      play.do('c2', 'a y2');
      play.do('c1', 'commit');
      play.crash();
      expect(play.do('c1', 'commit')).toEqual(['c1 committed']);
      expect(play.do('c2', 'commit')).toEqual(['c2 lost']);
      expect(play.do('c3', 'l x')).toEqual(['c3 [1]']);
      expect(play.do('c3', 'l y')).toEqual(['c3 []']);
    }
  });

  test('a transaction that lost its first steps is not gone on with', () => {
    const play = new Play('serializable');
    play.do('c1', 'a x1');
    play.crash();
    expect(play.do('c1', 'a y1')).toEqual(['c1 lost']);
  });
});
