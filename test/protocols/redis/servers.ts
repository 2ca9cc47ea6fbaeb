// Servers for tests: n1 the primary, n2 and n3 its replicas, and what passes between them without a kernel.
import type { Kind } from '../../../src/contract/context.ts';
import { seconds } from '../../../src/contract/time.ts';
import { readOnly } from '../../../src/protocols/redis/commands/index.ts';
import { redisServer, type ServerSettings, type ServerState } from '../../../src/protocols/redis/server/index.ts';
import { fire, type Outcome, receive, type Setup, sent, start } from '../recording-context.ts';

export const settings: ServerSettings = {
  persistence: 'off',
  minReplicas: 0,
  minReplicasMaxLag: seconds(10),
  backlog: 100,
  replTimeout: seconds(60),
  pingPeriod: seconds(10),
  priorityOf: () => 100,
  expiresActively: false,
  isAlone: false,
  outAfterRestart: 0,
};

const names = ['n1', 'n2', 'n3'];

export function setup(self: string, time = 0, incarnation = 1): Setup {
  return { self, time, incarnation, peers: names.filter((name) => name !== self), groups: { server: names } };
}

/** A server that is tried message by message; what it sent last is in `outcome`. */
export class Server {
  state: ServerState;
  outcome: Outcome<ServerState>;
  time = 0;
  readonly self: string;
  private readonly protocol;

  constructor(self: string, changed: Partial<ServerSettings> = {}, durable = {}, incarnation = 1) {
    this.self = self;
    this.protocol = redisServer({ ...settings, ...changed });
    this.outcome = start<ServerState>(this.protocol, durable, setup(self, 0, incarnation));
    this.state = this.outcome.state;
  }

  at(time: number): this {
    this.time = time;
    return this;
  }

  on(message: Kind, from: string): this {
    this.outcome = receive<ServerState>(this.protocol, this.state, message, from, setup(this.self, this.time));
    this.state = this.outcome.state;
    return this;
  }

  timer(fired: string | Kind): this {
    this.outcome = fire<ServerState>(this.protocol, this.state, fired, setup(this.self, this.time));
    this.state = this.outcome.state;
    return this;
  }

  sent(to?: string): readonly Kind[] {
    return sent(this.outcome, to);
  }
}

/** Delivers what `from` sent last to `to`. */
export function pass(from: Server, to: Server): Server {
  for (const message of from.sent(to.self)) to.on(message, from.self);
  return to;
}

/** n1 with two replicas that hold its first `count` writes of key `k`: 1, 2, … */
export function cluster(count = 0, changed: Partial<ServerSettings> = {}) {
  const [n1, n2, n3] = names.map((name) => new Server(name, changed)) as [Server, Server, Server];
  for (const replica of [n2, n3]) pass(pass(pass(replica, n1), replica), n1);
  for (let value = 1; value <= count; value++) write(n1, value, [n2, n3]);
  return { n1, n2, n3 };
}

let attempts = 0;

/** A write of c1 that only these replicas hear of. */
export function write(primary: Server, value: number, replicas: readonly Server[] = []): readonly Kind[] {
  primary.on(execute({ name: 'SET', key: 'k', value }), 'c1');
  const answers = primary.sent('c1');
  for (const replica of replicas) pass(primary, replica);
  return answers;
}

export function execute(command: Kind | object, more: object = {}): Kind {
  return { kind: 'Execute', attempt: ++attempts, command, asks: 'primary', wait: null, ...more } as Kind;
}

export function valueAt({ state, time }: Server, key = 'k') {
  return readOnly(state.keyspace, key, time);
}
