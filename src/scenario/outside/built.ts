// What a system's functions return for given options: protocols with their tables, clients, monitors. They are called
// here for the first time, before any run, so that what is wrong with them is said of the module and not of a run.

import { CONSISTENCY_LEVELS } from '../../checkers/index.ts';
import { type Copy, otherCopyOf } from '../../contract/copy.ts';
import type { Options, System, Workload } from '../../contract/system.ts';
import { ms, seconds } from '../../contract/time.ts';
import {
  callable,
  each,
  entries,
  type Fields,
  first,
  found,
  isFields,
  plain,
  text,
  tried,
  type Wrong,
  word,
  wrong,
} from './check.ts';
import { groupName } from './system.ts';

/** What a workload is where the scenario does not say: enough to build a client with. */
const sample: Omit<Workload, 'kind'> = {
  interval: 0,
  think: ms(20),
  reads: { numerator: 1, denominator: 2 },
  cas: { numerator: 0, denominator: 1 },
  keys: 1,
  fresh: { numerator: 0, denominator: 1 },
  values: 0,
  deadline: seconds(2),
  attempt: ms(500),
  from: 0,
  to: seconds(10),
};

/** What is wrong with what the functions of a system return, or that they throw. `workload`: the scenario's own. */
export function builtProblem(system: System, options: Options, workload?: Workload): string | undefined {
  const clients = Object.entries(system.workloads).filter(([kind]) => workload === undefined || workload.kind === kind);
  return first(
    () =>
      each(Object.entries(system.groups), ([name, group]) =>
        protocol(`groups.${name}.protocol`, () => group.protocol(options)),
      ),
    () =>
      each(clients, ([kind, { client }]) =>
        protocol(`workloads.${kind}.client`, () => client(workload ?? ({ ...sample, kind } as Workload), options)),
      ),
    () => monitors(system, options),
    () => (system.meters === undefined ? undefined : meters(system, options)),
  );
}

/** The copies of this package, other than this one, that made the protocols of a system. */
export function otherCopyIn(system: System, options: Options): Copy | undefined {
  for (const group of Object.values(system.groups)) {
    const built = tried('', () => group.protocol(options));
    const other = 'value' in built ? otherCopyOf(built.value) : undefined;
    if (other !== undefined) return other;
  }
  return undefined;
}

function protocol(path: string, build: () => unknown): Wrong {
  const built = tried(path, build);
  if ('threw' in built) return built.threw;
  const { value } = built;
  if (!isFields(value))
    return `${path} returned ${returned(value)}, expected a protocol: protocol({ name, start, on, timer })`;
  const isHandler = (at: string, handler: unknown) => callable(at, handler, 'from state and event to the next state');
  const at = `${path}(…)`;
  return first(
    () => text(`${at}.name`, value['name'], 'a few words in kebab-case'),
    () => callable(`${at}.start`, value['start'], 'from the context to a state'),
    () => entries(`${at}.on`, value['on'], 'handlers by kind of message, or {}', isHandler),
    () => entries(`${at}.timer`, value['timer'], 'handlers by kind of timer, or {}', isHandler),
    () => clockOf(`${at}.timers`, value['timers']),
    () => systemHandlers(`${at}.system`, value['system']),
  );
}

function clockOf(path: string, value: unknown): Wrong {
  return value === undefined || value === 'monotonic' || value === 'wall'
    ? undefined
    : wrong(path, value, 'monotonic or wall');
}

const SYSTEM_HANDLERS = ['writeFailed', 'linkReset', 'diskCorrupt'];

/** A slip in a name would leave the node without the handler, and so stop it. */
function systemHandlers(path: string, value: unknown): Wrong {
  if (value === undefined) return undefined;
  if (!isFields(value)) return wrong(path, value, `handlers: ${SYSTEM_HANDLERS.join(', ')}`);
  return each(Object.entries(value), ([name, handler]) =>
    SYSTEM_HANDLERS.includes(name)
      ? callable(`${path}.${name}`, handler, 'from what the machine reports to the next state')
      : `${path} has ${JSON.stringify(name)}, expected ${SYSTEM_HANDLERS.join(', ')}`,
  );
}

function monitors(system: System, options: Options): Wrong {
  const built = tried('monitors', () => system.monitors(options) as unknown);
  if ('threw' in built) return built.threw;
  const list = built.value;
  if (!Array.isArray(list)) return `monitors returned ${returned(list)}, expected a list of monitors, or []`;
  const names = new Set<unknown>(CONSISTENCY_LEVELS);
  return first(
    () => each(list.entries(), ([index, each]) => monitor(`monitors(…)[${index}]`, each, system.groups, names)),
    () =>
      each(system.promises.entries(), ([index, { property }]) =>
        names.has(property)
          ? undefined
          : wrong(`promises[${index}].property`, property, `a property of the monitors: ${[...names].join(', ')}`),
      ),
  );
}

function meters(system: System, options: Options): Wrong {
  const built = tried('meters', () => system.meters!(options) as unknown);
  if ('threw' in built) return built.threw;
  const list = built.value;
  if (!Array.isArray(list)) return `meters returned ${returned(list)}, expected a list of meters, or []`;
  const names = new Set<string>();
  return each(list.entries(), ([index, item]) => meter(`meters(…)[${index}]`, item, system.groups, names));
}

function meter(path: string, value: unknown, groups: Fields, names: Set<string>): Wrong {
  if (!isFields(value)) return wrong(path, value, 'a meter: meter({ group, figures, initial, observe })');
  const { figures, end } = value;
  const figure = (at: string, spec: unknown, name: string): Wrong => {
    if (names.has(name)) return `${at} is a figure again, expected a name that no other figure has`;
    names.add(name);
    if (!isFields(spec)) return wrong(at, spec, 'a figure, { about, unit }');
    const { unit } = spec;
    return first(
      () => word(at, name, 'a name'),
      () => text(`${at}.about`, spec['about']),
      () => (unit === 'count' || unit === 'duration' ? undefined : wrong(`${at}.unit`, unit, 'count or duration')),
    );
  };
  return first(
    () => groupName(`${path}.group`, value['group'], groups),
    () => callable(`${path}.observe`, value['observe'], 'from memory and change to memory'),
    () => (end === undefined ? undefined : callable(`${path}.end`, end, 'of what it remembers')),
    () => plain(`${path}.initial`, value['initial']),
    () => entries(`${path}.figures`, figures, 'figures by name', figure),
  );
}

function monitor(path: string, value: unknown, groups: Fields, names: Set<unknown>): Wrong {
  if (!isFields(value))
    return wrong(path, value, 'a monitor: monitor({ group, properties, initial, observe, isExercised })');
  const { properties, initial, isExercised } = value;
  const property = (at: string, item: unknown): Wrong => {
    if (!isFields(item)) return wrong(at, item, 'a property, { name, sentence }');
    const { name } = item;
    if (names.has(name))
      return `${at}.name is ${JSON.stringify(name)} again, expected a name that no other property has`;
    names.add(name);
    return first(
      () => word(`${at}.name`, name, 'a name'),
      () => text(`${at}.sentence`, item['sentence']),
      () => {
        const asked = tried(`${path}.isExercised`, () =>
          (isExercised as (...args: unknown[]) => unknown)(initial, name),
        );
        if ('threw' in asked) return asked.threw;
        return typeof asked.value === 'boolean'
          ? undefined
          : `${path}.isExercised returned ${returned(asked.value)}, expected true or false`;
      },
    );
  };
  return first(
    () => groupName(`${path}.group`, value['group'], groups),
    () => otherGroups(`${path}.also`, value['also'], groups),
    () => callable(`${path}.observe`, value['observe'], 'from memory and change to memory'),
    () => callable(`${path}.isExercised`, isExercised, 'of memory and property'),
    () => plain(`${path}.initial`, initial),
    () => {
      if (!Array.isArray(properties) || properties.length === 0)
        return wrong(`${path}.properties`, properties, 'a list of { name, sentence }');
      return each(properties.entries(), ([index, item]) => property(`${path}.properties[${index}]`, item));
    },
  );
}

/** The further groups of a monitor: none, or a list of names. */
function otherGroups(path: string, also: unknown, groups: Fields): Wrong {
  if (also === undefined) return undefined;
  if (!Array.isArray(also)) return wrong(path, also, 'a list of groups');
  return each(also.entries(), ([index, name]) => groupName(`${path}[${index}]`, name, groups));
}

function returned(value: unknown): string {
  return value === undefined ? 'nothing' : found(value);
}
