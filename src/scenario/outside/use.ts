// `use:`, a module of the author's own. Loading one runs its code, so it is no matter of this layer: `campaign/` loads
// it before the scenario is built, and here what it exports is judged, each problem at the place of `use:`.
import { type Copy, otherCopyOf, thisCopy } from '../../contract/copy.ts';
import { messageOf } from '../../contract/outside.ts';
import { defaultsOf, type System } from '../../contract/system.ts';
import type { ProblemCode, Problems } from '../problem.ts';
import type { LoadedModule } from '../scenario.ts';
import type { Draft } from '../schema/draft.ts';
import { isRecord } from '../schema/issues.ts';
import { document } from '../schema/schema.ts';
import { parseText } from '../text/parse.ts';
import { quoted } from '../text/printable.ts';
import { builtProblem, otherCopyIn } from './built.ts';
import { guarded } from './guard.ts';
import { shapeProblem } from './system.ts';

export type ModuleProblem = {
  readonly code: ProblemCode;
  readonly message: string;
  readonly hint?: string | undefined;
};

/** What loading a module gave: its default export and where it lies, or why there is none. */
export type Used = { readonly exported: unknown; readonly module: LoadedModule } | ModuleProblem;

/** Answers for the module that `use:` names. */
export type Modules = (use: string) => Used;

/** Where nothing was loaded, because nobody could wait for it. */
export const noModules: Modules = () => ({
  code: 'not-loaded',
  message: 'a module is loaded by import, which takes time: await run(…), or pass its system in systems:',
});

/** What `use:` says in a scenario, whatever else may be wrong with it. Undefined: nothing to load. */
export function useOf(scenario: unknown): string | undefined {
  return headOf(scenario)?.use;
}

/** What a scenario that uses a module is called, and which module: what can be told without loading it. */
export function headOf(scenario: unknown): { readonly use: string; readonly name: string } | undefined {
  // Most scenarios use none, and reading one twice takes its time.
  if (typeof scenario === 'string' && !/\buse\b|\\/.test(scenario)) return undefined;
  const value = typeof scenario === 'string' ? parseText(scenario, '').tree?.value : scenario;
  if (!isRecord(value) || !Object.hasOwn(value, 'use')) return undefined;
  const use = document.shape.use.safeParse(value['use']);
  const name = document.shape.name.safeParse(value['name']);
  return use.data === undefined ? undefined : { use: use.data, name: name.data ?? '' };
}

/** The system of the module that the scenario uses, ready to be run. */
export function buildUsed(
  { use, system: name }: Draft,
  modules: Modules,
  problems: Problems,
): { readonly system: System; readonly module: LoadedModule } | undefined {
  const used = modules(use!);
  if ('code' in used) {
    problems.add(used.code, ['use'], used.message, { hint: used.hint });
    return undefined;
  }
  const judged = systemOf(used.exported);
  if ('code' in judged) {
    problems.add(judged.code, ['use'], judged.message);
    return undefined;
  }
  const { system } = judged;
  if (name !== undefined && name !== system.name) {
    const found = `the module’s system is called ${quoted(system.name)}, and system: says ${quoted(name)}`;
    problems.add('contradiction', ['system'], `${found}: write its name, or leave system: out`);
  }
  return { system, module: used.module };
}

/** A value from outside as a system, guarded; or what keeps it from being one. */
export function systemOf(value: unknown): { readonly system: System } | ModuleProblem {
  try {
    const copy = otherCopyOf(value);
    if (copy !== undefined) return { code: 'second-copy', message: secondCopy(copy) };
    const shape = shapeProblem(value);
    if (shape !== undefined) return { code: 'module-export', message: shape };
    const system = value as System;
    const other = otherCopyIn(system, defaultsOf(system));
    if (other !== undefined) return { code: 'second-copy', message: secondCopy(other) };
    const wrong = builtProblem(system, defaultsOf(system));
    return wrong === undefined ? { system: guarded(system) } : { code: codeOf(wrong), message: wrong };
  } catch (error) {
    // A getter or a proxy that throws when it is looked at.
    return { code: 'module-export', message: `its default export cannot be looked at: ${messageOf(error)}` };
  }
}

/** A function that threw, or one that returned what is of no use. */
export function codeOf(wrong: string): ProblemCode {
  return / threw: /.test(wrong) ? 'module-failed' : 'module-export';
}

function secondCopy({ version, url }: Copy): string {
  const other = `version ${version} in ${folderOf(url)}`;
  const own = `this is version ${thisCopy.version} in ${folderOf(thisCopy.url)}`;
  return `it was made with a second copy of Faultline, ${other}, and ${own}: run the command of that one, or keep one of the two`;
}

/** The package's folder, from the place of `contract/copy` in it. */
function folderOf(url: string): string {
  try {
    return decodeURIComponent(
      url.replace(/^file:\/\/(\/(?=[A-Za-z]:))?/, '').replace(/\/(dist|src)\/contract\/copy\.[jt]s$/, ''),
    );
  } catch {
    return url;
  }
}
