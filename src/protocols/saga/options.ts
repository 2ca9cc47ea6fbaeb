// The options of the system `saga`.
import type { OptionSpec, Options } from '../../contract/system.ts';
import { type Duration, ms, seconds } from '../../contract/time.ts';
import { type ShopSettings, shopOptions, shopSettingsOf } from '../shop/index.ts';

export type Settings = ShopSettings & {
  readonly style: 'orchestrated' | 'choreographed';
  readonly countermeasure: 'none' | 'semantic-lock' | 'commutative' | 'reread';
  readonly idempotencyKeys: boolean;
  readonly tombstones: boolean;
  readonly unknown: 'compensate' | 'query';
  readonly stepTimeout: Duration;
  readonly attempts: number;
  readonly lockWait: Duration;
  readonly outbox: boolean;
  readonly stuckAfter: Duration;
};

export const options = {
  style: {
    type: 'choice',
    default: 'orchestrated',
    choices: ['orchestrated', 'choreographed'],
    about: 'Who decides what comes next: an orchestrator with a log, or each service by the events that it hears.',
    source: 'Richardson, Microservices Patterns (2018), chapter 4',
  },
  countermeasure: {
    type: 'choice',
    default: 'commutative',
    choices: ['none', 'semantic-lock', 'commutative', 'reread'],
    about:
      'Against the lack of isolation. none: what a saga read is what it writes back, less its amount, and what its compensations write back. semantic-lock: the same, with each row locked from its reading to the end of the saga. commutative: amounts are added and taken away. reread: a step is refused where the row is not as it was read.',
    source: 'Frank & Zahle 1998; Richardson, Microservices Patterns (2018), section 4.3',
  },
  idempotencyKeys: {
    type: 'boolean',
    default: true,
    about:
      'A service keeps the outcome of each command in the transaction that it is of, and answers a second copy by it.',
    source: 'the usual way to make commands idempotent; off, each copy is carried out',
    swarm: [true],
  },
  tombstones: {
    type: 'boolean',
    default: true,
    about:
      'A compensation or a query that finds its step not done leaves a mark, so that the step is refused when it comes.',
    source: 'chosen: without it a command that was overtaken is carried out after all',
    swarm: [true],
  },
  unknown: {
    type: 'choice',
    default: 'compensate',
    choices: ['compensate', 'query'],
    about: 'A step that has not answered may be done: it is compensated with those before it, or its service is asked.',
    source: 'both are in use; a pivot that cannot be undone is always asked after',
    swarm: ['compensate', 'query'],
  },
  stepTimeout: {
    type: 'duration',
    default: ms(200),
    min: ms(1),
    max: seconds(600),
    about: 'A command without an answer for so long is sent again, or its outcome counts as unknown.',
    source: 'chosen: a hundred round trips in a data centre',
    swarm: [ms(20), ms(200)],
  },
  attempts: {
    type: 'count',
    default: 3,
    min: 1,
    max: 1_000,
    about:
      'How often a step that may be given up is sent. A compensation or a retriable step is sent until it is answered.',
    source: 'chosen',
    swarm: [1, 3],
  },
  lockWait: {
    type: 'duration',
    default: ms(500),
    min: 0,
    max: seconds(600),
    about: 'How long a saga waits for a row that another has locked, before it gives up.',
    source: 'chosen: some tens of sagas; waiting for ever would be a deadlock where sagas lock in different orders',
  },
  outbox: {
    type: 'boolean',
    default: true,
    about:
      'Choreography: an event is written in the transaction that it tells of, and sent until it is heard. Off: sent once.',
    source: 'Richardson, Microservices Patterns (2018), section 3.3: transactional outbox',
    swarm: [true],
  },
  stuckAfter: {
    type: 'duration',
    default: 0,
    min: 0,
    max: seconds(3_600),
    about: 'Choreography: a saga that has not ended for so long is told once more from its beginning. 0: nobody looks.',
    source: 'chosen: a choreography has nobody by nature who knows how far a saga is',
  },
  ...shopOptions,
} as const satisfies { readonly [name: string]: OptionSpec };

export function settingsOf(chosen: Options): Settings {
  return {
    ...shopSettingsOf(chosen),
    style: chosen['style'] as Settings['style'],
    countermeasure: chosen['countermeasure'] as Settings['countermeasure'],
    idempotencyKeys: chosen['idempotencyKeys'] === true,
    tombstones: chosen['tombstones'] === true,
    unknown: chosen['unknown'] as Settings['unknown'],
    stepTimeout: chosen['stepTimeout'] as number,
    attempts: chosen['attempts'] as number,
    lockWait: chosen['lockWait'] as number,
    outbox: chosen['outbox'] === true,
    stuckAfter: chosen['stuckAfter'] as number,
  };
}

export function optionsProblem(chosen: Options): string | undefined {
  const { style, countermeasure } = settingsOf(chosen);
  if (style === 'orchestrated' || countermeasure === 'commutative') return undefined;
  return `a choreography reads nothing before its steps, so countermeasure: ${countermeasure} has no meaning there: say commutative`;
}
