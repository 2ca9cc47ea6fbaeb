// The words that cards and traces show for a fault. They come from the resolved action and enter no fingerprint. The
// scenario's own syntax is printed by `print.ts`.
import { unreachable } from '../base/assert.ts';
import type { EventPattern, Fault, FaultAction, LinkConditions, StatePattern, Trigger } from '../contract/faults.ts';
import { decimalText, durationText, ratioText, targetsText, targetText } from '../contract/notation.ts';
import type { Duration } from '../contract/time.ts';
import { mixtureWords, spanText } from './latencies.ts';

export { spanText } from './latencies.ts';

/** `crash leader`, `partition n1 | rest`, `clock n1 rate 110%, jump -2s`. */
export function actionText(action: FaultAction): string {
  switch (action.kind) {
    case 'partition':
      return `partition ${action.sides.map(targetsText).join(' | ')}`;
    case 'cut':
      return `cut from ${targetsText(action.from)} to ${targetsText(action.to)}`;
    case 'network': {
      const { conditions, from, to } = action;
      const links = `${from ? ` from ${targetsText(from)}` : ''}${to ? ` to ${targetsText(to)}` : ''}`;
      return `network ${conditionsText(conditions)}${links}`;
    }
    case 'reset':
      return `reset ${targetsText(action.from)} with ${targetsText(action.to)}`;
    case 'crash': {
      const { unsynced = 'drawn' } = action;
      return `crash ${targetsText(action.targets)}${unsynced === 'drawn' ? '' : `, unsynced ${unsynced}`}`;
    }
    case 'slow':
      return `slow ${targetsText(action.targets)} by ${spanText(action.service)}`;
    case 'slowDisk':
      return `slow disk of ${targetsText(action.targets)} by ${spanText(action.latency)}`;
    case 'failWrites':
      return `fail ${writesText(action.write)} of ${targetsText(action.targets)}`;
    case 'fullDisk':
      return `full disk of ${targetsText(action.targets)}${action.write === undefined ? '' : ` for ${action.write} writes`}`;
    case 'corrupt':
      return `corrupt disk of ${targetsText(action.targets)}`;
    case 'clock':
      return `clock ${targetsText(action.targets)} ${clockText(action)}`;
    case 'restart':
    case 'replace':
    case 'pause':
      return `${action.kind} ${targetsText(action.targets)}`;
    default:
      return unreachable(action);
  }
}

/** What a fault does, and what sets it off if a time does not. */
export function faultText({ action, trigger }: Pick<Fault, 'action' | 'trigger'>): string {
  const text = actionText(action);
  return trigger === undefined ? text : `${text}, ${triggerText(trigger)}`;
}

/** `on the 2nd Vote from n1 to n2`, `when a node becomes leader`. */
export function triggerText(trigger: Trigger): string {
  const nth = ordinal(trigger.nth);
  if (trigger.on !== undefined) return `on the ${nth} ${eventText(trigger.on)}`;
  const state = stateText(trigger.when);
  return trigger.nth === 1 ? `when ${state}` : `the ${nth} time that ${state}`;
}

/** `200ms`, `-2s`. */
export function signedText(us: Duration): string {
  return us < 0 ? `-${durationText(-us)}` : durationText(us);
}

/** The rate whose inverse, rounded down to microseconds, is the spacing: `100/s`, `3/s`, `7/m`. */
export function rateText(spacing: Duration): string {
  const isExact = (count: number, per: number) => Math.floor(per / count) === spacing;
  for (const [unit, per] of [
    ['s', 1_000_000],
    ['m', 60_000_000],
    ['h', 3_600_000_000],
  ] as const) {
    const count = Math.floor(per / spacing);
    if (count > 0 && isExact(count, per)) return `${count}/${unit}`;
  }
  // A rate that is no whole number of messages in any unit: as many decimals as it takes.
  for (let scale = 10; ; scale *= 10) {
    const count = Math.floor((3_600_000_000 * scale) / spacing);
    if (isExact(count, 3_600_000_000 * scale)) return `${decimalText(count, scale)}/h`;
  }
}

/** `latency 5ms..9ms, loss 10%`. */
export function conditionsText(conditions: Partial<LinkConditions>): string {
  const { latencyMin, latencyMax, latencyTable, latencyMixture, reorderBy, spacing } = conditions;
  const parts: string[] = [];
  if (latencyMixture !== undefined) parts.push(`latency ${mixtureWords(latencyMixture)}`);
  else if (latencyMin !== undefined && latencyMax !== undefined) {
    const shape = latencyTable === undefined ? '' : ' by table';
    parts.push(`latency ${spanText({ min: latencyMin, max: latencyMax })}${shape}`);
  }
  for (const name of ['loss', 'duplicate', 'reorder'] as const) {
    const ratio = conditions[name];
    if (ratio !== undefined) parts.push(`${name} ${ratioText(ratio)}`);
  }
  if (reorderBy !== undefined) parts.push(`reorder by ${durationText(reorderBy)}`);
  if (spacing !== undefined) parts.push(spacing === 0 ? 'any rate' : `rate ${rateText(spacing)}`);
  return parts.join(', ');
}

function clockText({ rate, offset, jump }: Extract<FaultAction, { kind: 'clock' }>): string {
  return [
    ...(rate === undefined ? [] : [`rate ${ratioText(rate)}`]),
    ...(offset === 0 ? [] : [`offset ${signedText(offset)}`]),
    ...(jump === 0 ? [] : [`jump ${signedText(jump)}`]),
  ].join(', ');
}

const writesText = (kind: string | undefined): string => (kind === undefined ? 'writes' : `${kind} writes`);

function eventText({ event, kind, node, from }: EventPattern): string {
  const place = node === undefined ? '' : targetText(node);
  switch (event) {
    case 'message':
      return `${kind ?? 'message'}${from ? ` from ${targetText(from)}` : ''}${place && ` to ${place}`}`;
    case 'timer':
    case 'write':
      return `${kind === undefined ? '' : `${kind} `}${event}${place && ` of ${place}`}`;
    case 'start':
      return `start${place && ` of ${place}`}`;
    default:
      return unreachable(event);
  }
}

function stateText({ of, test, text }: StatePattern): string {
  if (test !== undefined) return `${targetText(of)} has ${text ?? 'the state'}`;
  return of.select === 'role' ? `a node becomes ${of.role}` : `${targetText(of)} is up`;
}

/** `1st`, `2nd`, `3rd`, `11th`. */
function ordinal(nth: number): string {
  const isTeen = Math.floor(nth / 10) % 10 === 1;
  return `${nth}${isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][nth % 10] ?? 'th')}`;
}
