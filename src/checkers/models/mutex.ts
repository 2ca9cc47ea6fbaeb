// Model of a mutual exclusion lock: acquire needs it free, release needs it held. It does not ask who holds it.
import type { Act, Model } from './model.ts';
import { unknownFunction } from './model.ts';

const FREE = 'false';
const HELD = 'true';

const ACQUIRE: Act = {
  label: 'acquire',
  isReadOnly: false,
  step: (state) => (state === FREE ? HELD : undefined),
  from: FREE,
  to: HELD,
  needs: 'the mutex to be free',
};

const RELEASE: Act = {
  label: 'release',
  isReadOnly: false,
  step: (state) => (state === HELD ? FREE : undefined),
  from: HELD,
  to: FREE,
  needs: 'the mutex to be held',
};

export const mutex: Model = {
  name: 'mutex',
  about: 'a lock: acquire, release',
  init: false,
  keys: 'optional',
  initialState: (init) => (typeof init === 'boolean' ? (init ? HELD : FREE) : undefined),
  malformed: ({ f }) =>
    f === 'acquire' || f === 'release' ? undefined : unknownFunction('mutex', f, ['acquire', 'release']),
  act: ({ f, outcome }) => (outcome === 'fail' ? undefined : f === 'acquire' ? ACQUIRE : RELEASE),
  noun: 'mutex',
  verb: 'is',
  word: (state) => (state === HELD ? 'held' : 'free'),
};
