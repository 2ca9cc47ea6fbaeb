// The options of the system `outbox`.
import type { OptionSpec, Options } from '../../contract/system.ts';
import { type Duration, ms, seconds } from '../../contract/time.ts';

export type Settings = {
  readonly publish: 'commit-first' | 'publish-first' | 'outbox';
  readonly relayBy: 'id' | 'commit-order';
  readonly dedupe: 'none' | 'check-then-act' | 'inbox' | 'window';
  readonly window: Duration;
  readonly transactionTime: Duration;
  readonly gap: Duration;
  readonly work: Duration;
  readonly poll: Duration;
  readonly redeliver: Duration;
  readonly closing: Duration;
};

export const options = {
  publish: {
    type: 'choice',
    default: 'outbox',
    choices: ['commit-first', 'publish-first', 'outbox'],
    about:
      'How an order comes to be announced. commit-first and publish-first write to the database and to the broker, one after the other. outbox: a row beside the order, in its transaction, which a relay publishes.',
    source: 'Richardson, Microservices Patterns (2018), section 3.3',
  },
  relayBy: {
    type: 'choice',
    default: 'commit-order',
    choices: ['id', 'commit-order'],
    about:
      'What the relay goes by: rows whose id is greater than the last one seen (ids are given when a row is inserted), or the order of commits, as who reads the log of the database sees it.',
    source: 'ids: a polling publisher as it is often written; commit order: change data capture',
  },
  dedupe: {
    type: 'choice',
    default: 'inbox',
    choices: ['none', 'check-then-act', 'inbox', 'window'],
    about:
      'What the consumer does about copies. check-then-act: looks for a mark, works, then sets it. inbox: the id is written in the transaction of the effect. window: an inbox that forgets.',
    source: 'Richardson, Microservices Patterns (2018), section 3.2.6; check-then-act: as the source documents have it',
  },
  window: {
    type: 'duration',
    default: seconds(2),
    min: ms(1),
    max: seconds(86_400),
    about: 'dedupe: window: how long an id is remembered.',
    source: 'chosen: brokers and payment services remember for minutes to days',
  },
  transactionTime: {
    type: 'duration',
    default: ms(5),
    min: 0,
    max: seconds(60),
    about: 'A transaction of the shop takes up to so long from its insert to its commit.',
    source: 'chosen',
  },
  gap: {
    type: 'duration',
    default: ms(5),
    min: 0,
    max: seconds(60),
    about: 'Between the two writes of commit-first and of check-then-act up to so long passes.',
    source: 'chosen: a process that is doing other things as well',
  },
  work: {
    type: 'duration',
    default: ms(5),
    min: 0,
    max: seconds(60),
    about: 'The consumer works on an event for up to so long, on several at once.',
    source: 'chosen',
  },
  poll: {
    type: 'duration',
    default: ms(50),
    min: ms(1),
    max: seconds(600),
    about: 'How often the relay asks, and after how long without an answer it asks again.',
    source: 'chosen',
  },
  redeliver: {
    type: 'duration',
    default: ms(200),
    min: ms(1),
    max: seconds(86_400),
    about: 'What is not acknowledged after so long is delivered, or published by the shop, once more.',
    source: 'chosen: brokers have 30 s (SQS) or none but the end of the connection (RabbitMQ)',
  },
  closing: {
    type: 'duration',
    default: 0,
    min: 0,
    max: seconds(3_600),
    about: 'When the books are closed, so that `no-event-lost` and `no-phantom` are judged; all goes on. 0: never.',
    source: 'chosen: say it for when all should have come to rest',
  },
} as const satisfies { readonly [name: string]: OptionSpec };

export function settingsOf(chosen: Options): Settings {
  const duration = (name: keyof typeof options) => chosen[name] as number;
  return {
    publish: chosen['publish'] as Settings['publish'],
    relayBy: chosen['relayBy'] as Settings['relayBy'],
    dedupe: chosen['dedupe'] as Settings['dedupe'],
    window: duration('window'),
    transactionTime: duration('transactionTime'),
    gap: duration('gap'),
    work: duration('work'),
    poll: duration('poll'),
    redeliver: duration('redeliver'),
    closing: duration('closing'),
  };
}
