// A failure made small, as a capsule.
import { parse } from 'yaml';
import type { Schedule } from '../../kernel/index.ts';
import { printFault, unprintable } from '../../plans/index.ts';
import type { Capsule } from '../capsule.ts';
import type { WrittenOptions } from '../drawn.ts';
import { choiceRow, rowOf } from './rows.ts';
import type { Found } from './small.ts';

/** A failure made small, and where it comes from. */
export type Small = {
  readonly version: string;
  readonly file: string;
  readonly text: string;
  readonly seed: string;
  /** The module that was loaded, as capsules have it. */
  readonly module?: string | undefined;
  readonly failure: {
    readonly property: string;
    readonly rule: string;
    readonly reason: string;
    readonly event: number;
  };
  readonly schedule: Schedule;
  /** Of the schedule, played. */
  readonly events: number;
  readonly fingerprint: string;
  /** What the rate of the scenario's workload was multiplied by. Default 1. */
  readonly pace?: string | undefined;
  /** Those that were drawn. */
  readonly options?: WrittenOptions | undefined;
  readonly found: Found;
  readonly story: string;
};

/** Its capsule, or in a clause why there can be none. */
export function smallCapsule(small: Small): Capsule | string {
  const { version, file, text, seed, module, failure, schedule, events, fingerprint, found, story, pace, options } =
    small;
  const { faults, entries, writes, starts = {} } = schedule;
  const chosen = Object.entries(starts).map(([node, choices]) => [node, choiceRow(choices)] as const);
  const problem = faults.map(unprintable).find((clause) => clause !== undefined);
  if (problem !== undefined) return problem;
  const { property, rule, reason, event } = failure;
  return {
    capsule: 1,
    faultline: version,
    file,
    seed,
    ...(module === undefined ? {} : { module }),
    verdict: 'failed',
    ending: 'violated',
    events,
    fingerprint,
    violations: [{ property, rule: oneLine(rule, 1_000), reason: oneLine(reason, 10_000), event }],
    found,
    story: wrapped(story),
    writes,
    ...(pace === undefined ? {} : { pace }),
    ...(options === undefined ? {} : { options }),
    ...(faults.length === 0 ? {} : { faults: faults.map((fault) => parse(printFault(fault)) as unknown) }),
    ...(chosen.length === 0 ? {} : { starts: Object.fromEntries(chosen) }),
    schedule: entries.map((entry) => rowOf(entry, faults)),
    scenario: text,
  };
}

/** On lines of their own, so that it is a block of text in the file. */
function wrapped(story: string): string {
  const lines: string[] = [];
  for (const word of story.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= STORY_WIDTH) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return `${lines.join('\n')}\n`;
}

const STORY_WIDTH = 110;

/** Without line ends and marks of no width, and no longer than a reader takes. A rule that is cut is cut the same each time. */
function oneLine(text: string, max: number): string {
  return (
    text
      .replaceAll(/[^ -~\u00a0-\uffff]+/g, ' ')
      .slice(0, max)
      .trim() || '-'
  );
}
