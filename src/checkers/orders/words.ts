// What breaks a level, in a few lines of text made from the data of `broken.ts`.
import { unreachable } from '../../base/assert.ts';
import type { Operation } from '../../contract/history.ts';
import { described, type Place } from '../explanation.ts';
import type { Level } from '../levels.ts';
import type { Broken } from './broken.ts';

type Missed = Extract<Broken, { kind: 'missed' }>;

/** Of a longer chain the middle is left out. */
const CHAIN_SHOWN = 6;

export function explainBroken(broken: Broken, level: Level, place: Place = (position) => `#${position}`): string {
  const told = (operation: Operation) => withKey(operation, place);
  const { operation } = broken;
  switch (broken.kind) {
    case 'thin-air': {
      const [attempt] = broken.failed;
      const who = attempt === undefined ? 'no operation ever wrote' : `only what failed would have written`;
      const which = attempt === undefined ? '' : `\n  ${broken.failed.slice(0, 3).map(told).join(', ')}`;
      return `${told(operation)} returned what ${who}${which}`;
    }
    case 'circle': {
      const head = `${told(operation)} stands in no order: each of these comes before the next`;
      return [head, ...chain(broken.circle, told)].join('\n');
    }
    case 'missed':
      return missed(broken, level, told).join('\n');
    case 'no-order':
      return `up to ${told(operation)} no order of all operations, each process in its own, explains every answer`;
    default:
      return unreachable(broken);
  }
}

function missed({ seen, older }: Missed, level: Level, told: (operation: Operation) => string): readonly string[] {
  const write = seen[0]!;
  const read = seen.at(-1)!;
  const lines = [`${told(read)} misses ${told(write)}`, ...whySeen(seen, level, told)];
  if (older.length === 0) return [...lines, '  it returned the value at the beginning'];
  return [...lines, '  what it returned is older: each of these comes before the next', ...chain(older, told)];
}

/** Why the write had to be seen: the operations between the two, as each guarantee names them. */
function whySeen(seen: readonly Operation[], level: Level, told: (operation: Operation) => string): readonly string[] {
  const reader = seen.at(-1)!.process;
  const [, second, third, fourth] = seen;
  switch (level) {
    case 'read-your-writes':
      return [`  process ${reader} had made that write itself`];
    case 'monotonic-reads':
      return [`  process ${reader} had read it before: ${told(second!)}`];
    case 'monotonic-writes':
      return [`  its process then made ${told(second!)}`, ...knownBy(reader, third!, seen.at(-1)!, told)];
    case 'writes-follow-reads':
      return [
        `  it had been read when the next was written: ${told(second!)}`,
        ...(second === third ? [] : [`  then ${told(third!)}`]),
        ...knownBy(reader, fourth!, seen.at(-1)!, told),
      ];
    case 'sequential':
    case 'causal':
    case 'causal-convergence':
      return seen.length === 2
        ? [`  which comes before it`]
        : ['  which comes before it: each of these comes before the next', ...chain(seen, told)];
    default:
      return unreachable(level);
  }
}

function knownBy(
  reader: number,
  reading: Operation,
  read: Operation,
  told: (operation: Operation) => string,
): readonly string[] {
  return reading === read ? [] : [`  and process ${reader} had read that: ${told(reading)}`];
}

function chain(operations: readonly Operation[], told: (operation: Operation) => string): readonly string[] {
  const lines = operations.map((operation) => `    ${told(operation)}`);
  const others = lines.length - CHAIN_SHOWN;
  if (others < 2) return lines;
  const head = CHAIN_SHOWN / 2;
  return [...lines.slice(0, head), `    and ${others} others`, ...lines.slice(lines.length - head)];
}

function withKey(operation: Operation, place: Place): string {
  const { key } = operation;
  const text = described(operation, place);
  return key === undefined ? text : `${JSON.stringify(key)}: ${text}`;
}
