// The text of a timed scenario: the scenario of a capsule on a network that lets nothing through but what faults say.
// First without times, which is the world that they are looked for in; then with them.
import { Document, isMap, isScalar, parse } from 'yaml';
import type { Fault } from '../../contract/faults.ts';
import { durationText } from '../../contract/notation.ts';
import type { Duration } from '../../contract/time.ts';
import { printPlan, unprintable } from '../../plans/index.ts';
import { fixedOptions, type WrittenOptions } from '../drawn.ts';
import type { Scenario } from '../scenario.ts';
import { unusualEndings } from '../schema/expect.ts';
import { isRecord } from '../schema/issues.ts';

export type TimedWorld = {
  /** What the capsule holds. */
  readonly text: string;
  readonly scenario: Scenario;
  /** How many clients do something: the first so many. */
  readonly clients: number;
  readonly property: string;
  readonly story: string;
  /** Those that were drawn. */
  readonly drawn?: WrittenOptions | undefined;
};

export type TimedPart = {
  readonly seed: string;
  readonly faults: readonly Fault[];
  readonly run: Duration;
  /** Other properties that this run violates besides. */
  readonly besides: readonly string[];
};

const HEAD = '# Times for a failure that Faultline made small: npx faultline run <this file>\n';
const NAME_MAX = 120;

/** Its text. Without `timed` it stands in its own length, with no faults. */
export function timedText(world: TimedWorld, timed?: TimedPart): string {
  const { text, scenario, clients, property, story, drawn } = world;
  const { name, use, system, nodes, options, disk, workload, start, limits, ...rest } = parse(text) as Fields;
  const run = timed?.run ?? scenario.run;
  const value = {
    faultline: 1,
    name: `${property} is violated: ${name}`.slice(0, NAME_MAX),
    about: `${story.replaceAll(/\s+/g, ' ')}\n`,
    ...given({ use, system, nodes, options: fixedOptions(options, drawn) }),
    seed: seedOf(timed?.seed ?? '1'),
    network: { latency: '0s', loss: '100%' },
    disk: { latency: '0s', ...(isRecord(disk) && disk['blocking'] === true ? { blocking: true } : {}) },
    ...(clients === 0
      ? {}
      : given({ workload: fewer(workload, clients, scenario, run), clients: placed(rest['clients']) })),
    ...given({ start, limits }),
  };
  const faults = timed === undefined ? '' : printPlan(timed.faults);
  const claims = [property, ...(timed?.besides ?? [])].map((each) => `  - ${claimOf(each)}\n`).join('');
  return `${HEAD}${yaml(value)}${faults}run: ${durationText(run)}\n${timed === undefined ? '' : `expect:\n${claims}`}`;
}

/** A number without quotes, where it is one. */
function seedOf(seed: string): number | string {
  return /^\d{1,15}$/.test(seed) ? Number(seed) : seed;
}

/** Why these faults cannot be written down, in a clause. */
export function unwritable(faults: readonly Fault[]): string | undefined {
  return faults.map(unprintable).find((clause) => clause !== undefined);
}

type Fields = { readonly [key: string]: unknown };

function given(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function claimOf(property: string): string {
  const isEnding = (unusualEndings as readonly string[]).includes(property);
  return isEnding ? `ends: ${property}` : `violates: ${property}`;
}

/** With the first clients only, each at its own pace; the rate is that of all together. */
function fewer(workload: unknown, clients: number, { workload: built }: Scenario, run: Duration): unknown {
  if (!isRecord(workload) || built === undefined) return workload;
  const { clients: _, rate, from, to, ...rest } = workload;
  const pace =
    rate === undefined ? {} : { rate: `${Math.max(1, Math.round((clients * 60_000_000) / built.interval))}/m` };
  return { ...rest, clients, ...pace, ...given({ from }), ...(to !== undefined && built.to <= run ? { to } : {}) };
}

/** Where clients stand; how many they are stands in the workload. */
function placed(clients: unknown): unknown {
  if (!isRecord(clients)) return undefined;
  const { count: _, ...rest } = clients;
  return Object.keys(rest).length === 0 ? undefined : rest;
}

/** Keys with a line each; what they hold in braces, prose as a paragraph. */
function yaml(value: Fields): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  for (const { key, value: node } of isMap(document.contents) ? document.contents.items : []) {
    if (isMap(node)) node.flow = true;
    if (isScalar(node) && isScalar(key) && key.value === 'about') node.type = 'BLOCK_FOLDED';
  }
  return document.toString({ lineWidth: 120, flowCollectionPadding: true });
}
