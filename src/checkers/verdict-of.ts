// The result of a check as the verdict of the contract: the reason in words, the witness as plain data.
import { unreachable } from '../base/assert.ts';
import type { Plain } from '../base/plain.ts';
import type { Operation } from '../contract/history.ts';
import type { Verdict } from '../contract/verdict.ts';
import type { LevelResult } from './check-level.ts';
import { explain, type Place } from './explanation.ts';
import type { Level } from './levels.ts';
import type { LinearizableResult } from './linearizable.ts';
import type { Broken } from './orders/broken.ts';
import { explainBroken } from './orders/words.ts';

export function verdictOf(result: LinearizableResult, place?: Place): Verdict {
  if (result.verdict === 'ok') return { verdict: 'ok' };
  if (result.verdict === 'unknown') return unknownAfter(result);
  const { explanation } = result;
  const { key, operation, previous, states } = explanation;
  return {
    verdict: 'violated',
    reason: explain(explanation, place),
    witness: {
      key: key ?? null,
      operation: positions(operation),
      previous: previous === undefined ? null : positions(previous),
      states,
    },
  };
}

export function verdictOfLevel(result: LevelResult, level: Level, place?: Place): Verdict {
  if (result.verdict === 'ok') return { verdict: 'ok' };
  if (result.verdict === 'unknown') return unknownAfter(result);
  const { broken } = result;
  return { verdict: 'violated', reason: explainBroken(broken, level, place), witness: witnessOf(broken) };
}

function witnessOf(broken: Broken): Plain {
  const { kind } = broken;
  const operation = positions(broken.operation);
  switch (broken.kind) {
    case 'thin-air':
      return { kind, operation, failed: broken.failed.map(positions) };
    case 'circle':
      return { kind, operation, circle: broken.circle.map(positions) };
    case 'missed':
      return { kind, operation, seen: broken.seen.map(positions), older: broken.older.map(positions) };
    case 'no-order':
      return { kind, operation };
    default:
      return unreachable(broken);
  }
}

type Unknown = Extract<LinearizableResult | LevelResult, { verdict: 'unknown' }>;

function unknownAfter({ reason, configurations, problems }: Unknown): Verdict {
  const spent = problems.length > 0 || configurations === 0 ? '' : ` (${configurations} visited)`;
  return { verdict: 'unknown', reason: reason + spent };
}

function positions({ process, invoked, completed }: Operation) {
  return { process, invoked, completed: completed ?? null };
}
