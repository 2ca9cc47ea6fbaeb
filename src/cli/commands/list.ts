// `faultline list`: systems, and all that a scenario may name of one; the scenarios of a folder; the checkers' models.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MODEL_NAMES, MODELS, TRANSACTION_MODEL_ABOUT, TRANSACTION_MODELS } from '../../checkers/index.ts';
import type { System } from '../../contract/system.ts';
import { table } from '../../display/table.ts';
import { systems } from '../../protocols/registry.ts';
import { nearBehind, oneOf } from '../../scenario/index.ts';
import { Exit, type ExitCode, exitCodes } from '../exit.ts';
import { loadFiles } from '../input.ts';
import { overviewText, systemFacts, systemText } from '../list/system-text.ts';
import { print } from '../terminal.ts';

/** The scenarios that come with the package. */
const BOOK = fileURLToPath(new URL('../../../scenarios', import.meta.url));

export async function list(
  what: string,
  names: readonly string[],
  { json }: { readonly json?: boolean },
): Promise<ExitCode> {
  if (what !== 'systems' && names.length > 0) {
    throw new Exit(exitCodes.usage, `list ${what}: found ${names.join(' ')}, and only systems are told by their names`);
  }
  switch (what) {
    case 'systems':
      print(systemsText(names, json === true));
      return exitCodes.ok;
    case 'models': {
      const models = [
        ...MODEL_NAMES.map((name) => ({ name, about: MODELS[name].about, init: MODELS[name].init })),
        ...TRANSACTION_MODELS.map((name) => ({ name, about: TRANSACTION_MODEL_ABOUT[name], init: null })),
      ];
      const rows = models.map(({ name, about, init }) => [
        { text: name },
        { text: JSON.stringify(init) },
        { text: about },
      ]);
      print(
        json === true
          ? JSON.stringify(models, null, 2)
          : table([{ title: 'model' }, { title: 'init' }, { title: 'about' }], rows).join('\n'),
      );
      return exitCodes.ok;
    }
    case 'scenarios': {
      const { files, bad } = await loadFiles([existsSync('scenarios') ? 'scenarios' : BOOK]);
      const facts = files.map(({ file, scenario }) => ({ file, name: scenario.name, system: scenario.system }));
      const rows = facts.map(({ file, name, system }) => [{ text: file }, { text: system }, { text: name }]);
      print(
        json === true
          ? JSON.stringify(facts, null, 2)
          : table([{ title: 'file' }, { title: 'system' }, { title: 'name' }], rows).join('\n'),
      );
      return bad > 0 ? exitCodes.usage : exitCodes.ok;
    }
    default:
      throw new Exit(exitCodes.usage, `list: found ${JSON.stringify(what)}, expected systems, scenarios or models`);
  }
}

/** Of those that are named all that a scenario may name; else what there is. */
function systemsText(names: readonly string[], isJson: boolean): string {
  const chosen = names.length === 0 ? systems : names.map(systemNamed);
  if (isJson) return JSON.stringify(chosen.map(systemFacts), null, 2);
  const { columns: width = 120 } = process.stdout;
  if (names.length === 0) return overviewText(systems, width);
  return chosen.map((system) => systemText(system, width)).join('\n\n');
}

function systemNamed(name: string): System {
  const found = systems.find((system) => system.name === name);
  if (found !== undefined) return found;
  const known = systems.map((system) => system.name);
  const expected = `expected ${oneOf(known)}${nearBehind(name, known)}`;
  throw new Exit(exitCodes.usage, `there is no system ${JSON.stringify(name)}: ${expected}`);
}
