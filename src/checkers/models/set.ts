// Model of a set: add, remove, and a read of the whole set. The order of a read's elements does not matter; an element
// that is listed twice does, for no set has one. Never split by element: a read sees all of them at one moment.
import type { Plain } from '../../base/plain.ts';
import { sortedSet, withItem, withoutItem } from '../../base/sorted.ts';
import type { Operation } from '../../contract/history.ts';
import { canonicalText } from '../canonical.ts';
import { type Act, badAnswer, type Malformed, type Model, unknownFunction } from './model.ts';

const FUNCTIONS = ['add', 'remove', 'read'];

export const set: Model = {
  name: 'set',
  about: 'a set of values: add, remove, read (the whole set as an array, in any order)',
  init: [],
  keys: 'optional',
  initialState: (init) => (Array.isArray(init) ? stateOf(init) : undefined),
  malformed: ({ f, output }: Operation): Malformed | undefined => {
    if (!FUNCTIONS.includes(f)) return unknownFunction('set', f, FUNCTIONS);
    if (f !== 'read' || output === undefined || output === null || Array.isArray(output)) return undefined;
    return badAnswer(`a read of a set returns an array, found ${canonicalText(output)}`);
  },
  act: ({ f, input, output, outcome }, options) => {
    if (outcome === 'fail') return undefined;
    if (f !== 'read') return f === 'add' ? add(input) : remove(input);
    if (outcome === 'info') return undefined;
    if ((output ?? null) === null && options.nullRead === 'any') return undefined;
    return read(output ?? null);
  },
  noun: 'set',
  verb: 'holds',
  word: (state) => state,
};

const textOf = (elements: readonly string[]) => `[${elements.join(',')}]`;
const elementsOf = (state: string) => (JSON.parse(state) as Plain[]).map(canonicalText);

/** The state with these elements, or undefined if one is there twice. */
function stateOf(values: readonly Plain[]): string | undefined {
  const elements = sortedSet(values.map(canonicalText));
  return elements.length === values.length ? textOf(elements) : undefined;
}

function add(value: Plain): Act {
  const element = canonicalText(value);
  const step = (state: string) => textOf(withItem(elementsOf(state), element));
  return { label: `add ${element}`, isReadOnly: false, step, needs: 'nothing' };
}

function remove(value: Plain): Act {
  const element = canonicalText(value);
  const step = (state: string) => textOf(withoutItem(elementsOf(state), element));
  return { label: `remove ${element}`, isReadOnly: false, step, needs: 'nothing' };
}

function read(output: Plain): Act {
  const from = Array.isArray(output) ? stateOf(output) : canonicalText(output);
  const shared = { label: `read ${from ?? canonicalText(output)}`, isReadOnly: true };
  if (from === undefined) {
    return { ...shared, step: () => undefined, needs: `${canonicalText(output)}, which lists an element twice` };
  }
  const step = (state: string) => (state === from ? state : undefined);
  return { ...shared, step, from, needs: `the set to hold ${from}` };
}
