// One server of ZooKeeper to be told things, with the defaults, and states for it to be in.
import type { Kind } from '../../../src/contract/context.ts';
import { ms, seconds } from '../../../src/contract/time.ts';
import { type Entry, emptyLog, type Log, withEntries } from '../../../src/protocols/zookeeper/log.ts';
import { zookeeper } from '../../../src/protocols/zookeeper/protocol.ts';
import type { Common, Following, Leading, Learner, Settings, State } from '../../../src/protocols/zookeeper/state.ts';
import { emptyTree } from '../../../src/protocols/zookeeper/tree.ts';
import { epochOf } from '../../../src/protocols/zookeeper/zxid.ts';
import { fire, type Outcome, receive, type Setup } from '../recording-context.ts';

export const settings: Settings = {
  tickTime: seconds(2),
  initLimit: 10,
  syncLimit: 5,
  finalizeWait: ms(200),
  notificationMin: ms(200),
  notificationMax: seconds(60),
  connectTries: 5,
  connectRetry: ms(100),
  commitLogCount: 500,
  forceSync: true,
  zxidCheck: true,
};

export const server = zookeeper(settings);

/** n2 of three. */
export const setup: Setup = { self: 'n2', peers: ['n1', 'n3'], groups: { client: ['c1', 'c2'] } };

export function told<S extends State>(state: S, message: Kind, from: string, over: Setup = {}): Outcome<State> {
  return receive<State>(server, state, message, from, { ...setup, ...over });
}

export function fired(state: State, timer: string, over: Setup = {}): Outcome<State> {
  return fire<State>(server, state, timer, { ...setup, ...over });
}

/** Transactions with these zxids, each setting the root's data to its zxid. */
export function logOf(...zxids: readonly number[]): Log {
  const entries = zxids.map(
    (zxid): Entry => ({ zxid, command: { op: 'setData', path: '/', data: zxid, version: -1 }, origin: null }),
  );
  return withEntries(emptyLog, entries);
}

export function common(log: Log, over: Partial<Common> = {}): Common {
  const last = log.entries.tail.at(-1)?.zxid ?? 0;
  const epoch = epochOf(last);
  const vote = { leader: 'n2', zxid: last, epoch };
  const durable = { acceptedEpoch: epoch, currentEpoch: epoch, log };
  return { ...durable, applied: 0, tree: emptyTree, round: 1, vote, clients: {}, watches: [], connection: 0, ...over };
}

export function leading(log: Log, over: Partial<Leading> = {}): Leading {
  const base = common(log);
  return {
    ...base,
    role: 'leading',
    phase: 'broadcast',
    epoch: base.currentEpoch,
    acked: 0,
    learners: {},
    halfTicks: 0,
    proposed: {},
    leases: {},
    syncs: [],
    ...over,
  };
}

export function learner(over: Partial<Learner> = {}): Learner {
  const zxids = { lastZxid: 0, acked: 0, offered: 0 };
  return { connection: 1, sent: 0, acceptedEpoch: 1, stage: 'synced', ...zxids, deadline: 5, ...over };
}

export function following(log: Log, over: Partial<Following> = {}): Following {
  return {
    ...common(log),
    role: 'following',
    leader: 'n3',
    phase: 'serving',
    tries: 1,
    expected: 0,
    early: {},
    touched: [],
    connection: 1,
    ...over,
  };
}
