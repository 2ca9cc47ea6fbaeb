// A system of the author's own with its functions guarded: what one of them throws says which it was, and is told from
// a bug of ours. The loader says it of the module, the kernel ends the run with it, a judge finds nothing to judge by.
import { plainProblem } from '../../base/plain.ts';
import type { AnyMeter, RecordFigure } from '../../contract/figures.ts';
import { OutsideError, OutsideFault } from '../../contract/outside.ts';
import type { AnyMonitor, Report } from '../../contract/property.ts';
import type { Role, System, View } from '../../contract/system.ts';
import { found, isFields } from './check.ts';

/** Runs a call of the author's code: whatever it throws comes out as an `OutsideError`. */
function calling<T>(what: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw error instanceof OutsideError ? error : new OutsideError(what, error);
  }
}

/** The same system, to be used in its place. Its shape has been checked. */
export function guarded(system: System): System {
  const { groups, roles, workloads, view, abstract, check, meters } = system;
  const map = <T, R>(from: { readonly [name: string]: T }, change: (item: T, name: string) => R) =>
    Object.fromEntries(Object.entries(from).map(([name, item]) => [name, change(item, name)]));
  return {
    ...system,
    groups: map(groups, (group, name) => ({
      ...group,
      protocol: (options) => calling(`groups.${name}.protocol`, () => group.protocol(options)),
    })),
    workloads: map(workloads, (spec, kind) => ({
      ...spec,
      client: (workload, options) => calling(`workloads.${kind}.client`, () => spec.client(workload, options)),
    })),
    roles: map(roles, guardedRole),
    monitors: (options) => calling('monitors', () => system.monitors(options)).map(guardedMonitor),
    ...(meters === undefined
      ? {}
      : { meters: (options) => calling('meters', () => meters(options)).map(guardedMeter) }),
    view: map(view, guardedView('view')),
    ...(abstract === undefined ? {} : { abstract: map(abstract, guardedView('abstract')) }),
    ...(check === undefined
      ? {}
      : {
          check: (options, servers, clients) =>
            calling('check', () => sentence(system.check!(options, servers, clients))),
        }),
  };
}

/** What `check` returns is shown as it is: nothing, or a sentence. */
function sentence(said: unknown): string | undefined {
  if (said === undefined || typeof said === 'string') return said;
  throw new OutsideFault(`returned ${found(said)}, expected nothing or a sentence`);
}

function guardedRole(role: Role, name: string): Role {
  const { rank } = role;
  return {
    ...role,
    is: (state) => calling(`roles.${name}.is`, () => role.is(state)),
    ...(rank === undefined ? {} : { rank: (state: never) => calling(`roles.${name}.rank`, () => role.rank!(state)) }),
  };
}

function guardedView(what: 'view' | 'abstract'): (show: View, group: string) => View {
  return (show, group) => (state) =>
    calling(`${what}.${group}`, () => {
      const fields = show(state);
      if (!isFields(fields)) throw new OutsideFault(`returned ${found(fields)}, expected the fields to show`);
      const problem = plainProblem(fields);
      if (problem !== undefined) throw new OutsideFault(`returned what is no plain data: ${problem}`);
      return fields;
    });
}

function guardedMeter(meter: AnyMeter, index: number): AnyMeter {
  const at = `meters[${index}]`;
  const { end } = meter;
  const checked =
    (record: RecordFigure): RecordFigure =>
    (figure, value) => {
      const expected = Object.keys(meter.figures).join(' or ');
      if (!Object.hasOwn(meter.figures, figure))
        throw new OutsideFault(`recorded ${found(figure)}, expected ${expected}`);
      if (!Number.isSafeInteger(value)) throw new OutsideFault(`recorded ${found(value)}, expected a whole number`);
      record(figure, value);
    };
  return {
    ...meter,
    observe: (memory, change, time, record) =>
      calling(`${at}.observe`, () => meter.observe(memory, change, time, checked(record))),
    ...(end === undefined
      ? {}
      : {
          end: (memory: never, time: number, record: RecordFigure) =>
            calling(`${at}.end`, () => end(memory, time, checked(record))),
        }),
  };
}

function guardedMonitor(monitor: AnyMonitor, index: number): AnyMonitor {
  const at = `monitors[${index}]`;
  const names = new Set(monitor.properties.map(({ name }) => name));
  const checked =
    (report: Report): Report =>
    (property, reason, witness, rule) => {
      const expected = [...names].join(' or ');
      if (!names.has(property)) throw new OutsideFault(`reported ${found(property)}, expected ${expected}`);
      if (typeof reason !== 'string')
        throw new OutsideFault(`gave ${found(reason)} as the reason, expected a sentence`);
      if (rule !== undefined && typeof rule !== 'string')
        throw new OutsideFault(`gave ${found(rule)} as the rule, expected a few words`);
      const problem = witness === undefined ? ' is missing (null will do)' : plainProblem(witness);
      if (problem !== undefined) throw new OutsideFault(`gave a witness that is no plain data: it${problem}`);
      report(property, reason, witness, rule);
    };
  return {
    ...monitor,
    observe: (memory, change, report) =>
      calling(`${at}.observe`, () => monitor.observe(memory, change, checked(report))),
    isExercised: (memory, property) =>
      calling(`${at}.isExercised`, () => monitor.isExercised(memory, property) === true),
  };
}
