// What Raft's operations cost, to the microsecond: a message takes 1 ms, a write 2 ms.
import { describe, expect, test } from 'vitest';
import type { ClientContext, Kind } from '../../../src/contract/context.ts';
import type { Fault } from '../../../src/contract/faults.ts';
import { clientProtocol } from '../../../src/contract/protocol.ts';
import { ms } from '../../../src/contract/time.ts';
import { TimedRun } from '../../../src/kernel/index.ts';
import { raft, type Settings, type State } from '../../../src/protocols/raft/index.ts';
import { fault, node, planOf } from '../../kernel/small.ts';
import { etcdSettings } from './servers.ts';

const MESSAGE = ms(1);
const ROUND_TRIP = 2 * MESSAGE;
const FLUSH = ms(2);
/** When the client asks, and when its request is there. */
const ASKED = ms(4_000);
const ARRIVED = ASKED + MESSAGE;

/** Asks all servers once; only the leader takes it. It keeps the time of its answer. */
const asking = (operation: Kind | object) =>
  clientProtocol<{ readonly answered: number }, Kind, { readonly kind: 'ask' }, Kind>({
    name: 'asking',
    start(ctx) {
      ctx.setTimer({ kind: 'ask' }, ASKED);
      return { answered: 0 };
    },
    on: {
      NotLeader: (state) => state,
      Reply: (_state, _message, _from, ctx) => ({ answered: ctx.now }),
    },
    timer: {
      ask(state, _timer, ctx: ClientContext<Kind, { readonly kind: 'ask' }>) {
        const request = { kind: 'Request', id: { client: ctx.self, number: 1 }, attempt: 1, operation } as Kind;
        for (const id of ctx.group('server')) ctx.send(id, request);
        return state;
      },
    },
  });

type Seen = {
  readonly leader: string;
  readonly elected: number;
  /** For each server when it knew the client's entry, the one after the no-op, to be committed. */
  readonly committed: { readonly [id: string]: number };
  readonly answered: number;
};

function seen(operation: object, changes: Partial<Settings>, faults: readonly Fault[] = []): Seen {
  const servers = planOf(raft({ ...etcdSettings, ...changes }), 3);
  const client = { id: 'c1', group: 'client', protocol: asking(operation) };
  const run = new TimedRun({ ...servers, nodes: [...servers.nodes, client], faults, until: ms(5_000) });
  let leader = '';
  let elected = 0;
  const committed: { [id: string]: number } = {};
  while (!run.isDone) {
    run.run(run.world.events + 1);
    for (const { id } of servers.nodes) {
      const state = run.world.nodes.find((each) => each.id === id)!.state as State | undefined;
      if (state?.role === 'leader' && leader === '') [leader, elected] = [id, run.world.time];
      if (state !== undefined && state.commitIndex >= 2) committed[id] ??= run.world.time;
    }
  }
  expect(run.result().ending).toBe('completed');
  const { answered } = run.world.nodes.find(({ id }) => id === 'c1')!.state as unknown as { answered: number };
  return { leader, elected, committed, answered };
}

const write = { f: 'write', key: 'k0', value: 1 };
const read = { f: 'read', key: 'k0' };

describe('a commit', () => {
  test('takes one round trip and the follower’s flush; the leader writes meanwhile (thesis §10.2.1)', () => {
    const { leader, committed, answered } = seen(write, {});
    expect(committed[leader]).toBe(ARRIVED + ROUND_TRIP + FLUSH);
    expect(answered).toBe(committed[leader]! + MESSAGE);
  });

  test('is known to followers half a round trip later, where it is announced', () => {
    const { leader, committed } = seen(write, {});
    for (const id of ['n1', 'n2', 'n3'].filter((each) => each !== leader)) {
      expect(committed[id]).toBe(committed[leader]! + MESSAGE);
    }
  });

  test('and else with the next heartbeat', () => {
    const { leader, elected, committed } = seen(write, { announceCommits: false });
    const follower = leader === 'n1' ? 'n2' : 'n1';
    expect(committed[follower]).toBe(nextBeat(elected, committed[leader]!) + MESSAGE);
  });

  test('waits for the leader’s disk where that is asked for', () => {
    const { leader, committed } = seen(write, { parallelWrite: false });
    expect(committed[leader]).toBe(ARRIVED + FLUSH + ROUND_TRIP + FLUSH);
  });
});

/** The first heartbeat after a time; they begin when the leader is elected. */
function nextBeat(elected: number, after: number): number {
  const { heartbeat } = etcdSettings;
  return elected + heartbeat * Math.ceil((after - elected) / heartbeat);
}

test('a read by ReadIndex is answered after one round of heartbeats, and no disk', () => {
  const { answered } = seen(read, { followerReads: false });
  expect(answered).toBe(ARRIVED + ROUND_TRIP + MESSAGE);
});

test('a read by a lease is answered at once', () => {
  expect(seen(read, { reads: 'lease', followerReads: false }).answered).toBe(ARRIVED + MESSAGE);
});

test('a read by the log costs what a write costs', () => {
  expect(seen(read, { reads: 'log' }).answered).toBe(ARRIVED + ROUND_TRIP + FLUSH + MESSAGE);
});

test('acknowledgements lost in a blip: followers know the commit 3/2 round trips after the next heartbeat', () => {
  const { leader, elected } = seen(write, {});
  const followers = ['n1', 'n2', 'n3'].filter((id) => id !== leader);
  const blip = fault(ASKED, { kind: 'cut', from: followers.map(node), to: [node(leader)] }, ASKED + ms(10));
  const { committed } = seen(write, {}, [blip]);
  const beat = nextBeat(elected, ASKED + ms(10));
  // The heartbeat, its answer, which acknowledges the entry, and the announcement.
  expect(committed[leader]).toBe(beat + ROUND_TRIP);
  for (const id of followers) expect(committed[id]).toBe(beat + ROUND_TRIP + MESSAGE);
});
