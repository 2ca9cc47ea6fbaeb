// Sentinels for tests: s1 of three, who watch n1, the primary, and its replicas n2 and n3.
import type { Kind } from '../../../../src/contract/context.ts';
import { ms, seconds } from '../../../../src/contract/time.ts';
import { type SentinelSettings, type SentinelState, sentinel } from '../../../../src/protocols/redis/sentinel/index.ts';
import { deepFreeze, fire, type Outcome, receive, type Setup, sent, start } from '../../recording-context.ts';

export const settings: SentinelSettings = {
  downAfter: seconds(5),
  failoverTimeout: seconds(180),
  parallelSyncs: 1,
  quorum: 0,
};

const names = ['s1', 's2', 's3'];

export class Sentinel {
  state: SentinelState;
  outcome: Outcome<SentinelState>;
  time = 0;
  readonly self: string;
  private readonly protocol;
  private readonly sentinels: readonly string[];
  private readonly servers: readonly string[];

  constructor(
    self = 's1',
    changed: Partial<SentinelSettings> = {},
    durable = {},
    sentinels: readonly string[] = names,
    servers: readonly string[] = ['n1', 'n2', 'n3'],
  ) {
    this.self = self;
    this.sentinels = sentinels;
    this.servers = servers;
    this.protocol = sentinel({ ...settings, ...changed });
    this.outcome = start<SentinelState>(this.protocol, durable, this.setup());
    this.state = this.outcome.state;
  }

  private setup(): Setup {
    const peers = this.sentinels.filter((name) => name !== this.self);
    return {
      self: this.self,
      time: this.time,
      peers,
      groups: { server: this.servers, sentinel: this.sentinels },
    };
  }

  on(message: Kind, from: string): this {
    this.outcome = receive<SentinelState>(this.protocol, deepFreeze(this.state), message, from, this.setup());
    this.state = this.outcome.state;
    return this;
  }

  tick(): this {
    this.outcome = fire<SentinelState>(this.protocol, deepFreeze(this.state), 'tick', this.setup());
    this.state = this.outcome.state;
    return this;
  }

  at(time: number): this {
    this.time = time;
    return this;
  }

  sent(to?: string, kind?: string): readonly Kind[] {
    return sent(this.outcome, to).filter((message) => kind === undefined || message.kind === kind);
  }

  /** Ticks each 100 ms until `end`. `answers`: the servers that answer PING and INFO at once, with what they say. */
  live(end: number, answers: Answers = all): this {
    while (this.time < end)
      this.at(this.time + ms(100))
        .tick()
        .hear(answers);
    return this;
  }

  private hear(answers: Answers): void {
    const asked = this.outcome;
    for (const [node, info] of Object.entries(answers)) {
      for (const { kind } of sent(asked, node)) {
        if (kind === 'Ping') this.on({ kind: 'Pong' }, node);
        if (kind === 'AskInfo') this.on(info, node);
      }
    }
    this.outcome = asked;
  }
}

export type Answers = { readonly [node: string]: Kind };

export function info(role: 'primary' | 'replica', primary: string, more: object = {}): Kind {
  return { kind: 'Info', role, primary, linkDownFor: 0, offset: 0, priority: 100, ...more };
}

export const all: Answers = {
  n1: info('primary', 'n1'),
  n2: info('replica', 'n1'),
  n3: info('replica', 'n1'),
};

/** n1 answers no more. */
export const withoutPrimary: Answers = { n2: info('replica', 'n1'), n3: info('replica', 'n1') };

/** What another Sentinel says when it is asked: the primary is down, and whom it has voted for. */
export function saysDown(leader: string | null = null, leaderEpoch = 0): Kind {
  return { kind: 'PrimaryIsDown', primary: 'n1', isDown: true, leader, leaderEpoch };
}

/** s1 has just been elected in epoch 1: n1 has been silent for more than 5 s, s2 says so too, and votes for it. */
export function elected(answers: Answers = withoutPrimary, changed: Partial<SentinelSettings> = {}): Sentinel {
  const s1 = new Sentinel('s1', changed, {}, names, ['n1', ...Object.keys(answers)])
    .live(seconds(10))
    .live(seconds(16.3), answers);
  s1.on(saysDown(), 's2').live(s1.time + ms(200), answers);
  return s1.on(saysDown('s1', 1), 's2').live(s1.time + ms(100), answers);
}
