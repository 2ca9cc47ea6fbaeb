// What went wrong in a run, in a shape that can be compared: two runs fail alike if the same property is violated by the
// same rule.

import type { Plain } from '../base/plain.ts';
import { judgeLinearizable, type LineOfRun } from '../checkers/index.ts';
import type { PropertyName, Violation } from '../contract/property.ts';
import type { Time } from '../contract/time.ts';
import type { Stop } from '../kernel/index.ts';

export type Failure = {
  /** A property of states, `linearizable`, or how the run ended: `crashed in handler`, `livelock`. */
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

/** Of a whole history. A string: why it could not be judged. Undefined: nothing is wrong, or nothing can be. */
export function judgeHistory(history: Lines, model: string | undefined): Failure | string | undefined {
  if (model === undefined) return undefined;
  const { verdict, event, isVacuous } = judgeLinearizable(history, model);
  if (verdict.verdict === 'unknown') return isVacuous ? undefined : verdict.reason;
  if (verdict.verdict === 'ok') return undefined;
  const { reason, witness } = verdict;
  const at = event ?? history.at(-1)?.event ?? 0;
  const time = history.find((line) => line.event === at)?.time ?? 0;
  return { property: LINEARIZABLE, rule: 'no order explains the answers', reason, witness, event: at, time };
}

/** The failure of a history, where it could be judged. */
export function failureOfHistory(history: Lines, model: string | undefined): Failure | undefined {
  const judged = judgeHistory(history, model);
  return typeof judged === 'string' ? undefined : judged;
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
