// A document given as an object: what makes it no plain data of a reasonable size.
import type { ProblemCode } from '../problem.ts';
import type { Path } from './position.ts';

const DEPTH_MAX = 100;
const VALUES_MAX = 200_000;

export type ObjectProblem = { readonly code: ProblemCode; readonly path: Path; readonly message: string };

/** The first thing that is not plain data. A cycle shows as too much nesting, shared parts as too many values. */
export function objectProblem(root: unknown): ObjectProblem | undefined {
  let values = 0;
  const walk = (value: unknown, path: Path): ObjectProblem | undefined => {
    if (++values > VALUES_MAX) return { code: 'too-large', path: [], message: `more than ${VALUES_MAX} values in all` };
    if (typeof value !== 'object' || value === null) return scalarProblem(value, path);
    if (path.length >= DEPTH_MAX) {
      return { code: 'too-deep', path: path.slice(0, 3), message: `the nesting goes deeper than ${DEPTH_MAX} levels` };
    }
    if (Array.isArray(value))
      return firstOf(
        value.map((item, index) => [index, item] as const),
        path,
      );
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      return { code: 'not-plain', path, message: 'found an object of a class, expected plain data' };
    }
    return firstOf(Object.entries(value), path);
  };
  const firstOf = (
    entries: readonly (readonly [string | number, unknown])[],
    path: Path,
  ): ObjectProblem | undefined => {
    for (const [key, value] of entries) {
      if (value === undefined && typeof key === 'string') continue;
      const problem = walk(value, [...path, key]);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
  return walk(root, []);
}

function scalarProblem(value: unknown, path: Path): ObjectProblem | undefined {
  const isPlain =
    value === null ||
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    (typeof value === 'number' && Number.isFinite(value));
  if (isPlain) return undefined;
  const found = typeof value === 'number' ? String(value) : `a ${typeof value}`;
  return { code: 'not-plain', path, message: `found ${found}, expected plain data` };
}
