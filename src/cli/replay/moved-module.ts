// Where a capsule that is written anew, perhaps into another folder, says that its module lies.
import { relative, resolve, sep } from 'node:path';
import { type ModulePlace, moduleFile } from '../../campaign/modules.ts';
import { capsuleFolder } from '../capsule-place.ts';

/** From the folder of `out`; as it was where that is the same folder, or where there is no such file. */
export function movedModule(use: string, { folder = '.', module }: ModulePlace, out: string): string | undefined {
  const target = capsuleFolder(out);
  if (target === resolve(folder) || /^(\/|[A-Za-z]:[\\/])/.test(use)) return module;
  const path = module === undefined ? moduleFile(use, folder) : resolve(folder, module);
  return typeof path === 'string' ? relative(target, path).split(sep).join('/') : module;
}
