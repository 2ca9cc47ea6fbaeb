// The smallest parts of the schema. A schema's error message is what was expected, in words ("a whole number from 1 to
// 5"); `issues.ts` puts what was found in front of it. Issues from `units.ts` are whole sentences already.
import { z } from 'zod';
import {
  expected,
  type Parsed,
  parseDuration,
  parseRange,
  parseRate,
  parseRatio,
  parseSigned,
  parseSpeed,
  patterns,
} from '../units.ts';

type Shape = { readonly [key: string]: z.ZodType };

/** A mapping with exactly these keys. For an unknown key the message lists the known ones, parted by spaces. */
export function mapping<S extends Shape>(what: string, shape: S) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : what),
  });
}

export function list<T extends z.ZodType>(what: string, item: T, max: number) {
  const error = `${what}, at most ${max} of them`;
  return z
    .array(item, { error })
    .min(1, { error: `${what}, at least one` })
    .max(max, { error });
}

export function whole(min: number, max: number) {
  const error = `a whole number from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}

export function finite() {
  const bound = 1e15;
  const error = 'a number';
  return z.number({ error }).min(-bound, { error }).max(bound, { error });
}

/** One line of words. */
export function line(what: string, max: number) {
  const error = `${what} on one line, 1 to ${max} characters`;
  return z
    .string({ error })
    .min(1, { error })
    .max(max, { error })
    .regex(/^[ -~\u00a0-\uffff]*$/, { error });
}

/** Words over several lines. */
export function paragraph(what: string) {
  const error = `${what}, 1 to 10000 characters`;
  return z.string({ error }).min(1, { error }).max(10_000, { error });
}

export function word(what: string) {
  const error = `${what}: letters, digits and dashes, at most 60 of them`;
  return z.string({ error }).regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$/, { error });
}

/** The name of a fault: words, as people say it. */
export function label(what: string) {
  const error = `${what}: letters, digits, dashes and single spaces, at most 60 of them`;
  return z
    .string({ error })
    .max(60, { error })
    .regex(/^[A-Za-z0-9_-]+( [A-Za-z0-9_-]+)*$/, { error });
}

export function choice<const C extends readonly [string, ...string[]]>(choices: C) {
  return z.enum(choices, { error: `one of ${choices.join(', ')}` });
}

function unit<T>(what: string, pattern: string, examples: readonly string[], parse: (text: string) => Parsed<T>) {
  return z
    .string({ error: what })
    .transform((text, context): T => {
      const parsed = parse(text.trim());
      if ('value' in parsed) return parsed.value;
      context.issues.push({ code: 'custom', message: parsed.problem, input: text });
      return z.NEVER;
    })
    .meta({ pattern, description: `${what[0]!.toUpperCase()}${what.slice(1)}.`, examples: [...examples] });
}

export const duration = unit(expected.duration, patterns.duration, ['150ms', '2s'], parseDuration);
export const range = unit(expected.range, patterns.range, ['0.5ms..2ms', '1ms'], parseRange);
export const ratio = unit(expected.ratio, patterns.ratio, ['50%', '0.5%', '1/3'], parseRatio);
export const rate = unit(expected.rate, patterns.rate, ['50/s', '10/m'], parseRate);

export const signed = unit(expected.signed, patterns.signed, ['2s', '-150ms'], parseSigned);
export const speed = unit(expected.speed, patterns.speed, ['110%', '99.99%'], parseSpeed);

const targetText = 'a target such as n1, leader, followers, follower(1), random(2) or rest';

export const target = z.string({ error: targetText }).max(60, { error: targetText });

/** One target, or a list of them. */
export const targets = z.union([target, list('a list of targets', target, 100)], { error: `${targetText}, or a list` });
