// The report of a hunt as text: what was explored, then what failed, with what to paste, and the verdict.
import { onOneLine, printable } from '../base/printable.ts';
import { formatCount, formatDuration, formatTime } from './format.ts';
import type { HuntExplored, HuntGroup, HuntReport, HuntSeeds } from './hunt-report.ts';
import { shellWord, stepCommand } from './step-command.ts';
import type { Style } from './style.ts';
import { wrapText } from './table.ts';

const WIDTH_MOST = 80;

/** The lines of the card, at most `width` columns where words can be wrapped. The verdict comes last. */
export function huntCard(report: HuntReport, style: Style, width = WIDTH_MOST): readonly string[] {
  const columns = Math.max(40, Math.min(width, WIDTH_MOST));
  const { seeds, explored, system } = report;
  const ran = `${system}: ${seedsText(seeds)}, ${formatCount(explored.events)} events, ${simulated(explored)} simulated`;
  return [
    `hunt   ${style.strong(printable(report.name))}   ${style.faint(printable(report.scenario))}`,
    '',
    ...wrapped(ran, columns, '  '),
    ...report.modules.map((path) => `  loaded ${printable(path)}`),
    '',
    '  explored',
    ...exploredLines(report, columns),
    '',
    ...report.failures.flatMap((group) => [...groupLines(group, report, style, columns), '']),
    ...differenceLines(report, style, columns),
    ...verdictLine(report, style, columns),
  ];
}

/** Lines behind the first stand two columns further in. Two spaces set the mark at the beginning apart. */
function wrapped(text: string, columns: number, indent: string): readonly string[] {
  const [first = '', ...more] = wrapText(text, columns - indent.length - 3);
  const marked = first.replace(/^([A-Z]{3,}( [A-Z]{3,})*) /, '$1  ');
  return [`${indent}${marked}`, ...more.map((line) => `${indent}  ${line}`)];
}

function simulated({ simulatedUs }: HuntExplored): string {
  return simulatedUs < 1_000_000
    ? formatDuration(simulatedUs)
    : `${formatCount(Math.round(simulatedUs / 1_000_000))} s`;
}

function seedsText({ first, last, shard, asked, done, isCut }: HuntSeeds): string {
  const of = shard === null ? `${first}..${last}` : `shard ${shard} of ${first}..${last}`;
  if (done === asked) return `${counted(done, 'seed')} (${of})`;
  const why = isCut ? ', as many failures as were to be found' : '';
  return `${formatCount(done)} of ${counted(asked, 'seed')} (${of})${why}`;
}

function exploredLines({ explored, repeated, seeds }: HuntReport, columns: number): readonly string[] {
  const { kinds, pairs, properties, states } = explored;
  const never = properties.filter((property) => property.seeds === 0).map(({ name }) => printable(name));
  const neverMet = (names: readonly string[]) => (names.length === 0 ? '' : `; never ${names.join(', ')}`);
  const missing = pairs.missing.length <= PAIRS_TOLD ? neverMet(pairs.missing) : '';
  const fields: readonly (readonly [string, string])[] = [
    ...(states === null ? [] : [['states', `${formatCount(states)} different abstract ones`] as const]),
    ['fault kinds', `${kinds.met.length} of ${kinds.met.length + kinds.missing.length}${neverMet(kinds.missing)}`],
    ['pairs of them', `${pairs.met} of ${pairs.possible} in one run${missing}`],
    ['properties', `${properties.length - never.length} of ${properties.length} exercised${neverMet(never)}`],
    ...(repeated === 0 ? [] : [['run twice', counted(repeated, 'seed')] as const]),
    ...(seeds.unfinished === 0
      ? []
      : [['out of budget', `${counted(seeds.unfinished, 'seed')}: what would have followed is unknown`] as const]),
    ...(seeds.unjudged === 0
      ? []
      : [
          [
            'not judged',
            `${counted(seeds.unjudged, 'history').replace(/ys$/, 'ies')}: the search for an order was given up`,
          ] as const,
        ]),
  ];
  return fields.flatMap(([label, text]) => {
    const [first = '', ...more] = wrapText(text, columns - 20);
    return [`    ${label.padEnd(14)} ${first}`, ...more.map((line) => `${' '.repeat(19)}${line}`)];
  });
}

/** More of them are counted only. */
const PAIRS_TOLD = 6;

function groupLines(group: HuntGroup, report: HuntReport, style: Style, columns: number): readonly string[] {
  const { property, reason, seeds, seed, world, event, timeUs, options, minimised } = group;
  const [headline = '', ...more] = wrapped(`FOUND  ${printable(property)}: ${onOneLine(reason)}`, columns, '');
  const lines = [
    style.bad(headline),
    ...more,
    `  ${formatCount(seeds.length)} of ${counted(report.seeds.done, 'seed')}, first: seed ${seed}, event ${event}, t=${formatTime(timeUs)}`,
    ...(world === null ? [] : [`  world:  ${world}`]),
    ...(options === null ? [] : wrapped(`with ${optionsText(options)}`, columns, '  ')),
  ];
  const again = `  again:  ${huntAgain(report.scenario, group)}`;
  if (minimised === null) return [...lines, again];
  const { capsule, story, isReproduced } = minimised;
  const warning = isReproduced
    ? []
    : ['  The capsule does not show the same violation: look at the seed itself.', again];
  return [
    ...lines,
    ...wrapped(sizes(minimised), columns, '  '),
    ...wrapText(printable(story), columns - 4).map((line) => `    ${line}`),
    ...warning,
    `  replay: npx faultline replay ${shellWord(capsule)}${report.modules.length === 0 ? '' : ' --allow-code'}`,
    `  step:   ${stepOfGroup(group, report)}`,
  ];
}

function optionsText(options: NonNullable<HuntGroup['options']>): string {
  return Object.entries(options)
    .map(([name, value]) => `${name}: ${printable(String(value))}`)
    .join(', ');
}

/** The command that opens the failure; null where it has no capsule: the world of a hunted seed is drawn anew. */
export function stepOfGroup({ minimised }: HuntGroup, { modules }: HuntReport): string | null {
  return minimised === null ? null : stepCommand({ file: minimised.capsule, usesCode: modules.length > 0 });
}

/** The command that hunts one world alone, in a folder of its own: that of the campaign has its journal. */
export function huntAgain(
  scenario: string,
  { seed, world }: { readonly seed: string; readonly world?: string | null | undefined },
): string {
  const out = shellWord(`.faultline/hunt/seed-${seed}`);
  const which = world == null ? `--seeds ${seed}..${seed}` : `--world ${shellWord(world)}`;
  return `npx faultline hunt ${shellWord(scenario)} ${which} --out ${out}`;
}

function sizes({ before, events, writes, faults, operations }: NonNullable<HuntGroup['minimised']>): string {
  const left = [
    counted(faults, 'fault'),
    counted(operations, 'operation'),
    ...(writes === 0 ? [] : [counted(writes, 'write completion')]),
  ];
  return `minimised: events ${formatCount(before)} → ${formatCount(events)}, ${left.join(', ')}`;
}

function differenceLines({ difference }: HuntReport, style: Style, columns: number): readonly string[] {
  if (difference === null) return [];
  const { seed, event, lines, fingerprints } = difference;
  const where = event === null ? 'where they part could not be found' : `the first event that differs is ${event}`;
  const [headline = '', ...more] = wrapped(`DIFFERS  seed ${seed} was run twice: ${where}`, columns, '');
  const told = lines.flatMap((line) => wrapped(printable(line), columns, '  '));
  return [style.bad(headline), ...more, ...told, `  fingerprints ${fingerprints.join(' and ')}`, ''];
}

function verdictLine(
  { verdict, seeds, failures, explored }: HuntReport,
  style: Style,
  columns: number,
): readonly string[] {
  const { done, failing } = seeds;
  const say = (paint: (text: string) => string, text: string) => wrapped(text, columns, '').map(paint);
  switch (verdict) {
    case 'failed':
      return say(
        style.bad,
        `FAILED  ${counted(failing, 'seed')} of ${formatCount(done)}, ${counted(failures.length, 'kind')} of failure`,
      );
    case 'clean':
      return say(style.good, `CLEAN  no failure in ${counted(done, 'seed')}${ruleOfThree(done)}`);
    case 'open': {
      const unknown = seeds.unfinished + seeds.unjudged;
      return say(
        style.unsure,
        `UNKNOWN  no failure, but of ${formatCount(unknown)} of ${counted(done, 'seed')} nobody can tell`,
      );
    }
    case 'untested': {
      const why = done === 0 ? 'no seed was finished' : untested(explored);
      return say(style.unsure, `NOTHING TESTED  ${why}`);
    }
    case 'not deterministic':
      return say(
        style.bad,
        'NOT DETERMINISTIC  a seed came to two different things; what else was found may not come again',
      );
    default:
      return verdict satisfies never;
  }
}

function untested({ properties }: HuntExplored): string {
  return properties.length === 0 ? 'the system has no properties' : 'no property was exercised in any seed';
}

/** With no failure in n, the probability of one is below 3/n, at a confidence of 95 %: (1 − 3/n)^n is about 5 %. */
function ruleOfThree(done: number): string {
  if (done <= 3) return '';
  return `: the probability that a seed fails is below ${percent(300 / done)}, at 95 % confidence (rule of three)`;
}

/** Two digits that count. */
function percent(share: number): string {
  return `${Number(share.toPrecision(2))}%`;
}

function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
