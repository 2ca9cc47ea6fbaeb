// A capsule's schedule on the code as it is now: does it still fail, in the same way, at the same place?

import { hexOf } from '../base/hash.ts';
import { equalPlain } from '../base/plain.ts';
import { sortedKeys } from '../base/sorted.ts';
import { levelsOfModel } from '../checkers/index.ts';
import { type Entry, Player, type Schedule } from '../kernel/index.ts';
import { type Failure, failureOfStop, failureOfViolation } from './failure.ts';
import { attempt, type Target } from './minimise/attempt.ts';

/** What the capsule says of the schedule. */
export type Recorded = { readonly events: number; readonly fingerprint: string };

export type ScheduleReplay = {
  /**
   * `same`: it fails, and every event is the one recorded. `still violated`: it fails, but something before is other
   * than it was. `gone`: every entry takes place, and nothing is violated. `cannot apply`: some entries cannot take
   * place, and nothing is violated.
   */
  readonly verdict: 'same' | 'still violated' | 'gone' | 'cannot apply';
  readonly failure: Failure | undefined;
  /** Where it first is another run than the recorded one, in words. */
  readonly difference: string | undefined;
  /** The run, up to the failure, with its trace. */
  readonly player: Player;
};

export function replaySchedule(target: Target, schedule: Schedule, recorded: Recorded): ScheduleReplay {
  const failing = attempt(target, schedule);
  const player = new Player(target.plan, schedule, { isTraced: true });
  let difference: string | undefined;
  let missing = 0;
  for (const [at, entry] of schedule.entries.entries()) {
    if (failing !== undefined && player.world.events > failing.failure.event) break;
    const played = player.play(entry);
    if (played === undefined) missing++;
    difference ??= differenceOf(entry, played, at + 1);
  }
  const failure = failing?.failure;
  if (failure === undefined) return withoutFailure(target, missing, difference, player);
  const { events, fingerprint } = player.world;
  const isSame = events === recorded.events && hexOf(fingerprint.result()) === recorded.fingerprint;
  difference ??= isSame ? undefined : 'every entry takes place as recorded, but the fingerprint is another';
  return { verdict: isSame ? 'same' : 'still violated', failure, difference: isSame ? undefined : difference, player };
}

/** It does not fail as recorded: by another rule, or not at all, or nobody can tell. */
function withoutFailure(
  { plan, failure: { property }, model }: Target,
  missing: number,
  difference: string | undefined,
  player: Player,
): ScheduleReplay {
  const { world, stop } = player;
  const violation = world.violations.find((each) => each.property === property);
  const stopped = stop === undefined ? undefined : failureOfStop(stop, Math.max(0, world.events - 1), world.time);
  const other = violation === undefined ? stopped : failureOfViolation(violation);
  if (other?.property === property) {
    const by = `it is violated by another rule: ${other.rule}`;
    return { verdict: 'still violated', failure: other, difference: by, player };
  }
  const known = plan.monitors.flatMap(({ properties }) => properties.map(({ name }) => name));
  const all = [...known, ...(model === undefined ? [] : levelsOfModel(model)), ...endings];
  if (!all.includes(property)) {
    const unknown = `the system has no property ${JSON.stringify(property)}: expected ${all.slice(0, 8).join(', ')}`;
    return { verdict: 'cannot apply', failure: undefined, difference: unknown, player };
  }
  return { verdict: missing === 0 ? 'gone' : 'cannot apply', failure: undefined, difference, player };
}

/** Ways in which a run can end that are the protocol's failure. */
const endings: readonly string[] = ['crashed in handler', 'impure handler', 'livelock', 'queue flooded'];

function differenceOf(entry: Entry, played: Entry | undefined, number: number): string | undefined {
  if (played === undefined) return `entry ${number}, ${entryText(entry)}, cannot take place`;
  const unasked = unusedChoice(entry, played);
  if (unasked !== undefined) return `entry ${number}, ${entryText(entry)}: it chooses ${unasked}, which nobody asks`;
  if (entry.do !== 'deliver' || played.do !== 'deliver' || equalPlain(entry.message, played.message)) return undefined;
  const [was, is] = [JSON.stringify(entry.message), JSON.stringify(played.message)];
  return `entry ${number}, ${entryText(entry)}: the message was ${was} and is now ${is}`;
}

/** A choice that the schedule has, and no handler asked for; or not among so many options. */
function unusedChoice({ choices = {} }: Entry, { choices: taken = {} }: Entry): string | undefined {
  return sortedKeys(choices).find((label) => !equalPlain(choices[label]!, taken[label] ?? []));
}

/** `n1 receives Vote from n2`. */
function entryText(entry: Entry): string {
  switch (entry.do) {
    case 'deliver':
      return `${entry.node} receives ${entry.message.kind} from ${entry.from}`;
    case 'timer':
      return `the ${entry.timer} timer of ${entry.node}`;
    case 'write':
      return `a write of ${entry.node}`;
    case 'stall':
      return `the disk of ${entry.node} stalls`;
    case 'reset':
      return `${entry.node} loses its connection to ${entry.from}`;
    case 'failure':
      return `${entry.node} is told of a failed write`;
    case 'begin':
      return `fault ${entry.fault + 1} begins`;
    case 'end':
      return `fault ${entry.fault + 1} ends`;
  }
}
