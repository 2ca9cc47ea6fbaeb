// The slow truth: tries every order of the operations on an object that really runs, with every choice of unknown
// operations. Shares no code with `src/checkers`, keeps all keys in one object, remembers nothing. For about 6 operations.
import type { Plain } from '../../src/base/plain.ts';
import type { LinearizableOptions, ModelName } from '../../src/checkers/index.ts';
import type { Operation } from '../../src/contract/history.ts';

/** The whole object: the value under each key that was touched. */
export type World = ReadonlyMap<string, Plain>;

export type Reply = { readonly accepted: boolean; readonly output: Plain; readonly world: World };

const DEFAULTS: { readonly [name in ModelName]: Plain } = {
  register: null,
  'cas-register': null,
  kv: null,
  'kv-append': '',
  set: [],
  mutex: false,
};

/** Runs one operation on the object, as a server would. */
export function serve(model: ModelName, world: World, init: Plain | undefined, operation: Operation): Reply {
  const { f, input, key = '' } = operation;
  const value = world.has(key) ? world.get(key)! : init === undefined ? DEFAULTS[model] : init;
  const leave = (next: Plain): Reply => ({ accepted: true, output: input, world: new Map(world).set(key, next) });
  const refuse: Reply = { accepted: false, output: null, world };
  switch (f) {
    case 'read':
    case 'get':
      return { accepted: true, output: value, world };
    case 'write':
    case 'put':
      return leave(input);
    case 'cas': {
      const [from, to] = input as [Plain, Plain];
      return same(from, value) ? leave(to) : refuse;
    }
    case 'append':
      return leave(`${value}${input}`);
    case 'add': {
      const items = value as readonly Plain[];
      return leave(items.some((item) => same(item, input)) ? items : [...items, input]);
    }
    case 'remove':
      return leave((value as readonly Plain[]).filter((item) => !same(item, input)));
    case 'acquire':
      return value === false ? leave(true) : refuse;
    case 'release':
      return value === true ? leave(false) : refuse;
    default:
      throw new Error(`no ${f}`);
  }
}

function same(a: Plain, b: Plain): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function sameRead(model: ModelName, a: Plain, b: Plain): boolean {
  if (model !== 'set' || !Array.isArray(a) || !Array.isArray(b)) return same(a, b);
  const sorted = (items: readonly Plain[]) => items.map((item) => JSON.stringify(item)).sort();
  return same(sorted(a), sorted(b));
}

function couldAnswer(model: ModelName, operation: Operation, reply: Reply, options: LinearizableOptions): boolean {
  if (operation.outcome === 'fail') return !reply.accepted;
  if (!reply.accepted) return false;
  if (operation.outcome === 'info' || !['read', 'get'].includes(operation.f)) return true;
  const output = operation.output ?? null;
  return (output === null && options.nullRead === 'any') || sameRead(model, output, reply.output);
}

function isObservedMismatch({ f, outcome, error }: Operation, options: LinearizableOptions): boolean {
  return (
    options.failedCas === 'observed' &&
    f === 'cas' &&
    outcome === 'fail' &&
    (error?.code ?? 'cas-mismatch') === 'cas-mismatch'
  );
}

export function bruteForce(
  operations: readonly Operation[],
  model: ModelName,
  options: LinearizableOptions = {},
): 'ok' | 'violated' {
  const isOver = (earlier: Operation, later: Operation) =>
    earlier.completed !== undefined && earlier.completed < later.invoked;
  return bruteForceOrder(operations, model, options, isOver);
}

/** Whether there is an order in which none stands before one that `mustPrecede` it. */
export function bruteForceOrder(
  operations: readonly Operation[],
  model: ModelName,
  options: LinearizableOptions,
  mustPrecede: (earlier: Operation, later: Operation) => boolean,
): 'ok' | 'violated' {
  const relevant = operations.filter(
    (operation) => operation.outcome !== 'fail' || isObservedMismatch(operation, options),
  );
  const isPossible = (rest: readonly Operation[], world: World): boolean => {
    if (rest.every((operation) => operation.outcome === 'info')) return true;
    return rest.some((next) => {
      if (rest.some((other) => mustPrecede(other, next))) return false;
      const reply = serve(model, world, options.init, next);
      if (!couldAnswer(model, next, reply, options)) return false;
      return isPossible(
        rest.filter((other) => other !== next),
        reply.world,
      );
    });
  };
  return isPossible(relevant, new Map()) ? 'ok' : 'violated';
}
