// `faultline list`: systems with all that a scenario may name of them, the scenarios of a folder, the checkers' models.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MODEL_NAMES, MODELS, TRANSACTION_MODEL_ABOUT, TRANSACTION_MODELS } from '../../checkers/index.ts';
import type { FigureSpec } from '../../contract/figures.ts';
import { defaultsOf, type OptionSpec, type Options, type System } from '../../contract/system.ts';
import { formatDuration } from '../../display/format.ts';
import { table } from '../../display/table.ts';
import { systems } from '../../protocols/registry.ts';
import { Exit, type ExitCode, exitCodes } from '../exit.ts';
import { loadFiles } from '../input.ts';
import { print } from '../terminal.ts';

/** The scenarios that come with the package. */
const BOOK = fileURLToPath(new URL('../../../scenarios', import.meta.url));

export async function list(what: string, { json }: { json?: boolean }): Promise<ExitCode> {
  switch (what) {
    case 'systems':
      print(json === true ? JSON.stringify(systems.map(systemFacts), null, 2) : systems.map(systemText).join('\n\n'));
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

function systemFacts(system: System): { readonly [field: string]: unknown } {
  const { name, about, groups, options, presets = {}, roles, workloads, promises } = system;
  return {
    name,
    about,
    groups: Object.entries(groups).map(([group, spec]) => ({ name: group, about: spec.about, count: spec.count })),
    options: Object.entries(options).map(([option, spec]) => ({ name: option, ...spec })),
    presets: Object.entries(presets).map(([preset, spec]) => ({ name: preset, ...spec })),
    roles: Object.entries(roles).map(([role, spec]) => ({ name: role, about: spec.about, group: spec.group })),
    workloads: Object.entries(workloads).map(([kind, spec]) => ({ kind, about: spec.about, model: spec.model })),
    promises,
    figures: figuresOf(system).map(([figure, spec]) => ({ name: figure, ...spec })),
  };
}

/** With the options as they are by default: some may add figures. */
function figuresOf(system: System): readonly (readonly [string, FigureSpec])[] {
  return (system.meters?.(defaultsOf(system)) ?? []).flatMap(({ figures }) => Object.entries(figures));
}

function systemText(system: System): string {
  const { name, about, groups, options, presets = {}, roles, workloads, promises } = system;
  const part = (title: string, rows: readonly (readonly [string, string])[]) =>
    rows.length === 0
      ? []
      : [
          `  ${title}`,
          ...table(
            [{ title: '' }, { title: '' }],
            rows.map((row) => row.map((text) => ({ text }))),
          )
            .slice(1)
            .map((line) => `    ${line}`),
        ];
  return [
    `${name}: ${about}`,
    ...part(
      'groups',
      Object.entries(groups).map(([key, spec]) => [key, `${spec.about} (${spec.count} by default)`]),
    ),
    ...part(
      'options',
      Object.entries(options).map(([key, spec]) => [key, `${spec.about} ${defaultText(spec)} Source: ${spec.source}.`]),
    ),
    ...part(
      'presets',
      Object.entries(presets).map(([key, spec]) => [key, `${spec.about} ${settingsText(spec.options)}`]),
    ),
    ...part(
      'roles',
      Object.entries(roles).map(([key, spec]) => [key, spec.about]),
    ),
    ...part(
      'workloads',
      Object.entries(workloads).map(([key, spec]) => [key, spec.about]),
    ),
    ...part(
      'promises',
      promises.map(({ property, under }) => [property, `under ${under}`]),
    ),
    ...part(
      'figures',
      figuresOf(system).map(([figure, spec]) => [figure, spec.about]),
    ),
  ].join('\n');
}

function settingsText(options: Options): string {
  return `{ ${Object.entries(options)
    .map(([option, value]) => `${option}: ${value}`)
    .join(', ')} }`;
}

function defaultText(spec: OptionSpec): string {
  switch (spec.type) {
    case 'duration':
      return `Default ${formatDuration(spec.default)}, ${formatDuration(spec.min)} to ${formatDuration(spec.max)}.`;
    case 'count':
      return `Default ${spec.default}, ${spec.min} to ${spec.max}.`;
    case 'choice':
      return `Default ${spec.default}, one of ${spec.choices.join(', ')}.`;
    case 'text':
      return spec.default === '' ? 'Default: none.' : `Default ${JSON.stringify(spec.default)}.`;
    case 'boolean':
      return `Default ${spec.default}.`;
  }
}
