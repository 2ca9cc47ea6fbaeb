// The list of models: the sequential specifications that a history can be judged by.

import type { Model, ModelName } from './models/model.ts';
import { mutex } from './models/mutex.ts';
import { casRegister, kv, kvAppend, register } from './models/register.ts';
import { set } from './models/set.ts';

export const MODELS: { readonly [name in ModelName]: Model } = {
  register,
  'cas-register': casRegister,
  kv,
  'kv-append': kvAppend,
  set,
  mutex,
};

export const MODEL_NAMES = Object.keys(MODELS) as readonly ModelName[];

export function isModelName(name: string): name is ModelName {
  return Object.hasOwn(MODELS, name);
}
