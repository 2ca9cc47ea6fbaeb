// What a scenario may name of a system, as text and as data.
import { widthOf } from '../../base/printable.ts';
import type { FigureSpec } from '../../contract/figures.ts';
import { defaultsOf, type OptionSpec, type Options, type System } from '../../contract/system.ts';
import { formatDuration } from '../../display/format.ts';
import { wrapText } from '../../display/table.ts';

export function systemFacts(system: System): { readonly [field: string]: unknown } {
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
    writes: Object.entries(system.writes ?? {}).map(([kind, kindAbout]) => ({ kind, about: kindAbout })),
    figures: figuresOf(system).map(([figure, spec]) => ({ name: figure, ...spec })),
  };
}

/** With the options as they are by default: some may add figures. */
function figuresOf(system: System): readonly (readonly [string, FigureSpec])[] {
  return (system.meters?.(defaultsOf(system)) ?? []).flatMap(({ figures }) => Object.entries(figures));
}

/** Names in a column, as wide as the longest, and what each is beside it. */
function listed(rows: readonly (readonly [string, string])[], indent: string, width: number): readonly string[] {
  const widest = Math.max(0, ...rows.map(([name]) => widthOf(name)));
  const room = Math.max(20, width - indent.length - widest - 2);
  return rows.flatMap(([name, about]) =>
    wrapText(about, room).map((line, at) => `${indent}${(at === 0 ? name : '').padEnd(widest)}  ${line}`),
  );
}

/** A line or two for each. */
export function overviewText(systems: readonly System[], width: number): string {
  const rows = systems.map(({ name, about }) => [name, about] as const);
  const hint = '`faultline list systems NAME` tells its options, roles, workloads, promises and figures.';
  return [...listed(rows, '', width), '', ...wrapText(hint, width)].join('\n');
}

export function systemText(system: System, width: number): string {
  const { name, about, groups, options, presets = {}, roles, workloads, promises, writes = {} } = system;
  const part = (title: string, rows: readonly (readonly [string, string])[]) =>
    rows.length === 0 ? [] : [`  ${title}`, ...listed(rows, '    ', width)];
  return [
    ...wrapText(`${name}: ${about}`, width),
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
    ...part('kinds of writes', Object.entries(writes)),
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
