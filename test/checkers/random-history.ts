// Random histories from an object that really runs: clients invoke, the object serves, answers come back, some of them
// never. `corruption` spoils answers, so that a wanted share of the histories is not linearizable.
import type { Plain } from '../../src/base/plain.ts';
import type { RandomStream } from '../../src/base/random.ts';
import type { ModelName } from '../../src/checkers/index.ts';
import { operationsOf } from '../../src/checkers/operations.ts';
import type { HistoryEvent, Operation } from '../../src/contract/history.ts';
import { serve, type World } from './brute-force.ts';

export type HistoryShape = {
  readonly model: ModelName;
  readonly clients: number;
  readonly operations: number;
  readonly keys: readonly (string | undefined)[];
  readonly init: Plain | undefined;
  /** Different values that are written, or a new one each time. */
  readonly values: number | 'unique';
  /** Percent of operations that become unknown, that are refused, and of answers that are spoilt. */
  readonly unknown: number;
  readonly refused: number;
  readonly corruption: number;
};

const FUNCTIONS: { readonly [name in ModelName]: readonly string[] } = {
  register: ['read', 'write'],
  'cas-register': ['read', 'write', 'cas', 'cas'],
  kv: ['get', 'put', 'read', 'write', 'cas'],
  'kv-append': ['get', 'append', 'append', 'put', 'get', 'cas'],
  set: ['read', 'add', 'read', 'add', 'remove'],
  mutex: ['acquire', 'release', 'acquire'],
};

type Client = { process: number; asked: HistoryEvent | undefined; served: ReturnType<typeof serve> | undefined };

export function randomHistory(random: RandomStream, shape: HistoryShape): readonly Operation[] {
  const { model, init, corruption } = shape;
  const events: HistoryEvent[] = [];
  const clients: Client[] = [];
  for (let i = 0; i < shape.clients; i++) clients.push({ process: i, asked: undefined, served: undefined });
  const isDrawn = (percent: number) => random.int(100) < percent;
  const fresh = (() => {
    let count = 10;
    return () => count++;
  })();
  const value = (): Plain => {
    const number = shape.values === 'unique' ? fresh() : random.int(shape.values);
    return model === 'kv-append' ? String.fromCharCode(97 + (number % 26)) : number;
  };
  let world: World = new Map();
  let processes = shape.clients;
  let left = shape.operations;

  const inputOf = (f: string): Plain => {
    if (f === 'cas') return [value(), value()];
    return ['read', 'get', 'acquire', 'release'].includes(f) ? null : value();
  };
  const start = (client: Client) => {
    const f = FUNCTIONS[model][random.int(FUNCTIONS[model].length)]!;
    const key = shape.keys[random.int(shape.keys.length)];
    const event: HistoryEvent = { process: client.process, type: 'invoke', f, value: inputOf(f) };
    client.asked = key === undefined ? event : { ...event, key };
    client.served = undefined;
    events.push(client.asked);
    left--;
  };
  const end = (client: Client, type: 'ok' | 'fail' | 'info', output: Plain, code?: string) => {
    const event: HistoryEvent = { ...client.asked!, type, value: output };
    events.push(code === undefined ? event : { ...event, error: { code, definite: type === 'fail' } });
    client.asked = undefined;
    if (type === 'info') client.process = processes++;
  };
  const spoilt = (output: Plain): Plain => {
    if (isDrawn(10)) return null;
    if (model === 'set') return isDrawn(50) ? [value()] : [0, 1, ...(output as readonly Plain[])];
    return model === 'kv-append' ? `${output}${value()}` : value();
  };
  const answer = (client: Client) => {
    const { served, asked } = client;
    const isRead = asked!.f === 'read' || asked!.f === 'get';
    if (isDrawn(shape.unknown)) end(client, 'info', asked!.value);
    else if (served === undefined) {
      if (isDrawn(corruption)) end(client, 'ok', isRead ? spoilt(model === 'set' ? [] : '') : asked!.value);
      else if (isDrawn(shape.refused)) end(client, 'fail', asked!.value, 'no-leader');
    } else if (!served.accepted) {
      if (isDrawn(corruption)) end(client, 'ok', asked!.value);
      else end(client, 'fail', asked!.value, isDrawn(50) ? 'cas-mismatch' : undefined);
    } else if (isRead) end(client, 'ok', isDrawn(corruption) ? spoilt(served.output) : served.output);
    else if (isDrawn(corruption)) end(client, 'fail', asked!.value, isDrawn(50) ? 'cas-mismatch' : 'no-leader');
    else end(client, 'ok', served.output);
  };

  for (;;) {
    const able = clients.filter((client) => client.asked !== undefined || left > 0);
    if (able.length === 0 || (left === 0 && isDrawn(5))) break;
    const client = able[random.int(able.length)]!;
    if (client.asked === undefined) start(client);
    else if (client.served !== undefined || isDrawn(20)) answer(client);
    else {
      client.served = serve(model, world, init, operationOf(client.asked));
      world = client.served.world;
    }
  }
  return operationsOf(events).operations;
}

function operationOf(event: HistoryEvent): Operation {
  return operationsOf([event]).operations[0]!;
}
