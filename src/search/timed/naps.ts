// A node that would have to wait longer than its timers let it may be down meanwhile, and start anew in time: where its
// disk holds all that counts, nobody sees a difference. Whether that is so is tried.
import type { Fault, FaultAction, Target as Place } from '../../contract/faults.ts';
import { ms } from '../../contract/time.ts';
import type { Entry, Schedule } from '../../kernel/index.ts';
import { actionText } from '../../plans/index.ts';
import type { Played } from './moments.ts';
import type { Wait } from './order.ts';

/** The same with a crash right after what the node did last, and a restart right before the moment that it waits for. */
export function withNap({ moments, schedule }: Played, { node, moment }: Wait): Schedule | undefined {
  const next = moments[moment]!;
  // A node that goes down or comes up anyway does not wait.
  if (next.entry?.do !== 'deliver' && next.entry?.do !== 'timer') return undefined;
  const last = moments.slice(0, moment).findLast(({ nodes }) => nodes.includes(node))!;
  const number = schedule.faults.length;
  const { entries } = schedule;
  const down: Entry = { do: 'begin', fault: number };
  const up: Entry = { do: 'end', fault: number };
  return {
    ...schedule,
    faults: [...schedule.faults, crashOf({ select: 'node', node })],
    entries: [
      ...entries.slice(0, last.to),
      down,
      ...entries.slice(last.to, next.from),
      up,
      ...entries.slice(next.from),
    ],
  };
}

function crashOf(place: Place): Fault {
  const action: FaultAction = { kind: 'crash', targets: [place], unsynced: 'lost' };
  return { name: 'crash', text: actionText(action), at: 0, until: ms(1), action };
}
