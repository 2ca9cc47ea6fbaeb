// One server of three, as a coordinator and replica of the system `cassandra`, and the words to talk to it.
import type { Kind } from '../../../src/contract/context.ts';
import type { NodeId } from '../../../src/contract/ids.ts';
import type { Options } from '../../../src/contract/system.ts';
import type { Cell } from '../../../src/protocols/cassandra/index.ts';
import { cassandra } from '../../../src/protocols/cassandra/index.ts';
import type { Operation } from '../../../src/protocols/kv/index.ts';
import type { State } from '../../../src/protocols/quorum/index.ts';
import { deepFreeze, fire, type Outcome, receive, type Setup, sent, start } from '../recording-context.ts';

export type Server = State<Cell>;

const defaults: Options = Object.fromEntries(
  Object.entries(cassandra.options).map(([name, { default: value }]) => [name, value]),
);

/** Steps of one server: each goes on from the state that the one before it left. */
export class Driven {
  readonly protocol;
  private readonly setup: Setup;
  private readonly began: Outcome<Server>;
  private now = 0;
  last: Outcome<Server>;

  constructor(options: Options = {}) {
    this.protocol = cassandra.groups['server']!.protocol({ ...defaults, ...options });
    this.setup = { self: 'n1', peers: ['n2', 'n3'], groups: { server: ['n1', 'n2', 'n3'] } };
    this.began = start<Server>(this.protocol, {}, this.setup);
    this.last = this.began;
  }

  get state(): Server {
    return this.last.state;
  }

  at(time: number): this {
    this.now = time;
    return this;
  }

  hear(message: Kind, from: NodeId): this {
    this.last = receive<Server>(this.protocol, deepFreeze(this.state), message, from, this.here());
    return this;
  }

  fire(timer: string | Kind): this {
    this.last = fire<Server>(this.protocol, deepFreeze(this.state), timer, this.here());
    return this;
  }

  private here(): Setup {
    return { ...this.setup, time: this.now };
  }

  /** A client's request, the `number`th. */
  ask(operation: Operation, number = 1, attempt = number): this {
    return this.hear({ kind: 'Request', id: { client: 'c1', number }, attempt, operation }, 'c1');
  }

  write(value: number | null, number = 1): this {
    return this.ask({ f: 'write', key: 'k', value }, number);
  }

  read(number = 1): this {
    return this.ask({ f: 'read', key: 'k' }, number);
  }

  /** The gossip of the others for so long that their silence convicts them, as far as they are not named. */
  convict(...nodes: readonly NodeId[]): this {
    const heard = ['n2', 'n3'].filter((node) => !nodes.includes(node));
    for (let second = 1; second <= 60; second++) {
      const beats = Object.fromEntries(heard.map((node) => [node, { generation: 1, version: second }]));
      this.at(second * 1_000_000)
        .hear({ kind: 'Gossip', beats, isAnswer: true }, 'n2')
        .fire('gossip');
    }
    return this;
  }

  /** What it told the client last, if it did. */
  get told(): unknown {
    return sent(this.last, 'c1').map((message) => message['result'])[0];
  }

  sentTo(node: NodeId): readonly Kind[] {
    return sent(this.last, node);
  }
}

export const cell = (value: number | null, at: number): Cell => ({ value, at });
