// Which timers may fire, where there is no time. Of two timers of a node the one that was set later cannot be due first
// if the other's latest time is not after its own earliest. So each knows the timers that it cannot fire before.
import type { Kind } from '../../contract/context.ts';
import { type Effect, timerName } from '../../contract/effects.ts';
import type { Duration } from '../../contract/time.ts';

export type SetTimer = {
  readonly name: string;
  readonly timer: Kind;
  readonly min: Duration;
  readonly max: Duration;
  /** Names of the timers that fire before it, or are cancelled, or set again; sorted. */
  readonly after: readonly string[];
};

type Setting = { readonly name: string; readonly min: Duration; readonly max: Duration; readonly at: number };

/**
 * The timers after an event: `before` are those that were set before it, `names` those that are set now. What was set in
 * the event stands in the effects of its handler.
 */
export function timersAfter(
  before: readonly SetTimer[],
  names: ReadonlyMap<string, { readonly timer: Kind }>,
  effects: readonly Effect[],
  count: number,
): readonly SetTimer[] {
  const settings = new Map<string, Setting>();
  for (let at = 0; at < count; at++) {
    const effect = effects[at]!;
    if (effect.effect !== 'setTimer') continue;
    const { timer, min, max } = effect;
    const name = timerName(timer.kind, typeof timer['key'] === 'string' ? timer['key'] : undefined);
    settings.set(name, { name, min, max, at });
  }
  const kept = before.filter(({ name }) => names.has(name) && !settings.has(name));
  const isKept = new Set(kept.map(({ name }) => name));
  const old = kept.map((timer) => {
    const after = timer.after.filter((name) => isKept.has(name));
    return after.length === timer.after.length ? timer : { ...timer, after };
  });
  const set = [...settings.values()].filter(({ name }) => names.has(name));
  const fresh = set.map((setting): SetTimer => {
    const { name, min, max } = setting;
    const earlier = old.filter((other) => other.max <= min);
    const together = set.filter((other) => other.max < min || (other.max === min && other.at < setting.at));
    const after = [...earlier, ...together].map((other) => other.name).filter((other) => other !== name);
    return { name, timer: names.get(name)!.timer, min, max, after: after.sort() };
  });
  return [...old, ...fresh].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Nothing that is set has to fire before it. */
export function mayFire({ after }: SetTimer): boolean {
  return after.length === 0;
}
