// A capsule's schedule on the code as it is now: does it still fail, in the same way, at the same place?
import { hexOf } from '../base/hash.ts';
import { equalPlain } from '../base/plain.ts';
import { type Entry, Player, type Schedule } from '../kernel/index.ts';
import type { Failure } from './failure.ts';
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
  if (failure === undefined) {
    return { verdict: missing === 0 ? 'gone' : 'cannot apply', failure, difference, player };
  }
  const { events, fingerprint } = player.world;
  const isSame = events === recorded.events && hexOf(fingerprint.result()) === recorded.fingerprint;
  difference ??= isSame ? undefined : 'every entry takes place as recorded, but the fingerprint is another';
  return { verdict: isSame ? 'same' : 'still violated', failure, difference: isSame ? undefined : difference, player };
}

function differenceOf(entry: Entry, played: Entry | undefined, number: number): string | undefined {
  if (played === undefined) return `entry ${number}, ${entryText(entry)}, cannot take place`;
  if (entry.do !== 'deliver' || played.do !== 'deliver' || equalPlain(entry.message, played.message)) return undefined;
  const [was, is] = [JSON.stringify(entry.message), JSON.stringify(played.message)];
  return `entry ${number}, ${entryText(entry)}: the message was ${was} and is now ${is}`;
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
