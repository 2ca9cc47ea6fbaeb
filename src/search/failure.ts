// What went wrong in a run, in a shape that can be compared: two runs fail alike if the same property is violated by the
// same rule.

import type { Plain } from '../base/plain.ts';
import {
  CONSISTENCY_LEVELS,
  type ConsistencyLevel,
  isConsistencyLevel,
  judgeLevel,
  type LineOfRun,
} from '../checkers/index.ts';
import type { PropertyName, Violation } from '../contract/property.ts';
import type { Time } from '../contract/time.ts';
import type { Stop } from '../kernel/index.ts';

export type Failure = {
  /** A property of states, a consistency level, or how the run ended: `crashed in handler`, `livelock`. */
  readonly property: PropertyName;
  /** The reason without its names and numbers, unless the property's author says which rule it was. */
  readonly rule: string;
  readonly reason: string;
  readonly witness: Plain;
  /** Index of the event after which it did not hold. */
  readonly event: number;
  readonly time: Time;
};

export const LINEARIZABLE = 'linearizable';

export function failureOfViolation({ property, reason, rule, witness, event, time }: Violation): Failure {
  return { property, rule: rule ?? ruleOf(reason), reason, witness, event, time };
}

/** An end that is the protocol's fault. One that is only out of budget, or was interrupted, is none. */
export function failureOfStop(stop: Pick<Stop, 'ending' | 'reason'>, event: number, time: Time): Failure | undefined {
  const { ending, reason } = stop;
  if (ending === 'event budget' || ending === 'interrupted') return undefined;
  return { property: ending, rule: ruleOf(reason), reason, witness: null, event, time };
}

type Lines = readonly (LineOfRun & { readonly time: Time })[];

/**
 * Of a whole history, by several levels: of those that are violated the weakest counts, which says most. A string: why it
 * could not be judged. Undefined: nothing is wrong, or nothing can be.
 */
export function judgeHistory(
  history: Lines,
  model: string | undefined,
  levels: readonly ConsistencyLevel[] = [LINEARIZABLE],
): Failure | string | undefined {
  const [strongest, ...weaker] = CONSISTENCY_LEVELS.filter((level) => levels.includes(level));
  if (model === undefined || strongest === undefined) return undefined;
  const found = judgeBy(strongest, history, model);
  // What keeps the strongest may still break one that it does not imply, and what could not be judged by it, a weaker one.
  if (found === undefined && isTotal(strongest)) return undefined;
  for (const level of weaker.reverse()) {
    const broken = judgeBy(level, history, model);
    if (broken !== undefined && typeof broken !== 'string') return broken;
  }
  return found;
}

/** Whether all weaker levels follow from it. */
function isTotal(level: ConsistencyLevel): boolean {
  return level === 'linearizable' || level === 'sequential' || level === 'strict-serializable';
}

function judgeBy(level: ConsistencyLevel, history: Lines, model: string): Failure | string | undefined {
  const { verdict, event, isVacuous } = judgeLevel(history, model, level);
  if (verdict.verdict === 'unknown') return isVacuous ? undefined : verdict.reason;
  if (verdict.verdict === 'ok') return undefined;
  const { reason, witness } = verdict;
  const at = event ?? history.at(-1)?.event ?? 0;
  const time = history.find((line) => line.event === at)?.time ?? 0;
  const rule = level === LINEARIZABLE ? 'no order explains the answers' : `the answers are not ${level}`;
  return { property: level, rule, reason, witness, event: at, time };
}

/** The failure of a history, where it could be judged. */
export function failureOfHistory(
  history: Lines,
  model: string | undefined,
  levels?: readonly ConsistencyLevel[],
): Failure | undefined {
  const judged = judgeHistory(history, model, levels);
  return typeof judged === 'string' ? undefined : judged;
}

/** What a minimiser or a replay looks for in a history: the level that was violated. */
export function failureOfLevel(history: Lines, model: string | undefined, property: PropertyName): Failure | undefined {
  return isConsistencyLevel(property) ? failureOfHistory(history, model, [property]) : undefined;
}

/** What a failure is to be like; without a rule any of the property's will do. */
export type Likeness = { readonly property: PropertyName; readonly rule?: string | undefined };

export function isAlike(one: Likeness, other: Likeness): boolean {
  const isAnyRule = one.rule === undefined || other.rule === undefined;
  return one.property === other.property && (isAnyRule || one.rule === other.rule);
}

/** Of a reason that goes on and on its beginning is the rule. */
const RULE_MAX = 300;

/** `n1 and n4 both lead term 7` is `n# and n# both lead term #`. */
export function ruleOf(reason: string): string {
  return reason
    .replaceAll(/\d+(\.\d+)?/g, '#')
    .replaceAll(/\s+/g, ' ')
    .slice(0, RULE_MAX)
    .trim();
}
