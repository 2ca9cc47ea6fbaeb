// What an exploration plays first: the schedule of a capsule (`--from`), or the one in the scenario's own `explore:`.
import { dirname, resolve } from 'node:path';
import { equalPlain } from '../../base/plain.ts';
import type { Schedule } from '../../kernel/index.ts';
import { systems } from '../../protocols/registry.ts';
import { type Capsule, playableOf, type Scenario, useOf } from '../../scenario/index.ts';
import { ModelError } from '../../search/index.ts';
import { loadModule } from '../modules.ts';

/** What a capsule has of a schedule. */
export type Beginning = Pick<Capsule, 'schedule' | 'writes' | 'faults' | 'starts' | 'options'>;

/** Undefined: it has none. */
export function beginningIn({ schedule, writes, faults, starts, options }: Capsule): Beginning | undefined {
  return schedule === undefined ? undefined : { schedule, writes, faults, starts, options };
}

/** The capsule's schedule, on the scenario that is explored. */
export async function scheduleFrom(from: Beginning, scenario: Scenario, text: string): Promise<Schedule> {
  const { file, seed } = scenario;
  const use = useOf(text);
  const used = use === undefined ? undefined : await loadModule(use, dirname(resolve(file)));
  const played = playableOf({ ...from, scenario: text, file, seed }, systems, used && (() => used));
  if (!('schedule' in played)) {
    throw new ModelError(`the schedule that goes before does not fit it: ${played.problems[0]!.message}`);
  }
  if (equalPlain(played.scenario.options, scenario.options)) return played.schedule;
  const drawn = JSON.stringify(from.options);
  throw new ModelError(
    `the schedule that goes before was found with other options: write those in the scenario, ${drawn}`,
  );
}

/** The scenario's own; undefined: it begins at the start. Where it names a write, it names all. */
export function ownBeginning({ explore: { schedule } }: Scenario): Schedule | undefined {
  if (schedule === undefined) return undefined;
  const isNamed = schedule.some((entry) => entry.do === 'write');
  return { entries: schedule, faults: [], writes: isNamed ? 'named' : 'automatic' };
}
