// Where the module of a capsule lies. A capsule does not hold the code, so it records the file that was loaded, as a
// path from its own folder: moved together with its project it finds the file again, moved alone it finds none and says
// so. It never looks for `use:` anew from the current folder, where another file may have that name. A capsule that
// records none (an older one, or one written by hand) takes its own folder for that of the scenario.
import { dirname, relative, resolve, sep } from 'node:path';
import type { ModulePlace } from '../campaign/modules.ts';
import type { RunReport } from '../contract/report.ts';

/** The folder of a capsule: the current one for what is no file of its own, as standard input and output are. */
export function capsuleFolder(path: string): string {
  return path === '-' || path.startsWith('/dev/') || path.startsWith('/proc/') ? resolve('.') : dirname(resolve(path));
}

/** What a capsule at `path` records. An absolute `use:` says it already, wherever the capsule lies. */
export function recordedModule({ modules }: Pick<RunReport, 'modules'>, path: string): string | undefined {
  const [loaded] = modules ?? [];
  if (loaded === undefined || /^(\/|[A-Za-z]:[\\/])/.test(loaded.use)) return undefined;
  return relative(capsuleFolder(path), resolve(loaded.path)).split(sep).join('/');
}

/** Where a replay takes it from. */
export function modulePlace(module: string | undefined, path: string): ModulePlace {
  return { folder: capsuleFolder(path), ...(module === undefined ? {} : { module }) };
}
