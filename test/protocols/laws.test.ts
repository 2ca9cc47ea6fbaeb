// Laws that every protocol of the registry must pass. A tiny loop runs each system: messages in order, each delivered
// once or twice, timers when nothing else is left; what it shows the handlers is what the laws are checked on.
import { describe, expect, test } from 'vitest';
import { equalPlain, type Plain, type PlainRecord, plainProblem } from '../../src/base/plain.ts';
import { CONSISTENCY_LEVELS } from '../../src/checkers/index.ts';
import type { Kind } from '../../src/contract/context.ts';
import { timerName } from '../../src/contract/effects.ts';
import type { NodeId } from '../../src/contract/ids.ts';
import type { AnyProtocol } from '../../src/contract/protocol.ts';
import type { Options, System, Workload } from '../../src/contract/system.ts';
import { type Duration, ms, seconds } from '../../src/contract/time.ts';
import { findSystem, systems } from '../../src/protocols/registry.ts';
import { deepFreeze, fire, type Outcome, receive, type Setup, start } from './recording-context.ts';
import { writes } from './workload.ts';

const half = { numerator: 1, denominator: 2 };
const workload: Workload = { ...writes, kind: '', reads: half, cas: half, keys: 2 };

type Step =
  | { readonly input: 'start'; readonly durable: PlainRecord }
  | { readonly input: 'message'; readonly state: Plain; readonly message: Kind; readonly from: NodeId }
  | { readonly input: 'timer'; readonly state: Plain; readonly timer: Kind };
type Shown = { readonly node: NodeId; readonly step: Step };

/** A run of one system: its nodes, every input that a handler was given, and what each node wrote, in order. */
class Loop {
  readonly shown: Shown[] = [];
  readonly written = new Map<NodeId, PlainRecord[]>();
  readonly states = new Map<NodeId, Plain>();
  readonly protocols = new Map<NodeId, AnyProtocol>();
  private readonly setups = new Map<NodeId, Setup>();
  private readonly messages: { to: NodeId; from: NodeId; message: Kind }[] = [];
  private readonly timers = new Map<string, { node: NodeId; timer: Kind; due: number }>();
  private now = 0;
  private deaf: NodeId | undefined = undefined;
  private draws = 0;

  constructor(system: System, { servers, options: changed, groups: counts = {}, think = ms(20) }: Shape) {
    const defaults = Object.entries(system.options).map(([name, spec]) => [name, spec.default] as const);
    const options = { ...Object.fromEntries(defaults), ...changed };
    const hasServers = system.groups['server'] !== undefined;
    const server = Array.from({ length: hasServers ? servers : 0 }, (_, i) => `n${i + 1}`);
    const specs = Object.values(system.workloads);
    // Two clients of each workload.
    const client = specs.flatMap((_, i) => [`c${2 * i + 1}`, `c${2 * i + 2}`]);
    const others = Object.keys(system.groups).filter((group) => group !== 'server');
    const namesOf = (group: string) => Array.from({ length: counts[group] ?? 1 }, (_, i) => `${group}${i + 1}`);
    const groups = { server, client, ...Object.fromEntries(others.map((group) => [group, namesOf(group)])) };
    for (const id of server) this.add(id, system.groups['server']!.protocol(options), server, groups);
    for (const [i, id] of client.entries())
      this.add(id, specs[i >> 1]!.client({ ...workload, think }, options), client, groups);
    for (const group of others) {
      const names = namesOf(group);
      for (const id of names) this.add(id, system.groups[group]!.protocol(options), names, groups);
    }
    for (const id of this.setups.keys()) this.run(id, { input: 'start', durable: {} });
  }

  private add(id: NodeId, protocol: AnyProtocol, group: readonly NodeId[], groups: NonNullable<Setup['groups']>): void {
    const pick = (_label: string, count: number) => (this.draws++ * 7) % count;
    const peers = group.filter((peer) => peer !== id);
    // Without a group of servers clients may contact all nodes, as in a run.
    const all = Object.entries(groups).flatMap(([name, ids]) => (name === 'client' ? [] : ids));
    this.setups.set(id, {
      self: id,
      peers,
      groups,
      servers: groups['server']!.length > 0 ? groups['server']! : all,
      pick,
    });
    this.protocols.set(id, protocol);
    this.written.set(id, []);
  }

  setup = (id: NodeId): Setup => this.setups.get(id)!;

  /** It comes up again, with nothing on its disk. */
  replace(id: NodeId): this {
    this.setups.set(id, { ...this.setup(id), incarnation: 2 });
    for (const [name, { node }] of [...this.timers]) if (node === id) this.timers.delete(name);
    this.written.set(id, []);
    this.run(id, { input: 'start', durable: {} });
    return this;
  }

  private run(id: NodeId, step: Step): void {
    this.shown.push({ node: id, step: deepFreeze(step) });
    const { state, effects } = perform(this.protocols.get(id)!, step, { ...this.setup(id), time: this.now });
    this.states.set(id, state);
    for (const effect of effects) {
      if (effect.effect === 'send') this.messages.push({ to: effect.to, from: id, message: effect.message });
      if (effect.effect === 'persist') this.written.get(id)!.push(effect.patch);
      if (effect.effect === 'cancelTimer') this.timers.delete(`${id}/${effect.name}`);
      if (effect.effect === 'setTimer') {
        // The earliest time, and the nodes' numbers apart, so that elections are not split for ever.
        const due = this.now + effect.min + (effect.max > effect.min ? Number(id.replace(/^\D+/, '')) * 10_000 : 0);
        const { timer } = effect;
        const key = typeof timer['key'] === 'string' ? timer['key'] : undefined;
        this.timers.set(`${id}/${timerName(timer.kind, key)}`, { node: id, timer, due });
      }
    }
  }

  /** What is sent to it is lost from now on; nobody: no more. */
  deafen(id: NodeId | undefined): this {
    this.deaf = id;
    return this;
  }

  /** `count` inputs, every third message twice. */
  go(count: number): this {
    for (let i = 0; i < count; i++) {
      const next = this.messages.shift();
      if (next !== undefined) {
        const { to, from, message } = next;
        if (to === this.deaf) continue;
        this.run(to, { input: 'message', state: this.states.get(to)!, message, from });
        if (i % 3 === 0) this.run(to, { input: 'message', state: this.states.get(to)!, message, from });
        continue;
      }
      // Clients have an end, and what they leave behind may have one.
      if (this.timers.size === 0) return this;
      const [name, timer] = [...this.timers].reduce((a, b) => (b[1].due < a[1].due ? b : a));
      this.timers.delete(name);
      this.now = timer.due;
      this.run(timer.node, { input: 'timer', state: this.states.get(timer.node)!, timer: timer.timer });
    }
    return this;
  }
}

function perform(protocol: AnyProtocol, step: Step, setup: Setup): Outcome<Plain> {
  switch (step.input) {
    case 'start':
      return start<Plain>(protocol, step.durable, setup);
    case 'message':
      return receive<Plain>(protocol, step.state, step.message, step.from, setup);
    case 'timer':
      return fire<Plain>(protocol, step.state, step.timer, setup);
  }
}

/** A copy whose records have their keys in the opposite order. */
function reversed(value: Plain): Plain {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as PlainRecord)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}

type Shape = {
  readonly servers: number;
  readonly options: Options;
  readonly replaced?: NodeId;
  /** Hears nothing for a while. */
  readonly deaf?: NodeId;
  readonly think?: Duration;
  readonly inputs?: number;
  /** Kinds of messages that only other options, or nobody, would send. */
  readonly unsent?: readonly string[];
  /** Nodes of other groups, where one of each is not enough. */
  readonly groups?: { readonly [group: string]: number };
  /** Inputs after the deaf one hears again. */
  readonly heard?: number;
};

const etcdMembers: Shape = {
  servers: 4,
  options: {
    voters: 3,
    snapshotEvery: 2,
    snapshotKeep: 0,
    emptyDisk: 'learn',
    admin: '1s voters n1 n2 n3 n4; 1s transfer n4',
    compactionRetention: 1,
    compactionInterval: ms(200),
  },
  think: ms(250),
  inputs: 1_500,
  replaced: 'n4',
};

/** What replicas and Sentinels say to each other, which locks on one Redis hear nothing of. */
const notOfLocks = [
  ...['Psync', 'FullResync', 'Continue', 'Stream', 'Ack', 'Closed', 'Ping', 'Pong', 'AskInfo', 'Info', 'ReplicaOf'],
  ...['IsPrimaryDown', 'PrimaryIsDown', 'Hello'],
];

/** What it takes for every kind of message to be sent. Else: three servers, with the defaults. */
const shapes: { readonly [system: string]: Shape } = {
  single: { servers: 1, options: {} },
  echo: { servers: 1, options: {} },
  transactions: { servers: 1, options: { rollbacks: 30 } },
  // n4 is let in when there is a snapshot, and comes to lead; then it loses its disk.
  'raft-kv': {
    servers: 4,
    options: {
      voters: 3,
      snapshotEvery: 2,
      snapshotKeep: 0,
      emptyDisk: 'learn',
      admin: '1s voters n1 n2 n3 n4; 1s transfer n4',
    },
    replaced: 'n4',
  },
  // Its Raft as above; what is compacted soon enough for a watch to be too late. Nobody is late here: see `etcd/watches.test.ts`.
  etcd: {
    servers: 4,
    options: {
      voters: 3,
      snapshotEvery: 2,
      snapshotKeep: 0,
      emptyDisk: 'learn',
      admin: '1s voters n1 n2 n3 n4; 1s transfer n4',
      compactionRetention: 1,
      compactionInterval: ms(200),
    },
    think: ms(250),
    inputs: 1_500,
    replaced: 'n4',
    unsent: ['WatchCompacted'],
  },
  // What n3 does not hear it gets as hints, or by repair. Compare-and-sets are transactions, reads and writes are not.
  cassandra: {
    servers: 3,
    options: {
      readLevel: 'QUORUM',
      cas: 'lwt',
      commitLog: 'batch',
      writeTimeout: ms(50),
      readTimeout: ms(60),
      handoffInterval: ms(100),
      hintFlush: 0,
      repairInterval: ms(15),
      treeDepth: 4,
    },
    deaf: 'n3',
    unsent: ['NotLeader'],
  },
  // Gossip draws from the same picks as clients do, so that these do not always come to reads. There are no transactions.
  dynamo: {
    servers: 3,
    options: {
      timeout: ms(50),
      handoffInterval: ms(100),
      gossipInterval: ms(30),
      clockEntries: 2,
      repairInterval: ms(40),
    },
    deaf: 'n3',
    unsent: ['Prepare', 'Promised', 'Propose', 'Accepted', 'Commit', 'Committed'],
  },
  // With this replication nobody sends `Updates`, and no replica is a leader.
  crdt: { servers: 3, options: {}, unsent: ['Updates', 'NotLeader'] },
  // Short ticks, so that idle clients ping. Nobody is cut off, comes back or is told of a change: `test/protocols/zookeeper` has what is said then.
  zookeeper: {
    servers: 3,
    options: { tickTime: ms(20), sessionTimeout: ms(40), reads: 'synced' },
    unsent: ['Trunc', 'Snap', 'Revalidate', 'Revalidated', 'Expired', 'WatchEvent'],
  },
  // n3 goes unheard for as long as a payment may be tried: it is compensated. Without locks, and without a choreography.
  saga: {
    servers: 3,
    options: { stepTimeout: ms(50) },
    deaf: 'n3',
    unsent: ['Look', 'Looked', 'Unlock', 'Unlocked', 'Happened', 'Failed', 'Heard'],
  },
  // n3 goes unheard for longer than a Try may take.
  tcc: { servers: 3, options: { tryTimeout: ms(50) }, deaf: 'n3' },
  // The four parts. Two writes one after the other would say more; nobody here takes deposits.
  outbox: { servers: 4, options: {}, unsent: ['Committing', 'Deposited'] },
  // A participant hears nothing for a while, so that it asks all others; and the coordinator loses its memory and its disk.
  'two-phase-commit': {
    servers: 0,
    options: { accounts: 1, decisionTimeout: ms(10) },
    groups: { participant: 3 },
    deaf: 'participant1',
    replaced: 'coordinator1',
    unsent: ['BeginCommit'],
  },
  // Nobody is silent for long enough here: `test/protocols/commitment/crashes.test.ts` has what is said then.
  'three-phase-commit': {
    servers: 0,
    options: { timeout: ms(50) },
    groups: { participant: 3 },
    deaf: 'participant1',
    unsent: ['StateInquiry', 'StateAnswer'],
  },
  'paxos-commit': {
    servers: 0,
    options: {},
    groups: { coordinator: 3, participant: 3 },
    deaf: 'participant1',
    unsent: ['BeginCommit', 'Refused'],
  },
  // n1, the primary, goes unheard for long enough that n2 takes its place; then it is told to follow it. The backlog is
  // long enough for n3 to go on, and the clients wait for replicas.
  redis: {
    servers: 3,
    options: { reads: 'replicas', wait: 1, minReplicasToWrite: 2, downAfter: ms(500), failoverTimeout: seconds(2) },
    groups: { sentinel: 3 },
    deaf: 'n1',
    heard: 2_200,
    // Of locks.
    unsent: ['Subscribe', 'Unsubscribe'],
  },
  // One Redis, and a Sentinel that tells clients of it; nothing is fenced. What replicas and more Sentinels say is `redis`'s.
  'redis-lock': {
    servers: 1,
    options: { work: ms(10), ttl: ms(200) },
    unsent: [...notOfLocks, 'Subscribe', 'Unsubscribe', 'Refused', 'Fenced'],
  },
  redisson: {
    servers: 1,
    options: { work: ms(10), watchdogTimeout: ms(200), scan: ms(100) },
    unsent: [...notOfLocks, 'Refused', 'Fenced'],
  },
  redlock: {
    servers: 5,
    options: { work: ms(10), ttl: ms(200), restartDelay: seconds(1) },
    replaced: 'n1',
    unsent: [...notOfLocks, 'Subscribe', 'Unsubscribe', 'Fenced'],
  },
  // Members as in `etcd`, and nobody is fenced.
  'etcd-lock': {
    ...etcdMembers,
    options: { ...etcdMembers.options, work: ms(10) },
    unsent: ['WatchCompacted', 'Fenced'],
  },
  'etcd-election': {
    ...etcdMembers,
    options: { ...etcdMembers.options, work: ms(10), proclaimEvery: ms(5) },
    unsent: ['WatchCompacted', 'CancelWatch', 'ReadIndex', 'ReadIndexReply', 'Fenced'],
  },
  // As `zookeeper`; nobody is cut off here.
  'zookeeper-lock': {
    servers: 3,
    options: { tickTime: ms(20), sessionTimeout: ms(40), work: ms(10) },
    unsent: ['Trunc', 'Snap', 'Sync', 'Synced', 'Revalidate', 'Revalidated', 'Expired', 'Fenced'],
  },
  'zookeeper-election': {
    servers: 3,
    options: { tickTime: ms(20), sessionTimeout: ms(40), work: ms(10), proclaimEvery: ms(5) },
    unsent: [
      ...['Trunc', 'Snap', 'Sync', 'Synced', 'Revalidate', 'Revalidated', 'Expired'],
      ...['WatchEvent', 'Fenced'],
    ],
  },
  // Its Raft as above. In the loop a deaf member is suspected, and fails.
  'consul-lock': {
    servers: 4,
    options: {
      voters: 3,
      snapshotEvery: 2,
      snapshotKeep: 0,
      emptyDisk: 'learn',
      admin: '1s voters n1 n2 n3 n4; 1s transfer n4',
      work: ms(10),
    },
    think: ms(250),
    inputs: 1_500,
    replaced: 'n4',
    deaf: 'n3',
    unsent: ['ReadIndex', 'ReadIndexReply', 'Fenced'],
  },
};

describe.each(systems.map((system) => [system.name, system] as const))('%s', (name, system) => {
  const shape: Shape = shapes[name] ?? { servers: 3, options: {} };
  const { servers: count, replaced, inputs = 3_000, unsent = [], deaf, heard } = shape;
  const loop = new Loop(system, shape).go(600);
  if (deaf !== undefined)
    loop
      .deafen(deaf)
      .go(heard ?? 400)
      .deafen(undefined)
      .go(heard ?? 600);
  if (replaced !== undefined) loop.go(inputs).replace(replaced).go(400);
  /** The loop's own `pick` counts on; these answers do not. */
  const fixed = (id: NodeId): Setup => ({ ...loop.setup(id), pick: () => 0 });

  test('the run did something: every kind of message that the protocols handle was delivered', () => {
    const delivered = new Set(
      loop.shown.map(({ step }) => (step.input === 'message' ? step.message.kind : step.input)),
    );
    const handled = new Set([...loop.protocols.values()].flatMap((protocol) => Object.keys(protocol.on)));
    if (count === 1) handled.delete('NotLeader');
    for (const kind of unsent) handled.delete(kind);
    for (const kind of handled) expect([kind, delivered.has(kind)]).toEqual([kind, true]);
  });

  test('the same input twice gives the same state and effects, whatever the order of keys', () => {
    for (const { node, step } of loop.shown) {
      const protocol = loop.protocols.get(node)!;
      const once = perform(protocol, step, fixed(node));
      const again = perform(protocol, reversed(step as unknown as Plain) as unknown as Step, fixed(node));
      expect(equalPlain(once.state, again.state)).toBe(true);
      expect(equalPlain(once.effects as unknown as Plain, again.effects as unknown as Plain)).toBe(true);
    }
  });

  test('inputs are left as they were: the loop froze them to their depth', () => {
    expect(loop.shown.length).toBeGreaterThanOrEqual(600);
    for (const { step } of loop.shown) expect(Object.isFrozen(step)).toBe(true);
  });

  test('states, messages, timers and durable records are plain data', () => {
    for (const { node, step } of loop.shown) {
      const { state, effects } = perform(loop.protocols.get(node)!, step, fixed(node));
      expect(plainProblem(state)).toBeUndefined();
      for (const effect of effects) {
        // An absent key of an invocation is written as undefined; only what the effect carries must be plain.
        if (effect.effect === 'send') expect(plainProblem(effect.message)).toBeUndefined();
        if (effect.effect === 'setTimer') expect(plainProblem(effect.timer)).toBeUndefined();
        if (effect.effect === 'persist') expect(plainProblem(effect.patch)).toBeUndefined();
      }
    }
  });

  test('a handler that changes nothing returns the state it was given', () => {
    for (const { node, step } of loop.shown) {
      if (step.input === 'start') continue;
      const { state } = perform(loop.protocols.get(node)!, step, fixed(node));
      if (equalPlain(state, step.state)) expect(state).toBe(step.state);
    }
  });

  test('every message of the run is tolerated at any later state, and from anyone', () => {
    const sample = loop.shown.filter((_, i) => i % 5 === 0);
    for (const { node, step } of sample) {
      if (step.input !== 'message') continue;
      for (const from of [step.from, 'n3', 'c2', 'n77']) {
        const state = deepFreeze(loop.states.get(node)!);
        const outcome = receive<Plain>(loop.protocols.get(node)!, state, step.message, from, fixed(node));
        expect(plainProblem(outcome.state)).toBeUndefined();
      }
    }
  });

  test('it recovers from every prefix of its writes, and from every torn one', () => {
    for (const [node, patches] of loop.written) {
      let disk: PlainRecord = {};
      for (const patch of [{}, ...patches]) {
        const torn = Object.keys(patch).map((key) => ({ ...disk, [key]: patch[key]! }));
        disk = { ...disk, ...patch };
        for (const durable of [disk, ...torn]) expectRecovery(node, deepFreeze(durable));
      }
    }
  });

  function expectRecovery(node: NodeId, durable: PlainRecord): void {
    const protocol = loop.protocols.get(node)!;
    const setup = { ...fixed(node), incarnation: 2 };
    const { state } = start<Plain>(protocol, durable, setup);
    expect(plainProblem(state)).toBeUndefined();
    // It goes on: a late message from before the crash, then each of its timers.
    const late = loop.shown.findLast((shown) => shown.node === node && shown.step.input === 'message')?.step;
    let now = deepFreeze(state);
    if (late?.input === 'message') now = receive<Plain>(protocol, now, late.message, late.from, setup).state;
    for (const timer of Object.keys(protocol.timer))
      now = fire<Plain>(protocol, deepFreeze(now), { kind: timer }, setup).state;
    expect(plainProblem(now)).toBeUndefined();
  }

  test('clients invoke the operations that their workload names, and no others', () => {
    const named = Object.values(system.workloads).flatMap(({ operations = [] }) => operations);
    const invoked = new Set(
      loop.shown.flatMap(({ node, step }) =>
        perform(loop.protocols.get(node)!, step, fixed(node)).effects.flatMap((effect) =>
          effect.effect === 'invoke' ? [effect.operation.f] : [],
        ),
      ),
    );
    // `fixed` always takes the first choice, the loop's own picks are not kept: so not every operation need be seen.
    for (const f of invoked) expect(named).toContain(f);
    expect(invoked.size > 0).toBe(named.length > 0);
  });

  test('what a system says of itself fits together', () => {
    const properties = system.monitors({}).flatMap((monitor) => monitor.properties.map((property) => property.name));
    for (const { property } of system.promises) expect([...properties, ...CONSISTENCY_LEVELS]).toContain(property);
    const groups = [...Object.keys(system.groups), 'client'];
    for (const role of Object.values(system.roles)) expect(groups).toContain(role.group);
    for (const group of Object.keys(system.view)) expect(groups).toContain(group);
    for (const [group, fields] of Object.entries(system.view)) {
      const first = group === 'server' ? 'n1' : `${group}1`;
      if (loop.states.has(first)) expect(plainProblem(fields(loop.states.get(first) as never))).toBeUndefined();
    }
    expect(findSystem(name)).toBe(system);
  });
});

test('names of systems are unique', () => {
  expect(new Set(systems.map(({ name }) => name)).size).toBe(systems.length);
  expect(findSystem('no such system')).toBeUndefined();
});
