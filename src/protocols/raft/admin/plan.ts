// What administrators are to ask for, as a scenario writes it: `admin: "2s voters n1 n2 n4; 5s transfer n2"`.
//
//   plan    step (";" step)*      or   "random" duration
//   step    duration "voters" server+ ("learners" server+)?      the members from then on
//           duration "transfer" server                           who is to lead
//
// Durations are whole numbers of ms or s, since the start. Steps are asked one after the other.
import type { NodeId } from '../../../contract/ids.ts';
import { type Duration, ms, seconds, type Time } from '../../../contract/time.ts';

export type Step = { readonly at: Time } & Task;
export type Task =
  | { readonly do: 'change'; readonly voters: readonly NodeId[]; readonly learners: readonly NodeId[] }
  | { readonly do: 'transfer'; readonly target: NodeId };

/** `every`: a task is drawn each time that this has passed. */
export type Plan = { readonly steps: readonly Step[]; readonly every: Duration | undefined };

const SERVER = /^n\d{1,4}$/;

/** The plan, or what is wrong with it in a sentence. */
export function planOf(text: string): Plan | { readonly problem: string } {
  if (text.trim() === '') return { steps: [], every: undefined };
  const random = /^random\s+(\S+)$/.exec(text.trim());
  if (random !== null) {
    const every = durationOf(random[1]!);
    return every === undefined || every === 0 ? wrong(text, '"random 2s"') : { steps: [], every };
  }
  const steps: Step[] = [];
  for (const part of text.split(';')) {
    const step = stepOf(part.trim().split(/\s+/));
    if (step === undefined) return wrong(part.trim(), '"2s voters n1 n2 n4 learners n5" or "5s transfer n2"');
    if (step.at < (steps.at(-1)?.at ?? 0)) return wrong(part.trim(), 'a time not before that of the step before it');
    steps.push(step);
  }
  return { steps, every: undefined };
}

/** The servers that a task names. */
export function namedIn(task: Task): readonly NodeId[] {
  return task.do === 'transfer' ? [task.target] : [...task.voters, ...task.learners];
}

function wrong(found: string, expected: string): { readonly problem: string } {
  return { problem: `admin: found ${JSON.stringify(found)}, expected ${expected}` };
}

function stepOf([time = '', word, ...servers]: readonly string[]): Step | undefined {
  const at = durationOf(time);
  if (at === undefined) return undefined;
  if (word === 'transfer') {
    const [target] = servers;
    return servers.length === 1 && SERVER.test(target!) ? { at, do: 'transfer', target: target! } : undefined;
  }
  const split = servers.indexOf('learners');
  const voters = split === -1 ? servers : servers.slice(0, split);
  const learners = split === -1 ? [] : servers.slice(split + 1);
  const named = [...voters, ...learners];
  const isWhole = voters.length > 0 && (split === -1 || learners.length > 0) && new Set(named).size === named.length;
  const isRight = word === 'voters' && isWhole && named.every((name) => SERVER.test(name));
  return isRight ? { at, do: 'change', voters, learners } : undefined;
}

function durationOf(text: string): Duration | undefined {
  const [, number, unit] = /^(\d{1,7})(ms|s)$/.exec(text) ?? [];
  if (number === undefined) return undefined;
  return unit === 's' ? seconds(Number(number)) : ms(Number(number));
}
