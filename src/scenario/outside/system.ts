// Whether a value is a system: every part that Faultline will use, by its shape alone. What its functions return is
// judged in `built.ts`, and what they throw while a run goes on is caught in `guard.ts`.
import type { System } from '../../contract/system.ts';
import { SERVERS_MAX } from '../schema/schema.ts';
import {
  callable,
  each,
  entries,
  type Fields,
  first,
  found,
  isFields,
  text,
  type Wrong,
  whole,
  word,
  wrong,
} from './check.ts';

const example = 'expected a system: export default system({ name, groups, … })';

/** What keeps a value from being a system, in a sentence with the path; undefined if it is one. */
export function shapeProblem(value: unknown): string | undefined {
  if (!isFields(value)) return `the default export is ${found(value)}, ${example}`;
  if (typeof value['then'] === 'function') return wrong('the default export', value, 'a system: await it first');
  if ('start' in value && 'on' in value && !('groups' in value)) {
    return `the default export is a protocol, ${example}, with the protocol as groups.server.protocol`;
  }
  if (Object.keys(value).length === 0) return `the default export is an empty object, ${example}`;
  const { groups } = value;
  return first(
    () => word('name', value['name'], 'the name of the system'),
    () => text('about', value['about'], 'a sentence on the system'),
    () => entries('groups', groups, 'groups of nodes, { server: { about, protocol, count } }', group),
    () => (Object.keys(groups as Fields).some((name) => name !== 'client') ? undefined : noGroup(groups)),
    () => entries('options', value['options'], 'options, or {}', option),
    () =>
      value['presets'] === undefined
        ? undefined
        : entries('presets', value['presets'], 'presets by name', (path, spec) =>
            preset(path, spec, value['options'] as Fields),
          ),
    () => (value['check'] === undefined ? undefined : callable('check', value['check'], 'of the options')),
    () => entries('roles', value['roles'], 'roles, or {}', (path, spec) => role(path, spec, groups as Fields)),
    () => entries('workloads', value['workloads'], 'workloads, or {}', workload),
    () => callable('monitors', value['monitors'], 'from the options to a list, () => []'),
    () =>
      value['meters'] === undefined ? undefined : callable('meters', value['meters'], 'from the options to a list'),
    () => promises(value['promises']),
    () =>
      value['abstract'] === undefined
        ? undefined
        : entries('abstract', value['abstract'], 'fields by group', (path, show, name) =>
            view(path, show, name, groups as Fields),
          ),
    () =>
      entries('view', value['view'], 'fields by group, or {}', (path, show, name) =>
        view(path, show, name, groups as Fields),
      ),
  );
}

export function isSystem(value: unknown): value is System {
  return shapeProblem(value) === undefined;
}

function noGroup(groups: unknown): string {
  return `groups is ${found(groups)}, expected a group of nodes at least, besides client`;
}

function group(path: string, spec: unknown, name: string): Wrong {
  if (!isFields(spec)) return wrong(path, spec, 'a group, { about, protocol, count }');
  const { prefix } = spec;
  const isPrefix = prefix === undefined || (typeof prefix === 'string' && /^[a-z]$/.test(prefix) && prefix !== 'c');
  return first(
    () => word(path, name, 'a name'),
    () => text(`${path}.about`, spec['about']),
    () => callable(`${path}.protocol`, spec['protocol'], 'from the options to a protocol'),
    // Besides the servers a system may have groups that a scenario need not use.
    () => whole(`${path}.count`, spec['count'], name === 'server' ? 1 : 0, SERVERS_MAX),
    () => (isPrefix ? undefined : wrong(`${path}.prefix`, prefix, 'one letter, a to z, and not c, which clients have')),
  );
}

function option(path: string, spec: unknown): Wrong {
  if (!isFields(spec)) return wrong(path, spec, 'an option, { type, default, about, source }');
  return first(
    () => text(`${path}.about`, spec['about']),
    () => text(`${path}.source`, spec['source'], 'where its default comes from'),
    () => value(path, spec),
    () => swarm(`${path}.swarm`, spec),
  );
}

/** Each of what a hunt may draw could be the default, too. */
function swarm(path: string, spec: Fields): Wrong {
  const { swarm: drawn } = spec;
  if (drawn === undefined) return undefined;
  if (!Array.isArray(drawn) || drawn.length === 0) return wrong(path, drawn, 'a list of values');
  return each(drawn, (one) => value(path, { ...spec, default: one })?.replace('.swarm.default is', '.swarm has'));
}

/** Longest text that an option may hold. */
const TEXT_MAX = 10_000;

function value(path: string, { type, min, max, choices, lengthMax, default: standard }: Fields): Wrong {
  switch (type) {
    case 'duration':
    case 'count': {
      const unit = type === 'count' ? 'a whole number' : 'whole microseconds, as ms(150) gives,';
      return first(
        () => whole(`${path}.min`, min, 0, Number.MAX_SAFE_INTEGER, unit),
        () => whole(`${path}.max`, max, min as number, Number.MAX_SAFE_INTEGER, unit),
        () => whole(`${path}.default`, standard, min as number, max as number, unit),
      );
    }
    case 'boolean':
      return typeof standard === 'boolean' ? undefined : wrong(`${path}.default`, standard, 'true or false');
    case 'choice': {
      if (!Array.isArray(choices) || choices.length === 0) return wrong(`${path}.choices`, choices, 'a list of words');
      const isIn = typeof standard === 'string' && choices.includes(standard);
      return (
        each(choices, (choice) => text(`${path}.choices`, choice, 'words')) ??
        (isIn ? undefined : wrong(`${path}.default`, standard, `one of ${choices.join(', ')}`))
      );
    }
    case 'text':
      return first(
        () => whole(`${path}.lengthMax`, lengthMax, 0, TEXT_MAX),
        () =>
          typeof standard === 'string' && standard.length <= (lengthMax as number)
            ? undefined
            : wrong(`${path}.default`, standard, `at most ${lengthMax} characters`),
      );
    default:
      return wrong(`${path}.type`, type, 'duration, count, boolean, choice or text');
  }
}

function preset(path: string, spec: unknown, options: Fields): Wrong {
  if (!isFields(spec) || !isFields(spec['options'])) return wrong(path, spec, 'a preset, { about, options }');
  const known = Object.keys(options);
  return (
    text(`${path}.about`, spec['about']) ??
    each(Object.entries(spec['options']), ([name, chosen]) => {
      if (!known.includes(name)) return wrong(`${path}.options`, name, `one of the options ${known.join(', ')}`);
      const standard = (options[name] as Fields)['default'];
      const isAlike = typeof chosen === typeof standard;
      return isAlike ? undefined : wrong(`${path}.options.${name}`, chosen, `a ${typeof standard}, as its default is`);
    })
  );
}

function role(path: string, spec: unknown, groups: Fields): Wrong {
  if (!isFields(spec)) return wrong(path, spec, 'a role, { about, group, is }');
  return first(
    () => text(`${path}.about`, spec['about']),
    () => groupName(`${path}.group`, spec['group'], groups),
    () => callable(`${path}.is`, spec['is'], 'of a node’s state'),
    () => (spec['rank'] === undefined ? undefined : callable(`${path}.rank`, spec['rank'], 'of a node’s state')),
  );
}

/** Clients come from the workload, whether `groups` lists them or not. */
export function groupName(path: string, name: unknown, groups: Fields): Wrong {
  const isKnown = typeof name === 'string' && (name === 'client' || Object.hasOwn(groups, name));
  const known = [...new Set([...Object.keys(groups), 'client'])];
  return isKnown ? undefined : wrong(path, name, `one of the groups ${known.join(', ')}`);
}

function workload(path: string, spec: unknown): Wrong {
  if (!isFields(spec)) return wrong(path, spec, 'a workload, { about, model, client }');
  const { model, operations } = spec;
  return first(
    () => text(`${path}.about`, spec['about']),
    () => (model === null ? undefined : text(`${path}.model`, model, 'the name of a checker’s model, or null')),
    () => callable(`${path}.client`, spec['client'], 'from workload and options to a client protocol'),
    () =>
      operations === undefined || Array.isArray(operations)
        ? undefined
        : wrong(`${path}.operations`, operations, 'a list of names'),
  );
}

function promises(list: unknown): Wrong {
  if (!Array.isArray(list)) return wrong('promises', list, 'a list of { property, under }, or []');
  return each(list.entries(), ([index, promised]) => {
    const path = `promises[${index}]`;
    if (!isFields(promised)) return wrong(path, promised, 'a promise, { property, under }');
    return (
      word(`${path}.property`, promised['property'], 'the name of a property') ??
      text(`${path}.under`, promised['under'], 'the faults under which it is promised')
    );
  });
}

function view(path: string, show: unknown, name: string, groups: Fields): Wrong {
  return groupName(path, name, groups) ?? callable(path, show, 'from a state to the fields to show');
}
