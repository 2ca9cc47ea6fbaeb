// The search as a judge of one key: sets up integers, masks and timetable, and reads the failure off the search.
import type { Failure } from './explanation.ts';
import { bigMasks, INTEGER_SLOTS, integerMasks, type Masks } from './masks.ts';
import type { Partition } from './partitions.ts';
import { type Outcome, Search } from './search.ts';
import { Transitions } from './transitions.ts';
import { type Timetable, timetableOf } from './turns.ts';

/** Judges one key, some configurations at a time. `failure` may be asked for once the outcome is `violated`. */
export type Judge = {
  readonly partition: Partition;
  readonly method: 'zones' | 'search';
  readonly outcome: Outcome;
  readonly configurations: number;
  /** Goes on until `limit` configurations were visited in all. */
  readonly run: (limit: number) => void;
  readonly failure: () => Failure;
};

export function searchJudge(partition: Partition): Judge {
  const transitions = new Transitions();
  const timetable = timetableOf(partition, transitions);
  return timetable.slots <= INTEGER_SLOTS
    ? judgeOf(partition, transitions, timetable, integerMasks)
    : judgeOf(partition, transitions, timetable, bigMasks);
}

function judgeOf<M>(partition: Partition, transitions: Transitions, timetable: Timetable, masks: Masks<M>): Judge {
  const search = new Search(timetable, transitions, transitions.stateOf(partition.initial), masks);
  return {
    partition,
    method: 'search',
    get outcome() {
      return search.outcome;
    },
    get configurations() {
      return search.configurations;
    },
    run: (limit) => search.run(limit),
    failure: () => ({
      turn: search.deepest.turn,
      states: [...search.deepest.states].map((state) => transitions.textOf(state)),
    }),
  };
}
