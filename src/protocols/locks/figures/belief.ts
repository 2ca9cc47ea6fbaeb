// What is measured of those who use a lock, in true time.
import { ownItem } from '../../../base/plain.ts';
import { withItem, withoutItem } from '../../../base/sorted.ts';
import { meter, type RecordFigure } from '../../../contract/figures.ts';
import type { NodeId } from '../../../contract/ids.ts';
import type { Change } from '../../../contract/property.ts';
import type { Time } from '../../../contract/time.ts';
import type { LockClientState, Worker } from '../client/index.ts';
import { threadName } from '../properties/index.ts';

const figures = {
  'belief-overlap': { about: 'How long two or more clients at a time believed to hold the lock.', unit: 'duration' },
  held: { about: 'How long a client believed to hold the lock.', unit: 'duration' },
  acquisition: { about: 'From when a client asks for the lock until it has it.', unit: 'duration' },
  recovery: {
    about: 'From the crash of a client that believed to hold the lock until somebody has it again.',
    unit: 'duration',
  },
  'wake-ups': { about: 'How many who wait are woken by a message after a release.', unit: 'count' },
  'renewals-lost': { about: 'One for each renewal that finds the lock gone.', unit: 'count' },
} as const;

type Memory = {
  /** Of each thread that believes: since when. */
  readonly since: { readonly [thread: string]: Time };
  readonly believers: readonly string[];
  readonly overlapSince: Time | null;
  /** Of each thread that waits: since when. */
  readonly asked: { readonly [thread: string]: Time };
  /** When a believer crashed, and nobody has had the lock since. */
  readonly crashedAt: Time | null;
  /** Since the last release; null before the first. */
  readonly wakeUps: number | null;
};

export const beliefMeter = meter<LockClientState, Memory>({
  group: 'client',
  figures,
  initial: { since: {}, believers: [], overlapSince: null, asked: {}, crashedAt: null, wakeUps: null },
  observe(memory, { node, before, after }: Change<LockClientState>, at, record) {
    const counted = before?.counts === after?.counts ? memory : countedIn(memory, before, after, record);
    if (before?.workers === after?.workers) return counted;
    const threads = Math.max(before?.workers.length ?? 0, after?.workers.length ?? 0);
    let next = counted;
    for (let thread = 0; thread < threads; thread++) {
      const [was, is] = [before?.workers[thread], after?.workers[thread]];
      if (was !== is) next = observeThread(next, { name: threadName(node, thread), node, was, is }, at, record);
    }
    return next;
  },
  end({ overlapSince, wakeUps }, at, record) {
    if (overlapSince !== null) record('belief-overlap', at - overlapSince);
    if (wakeUps !== null) record('wake-ups', wakeUps);
  },
});

function countedIn(
  memory: Memory,
  before: LockClientState | undefined,
  after: LockClientState | undefined,
  record: RecordFigure,
): Memory {
  if (before === undefined || after === undefined) return memory;
  for (let more = before.counts.renewalsLost; more < after.counts.renewalsLost; more++) record('renewals-lost', 1);
  const woken = after.counts.wakeUps - before.counts.wakeUps;
  return woken === 0 || memory.wakeUps === null ? memory : { ...memory, wakeUps: memory.wakeUps + woken };
}

type Step = {
  readonly name: string;
  readonly node: NodeId;
  readonly was: Worker | undefined;
  readonly is: Worker | undefined;
};

function observeThread(memory: Memory, step: Step, at: Time, record: RecordFigure): Memory {
  const [did, does] = [step.was?.believes === true, step.is?.believes === true];
  const waited = did === does ? memory : does ? began(memory, step, at, record) : ended(memory, step, at, record);
  const isAsking = step.is?.phase === 'acquiring' && !does;
  const wasAsking = step.was?.phase === 'acquiring' && !did;
  if (isAsking === wasAsking) return waited;
  return { ...waited, asked: isAsking ? { ...waited.asked, [step.name]: at } : without(waited.asked, step.name) };
}

function began(memory: Memory, { name }: Step, at: Time, record: RecordFigure): Memory {
  const askedAt = ownItem(memory.asked, name);
  if (askedAt !== undefined) record('acquisition', at - askedAt);
  if (memory.crashedAt !== null) record('recovery', at - memory.crashedAt);
  const believers = withItem(memory.believers, name);
  const overlapSince = believers.length === 2 ? at : memory.overlapSince;
  return { ...memory, believers, since: { ...memory.since, [name]: at }, overlapSince, crashedAt: null };
}

function ended(memory: Memory, { name, is }: Step, at: Time, record: RecordFigure): Memory {
  record('held', at - (memory.since[name] ?? at));
  const believers = withoutItem(memory.believers, name);
  if (believers.length === 1 && memory.overlapSince !== null) record('belief-overlap', at - memory.overlapSince);
  const overlapSince = believers.length > 1 ? memory.overlapSince : null;
  const next = { ...memory, believers, since: without(memory.since, name), overlapSince };
  if (is === undefined) return believers.length > 0 ? next : { ...next, crashedAt: at };
  if (is.phase !== 'releasing') return next;
  if (memory.wakeUps !== null) record('wake-ups', memory.wakeUps);
  return { ...next, wakeUps: 0 };
}

function without(times: { readonly [thread: string]: Time }, name: string): { readonly [thread: string]: Time } {
  return Object.fromEntries(Object.entries(times).filter(([other]) => other !== name));
}
