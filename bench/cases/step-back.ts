// A step in the debugger, forwards or back, from a random event of a Raft run, with all that a screen asks for after it.
// At three lengths of the run: the cost must not grow with it.
import { RandomStream } from '../../src/base/random.ts';
import { seconds } from '../../src/contract/time.ts';
import {
  advance,
  branchOf,
  causeChain,
  changesAt,
  eventsAround,
  fieldsAt,
  messagesInFlight,
  nodesAt,
  openSession,
  propertiesAt,
  reduce,
  type Session,
  type Source,
  statusOf,
  windowsKnown,
} from '../../src/debugger/index.ts';
import { raftKv } from '../../src/protocols/raft/index.ts';
import { median } from '../measure.ts';
import { raftPlan } from './raft.ts';

export type StepTimes = {
  readonly events: number;
  readonly backMs: number;
  readonly backP99Ms: number;
  readonly forwardMs: number;
  readonly forwardP99Ms: number;
};

export const source: Source = {
  file: 'bench',
  kind: 'scenario',
  name: 'bench',
  about: '',
  system: raftKv,
  plan: raftPlan(seconds(120)),
  notes: [],
  judgedAtEnd: [],
  judge: () => ({ verdict: 'held', event: undefined, properties: [], claims: [] }),
};

const STEPS = 400;

/** For each number of events that are known. */
export function stepTimes(sizes: readonly number[]): readonly StepTimes[] {
  let session = openSession(source, { event: 0 });
  return sizes.map((events) => {
    session = advance(session, { events: events - branchOf(session).known });
    const random = new RandomStream('step', String(events));
    const back = times(session, random, 'previous');
    const forward = times(session, random, 'next');
    const p99 = (list: readonly number[]) => round([...list].sort((a, b) => a - b)[Math.floor(list.length * 0.99)]!);
    return {
      events: branchOf(session).known,
      backMs: round(median(back)),
      backP99Ms: p99(back),
      forwardMs: round(median(forward)),
      forwardP99Ms: p99(forward),
    };
  });
}

function times(from: Session, random: RandomStream, step: 'next' | 'previous'): readonly number[] {
  const { known } = branchOf(from);
  return Array.from({ length: STEPS }, () => {
    const there = reduce(from, { do: 'event', event: 1 + random.int(known - 2) });
    look(there);
    const begun = performance.now();
    look(reduce(there, { do: step }));
    return performance.now() - begun;
  });
}

/** What a large screen shows. */
function look(session: Session): void {
  statusOf(session);
  nodesAt(session);
  eventsAround(session, 20, 20);
  messagesInFlight(session);
  changesAt(session);
  fieldsAt(session);
  causeChain(session);
  propertiesAt(session);
  windowsKnown(session);
}

const round = (value: number): number => Math.round(value * 100) / 100;
