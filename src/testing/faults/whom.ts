// On whom a drawn fault falls, as scenarios write it. The first word of each list is what shrinking tends to.
import fc from 'fast-check';
import { pluralOf } from '../../contract/notation.ts';
import { at, type In, type Setting } from './scene.ts';

type Whom<T> = fc.Arbitrary<In<Setting, T>>;

const position = fc.nat({ max: 9 });

const words = ['node', 'node', 'node', 'it', 'it', 'role', 'role', 'sender', 'random', 'client'] as const;

/** One node, whichever it will be when the fault begins. */
export const one: Whom<string> = fc.tuple(fc.constantFrom(...words), position).map(([word, nth]) => (where) => {
  const { servers, clients, roles, trigger } = where;
  const node = at(servers, nth)!;
  switch (word) {
    case 'node':
      return node;
    case 'role':
      return at(roles, nth) ?? node;
    case 'client':
      return at(clients, nth) ?? node;
    case 'random':
      return 'random(1)';
    case 'it':
      return trigger === undefined ? (at(roles, nth) ?? node) : 'it';
    case 'sender':
      return trigger === 'message' ? 'sender' : node;
  }
});

/** As `one`, but no client: it has no disk. */
export const oneServer: Whom<string> = one.map((draw) => (where) => draw({ ...where, clients: [] }));

/** As `oneServer`, and the same one each time it is written: not one that is drawn anew. */
export const oneFixed: Whom<string> = oneServer.map((draw) => (where) => {
  const target = draw(where);
  return target === 'random(1)' ? where.servers[0]! : target;
});

/** One, or several: all of a role, all of a group, some that are drawn. */
export const some: Whom<string> = fc
  .tuple(fc.constantFrom('one', 'one', 'one', 'one', 'every', 'random', 'group'), position, one)
  .map(([word, nth, single]) => (where) => {
    const { servers, roles, groups } = where;
    const role = at(roles, nth);
    const group = at(groups, nth);
    if (word === 'every' && role !== undefined) return pluralOf(role);
    if (word === 'group' && group !== undefined) return pluralOf(group);
    if (word === 'random' && servers.length > 2) return `random(${1 + (nth % (servers.length - 1))})`;
    return single(where);
  });

/** As `some`, but no client. */
export const someServers: Whom<string> = some.map((draw) => (where) => draw({ ...where, clients: [] }));

/** The two ends of links, the second never the first. */
export const ends: Whom<readonly [string, string]> = fc
  .tuple(one, fc.constantFrom('rest', 'one', 'client'), one, position)
  .map(([first, word, second, nth]) => (where) => {
    const { servers, clients } = where;
    const a = first(where);
    // Where one server is alone, `rest` is nobody.
    const isAlone = servers.length === 1;
    const b = word === 'rest' && !isAlone ? 'rest' : word === 'one' ? second(where) : (at(clients, nth) ?? 'rest');
    if (a !== b && !(isAlone && b === 'rest')) return [a, b];
    const others = [...servers, ...clients].filter((id) => id !== a);
    return [a, at(others, nth)!];
  });

type Side = string | readonly string[];

/** The sides of a partition. */
export const sides: Whom<readonly Side[]> = fc
  .tuple(fc.constantFrom('alone', 'alone', 'company', 'bridge', 'split', 'client'), one, position, fc.nat({ max: 511 }))
  .map(([word, first, nth, mask]) => (where) => {
    const { servers, clients } = where;
    if (servers.length === 1) return [at(clients, nth)!, 'rest'];
    const single = first(where);
    const alone = [single, 'rest'];
    const client = at(clients, nth);
    if (word === 'client' && client !== undefined && client !== single) return [[single, client], 'rest'];
    if (word === 'company' && servers.length > 2 && single !== 'random(1)') {
      return [[single, `random(${1 + (nth % (servers.length - 2))})`], 'rest'];
    }
    const middle = word === 'bridge' ? at(servers, nth)! : undefined;
    const others = servers.filter((id) => id !== middle);
    const isLeft = (index: number) => ((mask >> (index % 9)) & 1) === 1;
    const halves = [others.filter((_, index) => isLeft(index)), others.filter((_, index) => !isLeft(index))];
    if ((word !== 'bridge' && word !== 'split') || halves.some(({ length }) => length === 0)) return alone;
    return middle === undefined ? halves : halves.map((half) => [middle, ...half]);
  });
