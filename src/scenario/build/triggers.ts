// When a fault begins: at a time, on an event, or when a node comes into a state.
import type { EventPattern, StatePattern, Target, Trigger } from '../../contract/faults.ts';
import type { AnyProtocol } from '../../contract/protocol.ts';
import type { Time } from '../../contract/time.ts';
import type { FaultDocument, OnDocument, WhenDocument } from '../schema/faults.ts';
import { didYouMean, oneOf } from '../suggest.ts';
import type { Path } from '../text/position.ts';
import { quoted } from '../text/printable.ts';
import { checkWrite } from './conditions.ts';
import type { Context } from './context.ts';
import { boundsText, stateTest } from './state-test.ts';
import { buildTarget } from './targets.ts';

/** `latest`: the beginning is drawn between `at` and this, both inclusive. */
export type Begin = { readonly at: Time; readonly latest: Time | undefined; readonly trigger: Trigger | undefined };

type BeginDocument = Pick<FaultDocument, 'at' | 'on' | 'when' | 'after'>;

/** What begins, in the words of what is wrong with it. */
const words = {
  fault: { says: 'a fault says when it begins', begins: 'the fault begins' },
  note: { says: 'a note says when it is told', begins: 'the note is told' },
} as const;

/** Undefined where it is not said, or said twice: that has been reported. */
export function buildBegin(
  fault: BeginDocument,
  path: Path,
  context: Context,
  what: keyof typeof words = 'fault',
): Begin | undefined {
  const { problems } = context;
  const said = (['at', 'on', 'when'] as const).filter((key) => fault[key] !== undefined);
  if (said.length === 0) {
    const message = `${words[what].says}: expected at: a time, on: an event or when: a state`;
    problems.add('missing', path, message, { part: 'key' });
    return undefined;
  }
  if (said.length > 1) {
    const message = `${said[0]} and ${said[1]} both say when ${words[what].begins}: keep one of them`;
    problems.add('contradiction', [...path, said[1]!], message, { part: 'key' });
    return undefined;
  }
  const { at, on, when, after = 0 } = fault;
  if (at !== undefined) {
    const latest = at.max > at.min ? at.max : undefined;
    if (fault.after === undefined) return { at: at.min, latest, trigger: undefined };
    const message = 'after says from when an event or a state counts: with at: leave it out';
    problems.add('contradiction', [...path, 'after'], message, { part: 'key' });
    return undefined;
  }
  const trigger =
    on === undefined ? whenTrigger(when!, [...path, 'when'], context) : onTrigger(on, [...path, 'on'], context);
  return trigger && { at: after, latest: undefined, trigger };
}

const eventKeys = ['message', 'timer', 'write', 'start'] as const;

export function onTrigger(on: OnDocument, path: Path, context: Context): Trigger | undefined {
  const { problems } = context;
  const said = eventKeys.filter((key) => on[key] !== undefined);
  const [event] = said;
  if (event === undefined || said.length > 1) {
    const found = said.length === 0 ? 'found none of them' : `found ${oneOf(said, 'and')}`;
    const message = `an event is one of message, timer, write and start: ${found}`;
    problems.add('contradiction', said.length === 0 ? path : [...path, said[1]!], message, { part: 'key' });
    return undefined;
  }
  const before = problems.count;
  const allowed: readonly string[] = event === 'message' ? ['from', 'to'] : event === 'start' ? [] : ['node'];
  for (const key of ['from', 'to', 'node'] as const) {
    if (on[key] === undefined || allowed.includes(key)) continue;
    const instead = event === 'message' ? 'write from and to' : event === 'start' ? 'write start: n2' : 'write node';
    problems.add('contradiction', [...path, key], `a ${event} has no ${key}: ${instead}`, { part: 'key' });
  }
  const kind = event === 'start' || on[event] === 'any' ? undefined : on[event];
  if (kind !== undefined) checkKind(event, kind, [...path, event], context);
  const place = event === 'message' ? 'to' : event === 'start' ? 'start' : 'node';
  const node = event === 'start' && on.start === 'any' ? undefined : on[place];
  const pattern: EventPattern = {
    event,
    kind,
    node: node === undefined ? undefined : placeOf(node, [...path, place], context),
    from: on.from === undefined ? undefined : placeOf(on.from, [...path, 'from'], context),
  };
  return problems.count === before ? { nth: on.nth ?? 1, on: pattern } : undefined;
}

/** Where an event happens is one place: what is drawn, or left over, would be another at each event. */
function placeOf(text: string, path: Path, context: Context): Target | undefined {
  const target = buildTarget(text, path, context);
  if (target === undefined) return undefined;
  const isPlace = target.select === 'node' || target.select === 'group' || target.select === 'role';
  if (isPlace && !(target.select === 'role' && target.nth !== undefined)) return target;
  context.problems.add('contradiction', path, `found ${quoted(text)}, expected a node, a role or a group`);
  return undefined;
}

function checkKind(event: 'message' | 'timer' | 'write' | 'start', kind: string, path: Path, context: Context): void {
  const { system, problems } = context;
  if (event === 'write') return checkWrite(kind, path, system.writes && Object.keys(system.writes), problems);
  const known = kindsOf(event === 'message' ? 'on' : 'timer', context);
  if (known.includes(kind)) return;
  const found = `there is no ${event} of the kind ${quoted(kind)}`;
  const message = `${found}: expected ${known.length === 0 ? 'another event, there are none' : oneOf([...known, 'any'])}`;
  problems.add('unknown-name', path, message, { hint: didYouMean(kind, known) });
}

/** The kinds of messages or timers that the scenario's protocols have handlers for, in order of name. */
export function kindsOf(table: 'on' | 'timer', { system, options, workload, names }: Context): readonly string[] {
  const groups = [...new Set(names.nodes.map(({ group }) => group))].filter((group) => group !== 'client');
  const protocols: AnyProtocol[] = groups.flatMap((group) => system.groups[group]?.protocol(options) ?? []);
  const spec = workload && system.workloads[workload.kind];
  if (workload !== undefined && spec !== undefined) protocols.push(spec.client(workload, options));
  return [...new Set(protocols.flatMap((protocol) => Object.keys(protocol[table])))].sort();
}

export function whenTrigger(when: WhenDocument, path: Path, context: Context): Trigger | undefined {
  const { problems, names } = context;
  const { becomes, of, field, nth = 1, ...bounds } = when;
  const before = problems.count;
  if ((becomes === undefined) === (of === undefined)) {
    const found = becomes === undefined ? 'found neither' : 'found both: keep one';
    const message = `a state is becomes: a role, or of: a node with a field and a bound: ${found}`;
    problems.add('contradiction', becomes === undefined ? path : [...path, 'of'], message, { part: 'key' });
    return undefined;
  }
  if (becomes !== undefined) {
    for (const key of ['field', 'atLeast', 'atMost', 'equals'] as const) {
      if (when[key] === undefined) continue;
      const message = `${key} is of a node's field: write of: ${becomes}, or leave it out`;
      problems.add('contradiction', [...path, key], message, { part: 'key' });
    }
    if (!names.roles.includes(becomes)) {
      const message = `${context.system.name} has no role ${quoted(becomes)}: expected ${oneOf(names.roles)}`;
      problems.add('unknown-name', [...path, 'becomes'], message, { hint: didYouMean(becomes, names.roles) });
    }
    const pattern: StatePattern = { of: { select: 'role', role: becomes }, test: undefined };
    return problems.count === before ? { nth, when: pattern } : undefined;
  }
  const target = placeOf(of!, [...path, 'of'], context);
  if (field === undefined || Object.values(bounds).every((bound) => bound === undefined)) {
    const missing = field === undefined ? 'field: a field of the view' : 'atLeast, atMost or equals';
    problems.add('missing', [...path, 'of'], `expected ${missing} beside it`, { part: 'key' });
  }
  const { atLeast, atMost, equals } = bounds;
  if (atLeast !== undefined && atMost !== undefined && atLeast > atMost) {
    const message = `at least ${atLeast} and at most ${atMost} cannot both be: keep one, or lower the first`;
    problems.add('contradiction', [...path, 'atMost'], message);
  } else if (equals !== undefined && (atLeast !== undefined || atMost !== undefined)) {
    const message = 'equals names one value, a bound many: keep one of the two';
    problems.add('contradiction', [...path, 'equals'], message, { part: 'key' });
  }
  if (target === undefined || problems.count > before) return undefined;
  const test = stateTest(field!, bounds, target, context);
  return { nth, when: { of: target, test, text: boundsText(field!, bounds) } };
}
