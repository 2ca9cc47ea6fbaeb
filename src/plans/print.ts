// Faults in the scenario's own syntax, one flow mapping a line: loading the text gives the same faults again. The words
// for cards are in `text.ts`.
import { assert, unreachable } from '../base/assert.ts';
import type { Fault, FaultAction, LinkConditions, Target, Trigger } from '../contract/faults.ts';
import { durationText, ratioText, targetsText, targetText } from '../contract/notation.ts';
import { printMixture } from './latencies.ts';
import { rateText, signedText, spanText } from './text.ts';

/** The list under `faults:`, each fault with a line of its own. */
export function printPlan(faults: readonly Fault[]): string {
  if (faults.length === 0) return 'faults: []\n';
  return `faults:\n${faults.map((fault) => `  - ${printFault(fault)}\n`).join('')}`;
}

/** `{ at: 2s, crash: leader, restart: 1s }`. The fault must be one that a file can say: see `unprintable`. */
export function printFault(fault: Fault): string {
  const problem = unprintable(fault);
  assert(problem === undefined, `this fault cannot be printed: ${problem}`);
  const { name, action } = fault;
  const parts = [...beginningOf(fault), ...actionParts(action), ...endOf(fault)];
  if (name !== action.kind) parts.push(`name: ${word(name)}`);
  return `{ ${parts.join(', ')} }`;
}

/** Why no scenario file can say this fault, in a clause; undefined where one can. */
export function unprintable({ action, trigger, until, lasts, healedBy }: Fault): string | undefined {
  if (trigger?.when !== undefined) {
    if (trigger.when.test !== undefined) return 'what sets it off is a function over the state';
    const { of } = trigger.when;
    if (of.select !== 'role' || of.nth !== undefined) return 'what sets it off is no role';
  }
  if (![trigger?.on?.node, trigger?.on?.from].every(isPlace)) return 'where its event happens is drawn, or left over';
  if (trigger?.on?.kind === 'any') return 'its kind of event is named any, which means all kinds';
  if (trigger !== undefined && until !== undefined) return 'it begins by a trigger, but ends at a time';
  if (healedBy !== undefined) return 'it is over by a time, however long it was to last';
  if (until !== undefined && lasts !== undefined) return 'its end is said twice';
  if (action.kind !== 'network') return undefined;
  const { latencyMin, latencyMax, latencyTable, latencyMixture, spacing } = action.conditions;
  if (latencyTable !== undefined) return 'its latency is a table';
  if (latencyMixture?.parts.some(({ kind }) => kind === 'table') === true) return 'a part of its latency is a table';
  if (latencyMixture !== undefined) return spacing === 0 ? 'its rate has no bound' : undefined;
  if ((latencyMin === undefined) !== (latencyMax === undefined)) return 'its latency has one end only';
  return spacing === 0 ? 'its rate has no bound' : undefined;
}

/** One and the same place at each event. */
function isPlace(target: Target | undefined): boolean {
  switch (target?.select) {
    case undefined:
    case 'node':
    case 'group':
      return true;
    case 'role':
      return target.nth === undefined && target.every !== true;
    default:
      return false;
  }
}

function beginningOf({ at, trigger }: Fault): readonly string[] {
  if (trigger === undefined) return [`at: ${durationText(at)}`];
  return [triggerPart(trigger), ...(at === 0 ? [] : [`after: ${durationText(at)}`])];
}

function triggerPart({ nth, on, when }: Trigger): string {
  const count = nth === 1 ? '' : `, nth: ${nth}`;
  if (when !== undefined) return `when: { becomes: ${when.of.select === 'role' ? when.of.role : ''}${count} }`;
  const { event, node, from } = on;
  const place = node && targetText(node);
  if (event === 'start') return `on: { start: ${place ?? 'any'}${count} }`;
  const kind = on.kind === undefined ? 'any' : word(on.kind);
  const sender = from === undefined ? '' : `, from: ${targetText(from)}`;
  const where = place === undefined ? '' : `, ${event === 'message' ? 'to' : 'node'}: ${place}`;
  return `on: { ${event}: ${kind}${sender}${where}${count} }`;
}

/** A duration always: of a time at which it ends, less the time at which it begins. */
function endOf({ at, until, lasts, action }: Fault): readonly string[] {
  const duration = until === undefined ? lasts : until - at;
  if (duration === undefined) return [];
  const key = action.kind === 'crash' || action.kind === 'replace' ? 'restart' : 'for';
  return [`${key}: ${durationText(duration)}`];
}

function actionParts(action: FaultAction): readonly string[] {
  const { kind } = action;
  switch (kind) {
    case 'partition':
      return [`partition: [${action.sides.map(targetsText).join(', ')}]`];
    case 'cut':
      return [`cut: { from: ${targetsText(action.from)}, to: ${targetsText(action.to)} }`];
    case 'network': {
      const { conditions, from, to } = action;
      const ends = [...(from ? [`from: ${targetsText(from)}`] : []), ...(to ? [`to: ${targetsText(to)}`] : [])];
      return [`network: { ${conditionParts(conditions).join(', ')} }`, ...ends];
    }
    case 'reset':
      return [`reset: ${targetsText(action.from)}`, `with: ${targetsText(action.to)}`];
    case 'crash':
      return [...node(action), ...(action.unsynced === undefined ? [] : [`unsynced: ${action.unsynced}`])];
    case 'slow':
      return [...node(action), `service: ${spanText(action.service)}`];
    case 'slowDisk':
      return [...node(action), `latency: ${spanText(action.latency)}`];
    case 'failWrites':
    case 'fullDisk':
      return [...node(action), ...(action.write === undefined ? [] : [`write: ${word(action.write)}`])];
    case 'clock':
      return [
        ...node(action),
        ...(action.rate === undefined ? [] : [`rate: ${ratioText(action.rate)}`]),
        ...(action.offset === 0 ? [] : [`offset: ${signedText(action.offset)}`]),
        ...(action.jump === 0 ? [] : [`jump: ${signedText(action.jump)}`]),
      ];
    case 'restart':
    case 'replace':
    case 'pause':
    case 'corrupt':
      return node(action);
    default:
      return unreachable(kind);
  }
}

type NodeAction = Extract<FaultAction, { readonly targets: readonly Target[] }>;

const node = ({ kind, targets }: NodeAction): readonly string[] => [`${kind}: ${targetsText(targets)}`];

function conditionParts(conditions: Partial<LinkConditions>): readonly string[] {
  const { loss, duplicate, reorder, reorderBy, spacing } = conditions;
  return [
    ...latencyParts(conditions),
    ...(loss === undefined ? [] : [`loss: ${ratioText(loss)}`]),
    ...(duplicate === undefined ? [] : [`duplicate: ${ratioText(duplicate)}`]),
    ...(reorder === undefined ? [] : [`reorder: ${ratioText(reorder)}`]),
    ...(reorderBy === undefined ? [] : [`reorderBy: ${durationText(reorderBy)}`]),
    ...(spacing === undefined ? [] : [`rate: ${rateText(spacing)}`]),
  ];
}

function latencyParts({ latencyMin, latencyMax, latencyMixture }: Partial<LinkConditions>): readonly string[] {
  if (latencyMixture !== undefined) return [`latency: ${printMixture(latencyMixture)}`];
  if (latencyMin === undefined || latencyMax === undefined) return [];
  return [`latency: ${spanText({ min: latencyMin, max: latencyMax })}`];
}

/** A name as it is where YAML takes it for a string, else in double quotes. */
function word(text: string): string {
  const isPlain = /^[A-Za-z][\w-]*$/.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}
