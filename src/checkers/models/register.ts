// Models of one value that is read and replaced: register, cas-register, and the keys of kv and kv-append.
// Each key is a register of its own; `partitions.ts` takes them apart, so no state here holds more than one.
import type { Plain } from '../../base/plain.ts';
import type { Operation } from '../../contract/history.ts';
import { canonicalText } from '../canonical.ts';
import { type Act, badAnswer, badValue, type Malformed, type Model, type ModelName, unknownFunction } from './model.ts';

type Kind = 'read' | 'write' | 'cas' | 'append';
type Kinds = { readonly [f: string]: Kind };

const READ_WRITE: Kinds = { read: 'read', write: 'write' };
const READ_WRITE_CAS: Kinds = { ...READ_WRITE, cas: 'cas' };
const KV: Kinds = { get: 'read', put: 'write', ...READ_WRITE_CAS };
const KV_APPEND: Kinds = { ...KV, append: 'append' };

type Shape = Pick<Model, 'name' | 'about' | 'init' | 'keys' | 'noun'> & {
  readonly kinds: Kinds;
  readonly holds: 'any value' | 'strings';
};

export const register = registerModel({
  name: 'register',
  about: 'one value: read, write',
  init: null,
  keys: 'optional',
  noun: 'register',
  kinds: READ_WRITE,
  holds: 'any value',
});

export const casRegister = registerModel({
  name: 'cas-register',
  about: 'one value: read, write, cas with [from, to]',
  init: null,
  keys: 'optional',
  noun: 'register',
  kinds: READ_WRITE_CAS,
  holds: 'any value',
});

export const kv = registerModel({
  name: 'kv',
  about: 'a value under each key: get (or read), put (or write), cas with [from, to]',
  init: null,
  keys: 'required',
  noun: 'key',
  kinds: KV,
  holds: 'any value',
});

export const kvAppend = registerModel({
  name: 'kv-append',
  about: 'a string under each key: get, put, cas as in kv, and append',
  init: '',
  keys: 'required',
  noun: 'key',
  kinds: KV_APPEND,
  holds: 'strings',
});

function registerModel({ kinds, holds, ...rest }: Shape): Model {
  const isString = (value: Plain | undefined) => typeof value === 'string';
  const canHold = (value: Plain) => holds === 'any value' || isString(value);
  return {
    ...rest,
    initialState: (init) => (canHold(init) ? canonicalText(init) : undefined),
    malformed: (operation) => malformed(rest.name, kinds, canHold, operation),
    act: (operation, options) => {
      const kind = kinds[operation.f]!;
      if (operation.outcome === 'fail') {
        const { error } = operation;
        const isMismatch = kind === 'cas' && (error === undefined || error.code === 'cas-mismatch');
        return isMismatch && options.failedCas === 'observed' ? mismatch(rest.noun, operation) : undefined;
      }
      if (kind !== 'read') return change(rest.noun, kind, operation.input);
      if (operation.outcome === 'info') return undefined;
      const output = operation.output ?? null;
      return output === null && options.nullRead === 'any' ? undefined : read(rest.noun, output);
    },
    verb: 'holds',
    word: (state) => state,
  };
}

function malformed(
  name: ModelName,
  kinds: Kinds,
  canHold: (value: Plain) => boolean,
  operation: Operation,
): Malformed | undefined {
  const { f, input, output } = operation;
  if (!Object.hasOwn(kinds, f)) return unknownFunction(name, f, Object.keys(kinds));
  switch (kinds[f]!) {
    case 'read':
      if (output === undefined || output === null || canHold(output)) return undefined;
      return badAnswer(`${name} holds strings, but ${f} returned ${canonicalText(output)}`);
    case 'cas':
      if (!Array.isArray(input) || input.length !== 2) {
        return badValue(`the value of cas must be [from, to], found ${canonicalText(input)}`);
      }
      if (input.every(canHold)) return undefined;
      return badValue(`${name} holds strings, but cas has ${canonicalText(input)}`);
    case 'write':
    case 'append':
      if (canHold(input)) return undefined;
      return badValue(`${name} holds strings, but ${f} has ${canonicalText(input)}`);
  }
}

function read(noun: string, output: Plain): Act {
  const from = canonicalText(output);
  return {
    label: `read ${from}`,
    isReadOnly: true,
    step: (state) => (state === from ? state : undefined),
    from,
    needs: `the ${noun} to hold ${from}`,
  };
}

function change(noun: string, kind: Exclude<Kind, 'read'>, input: Plain): Act {
  const label = `${kind} ${canonicalText(input)}`;
  if (kind === 'append') {
    // Not by joining the two texts: half a surrogate pair at a seam has another text than the whole pair.
    const step = (state: string) => JSON.stringify((JSON.parse(state) as string) + (input as string));
    return { label, isReadOnly: false, step, needs: 'nothing' };
  }
  if (kind === 'write') {
    const to = canonicalText(input);
    return { label, isReadOnly: false, step: () => to, to, needs: 'nothing' };
  }
  const [from, to] = (input as readonly Plain[]).map(canonicalText) as [string, string];
  const step = (state: string) => (state === from ? to : undefined);
  return { label, isReadOnly: from === to, step, from, to, needs: `the ${noun} to hold ${from}` };
}

function mismatch(noun: string, operation: Operation): Act {
  const other = canonicalText((operation.input as readonly Plain[])[0]!);
  return {
    label: `mismatch ${other}`,
    isReadOnly: true,
    step: (state) => (state === other ? undefined : state),
    needs: `the ${noun} to hold something other than ${other}`,
  };
}
