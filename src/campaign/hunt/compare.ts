// Where two runs of one world part: it is run twice, one after the other, and looked at after every event. What has
// been drawn from outside (a clock, a random number, a variable of the module) differs between the two.
import type { Hash } from '../../base/hash.ts';
import { traceLine } from '../../display/trace-lines.ts';
import { TimedRun } from '../../kernel/index.ts';
import { compileSwarm, type Scenario } from '../../scenario/index.ts';
import type { Difference } from './record.ts';

/** What depends on the clock may be the same by chance. */
const TRIES = 5;

export function differenceIn(scenario: Scenario, world: string): Difference {
  for (let i = 0; i < TRIES; i++) {
    const found = differenceOf(() => startRun(scenario, world));
    if (found !== undefined) return found;
  }
  return { event: null, lines: [`run side by side ${TRIES} times, the seed was the same each time`] };
}

function startRun(scenario: Scenario, world: string): TimedRun {
  return new TimedRun(compileSwarm(scenario, world).plan, { level: 'trace', stopsAtViolation: true });
}

/** Undefined: the two runs were the same. */
export function differenceOf(start: () => TimedRun): Difference | undefined {
  const one = start();
  const hashes: Hash[] = [];
  while (step(one)) hashes.push(...hashesOf(one));
  const other = start();
  let event = 0;
  while (step(other)) {
    const [fingerprint, states] = hashesOf(other) as [Hash, Hash];
    const [expected, expectedStates] = [hashes[2 * event], hashes[2 * event + 1]];
    if (expected === undefined || !isSame(fingerprint, expected)) return differing(one, other, event);
    if (!isSame(states, expectedStates!)) return differing(one, other, event, 'after it the states differ');
    event++;
  }
  return 2 * event === hashes.length ? undefined : differing(one, other, event);
}

/** False: there was no other event. */
function step(run: TimedRun): boolean {
  const before = run.world.events;
  while (!run.isDone && run.world.events === before) run.run(before + 1);
  return run.world.events > before;
}

function hashesOf({ world }: TimedRun): readonly Hash[] {
  return [world.fingerprint.result(), world.stateHash()];
}

function isSame(one: Hash, other: Hash): boolean {
  return one.low === other.low && one.high === other.high;
}

function differing(one: TimedRun, other: TimedRun, event: number, why?: string): Difference {
  const lines = [lineOf(one, event), lineOf(other, event)];
  return { event, lines: why === undefined ? lines : [lines[0]!, why] };
}

function lineOf({ trace }: TimedRun, event: number): string {
  return trace !== undefined && event < trace.length ? traceLine(trace.at(event)).trim() : 'the run was over';
}
