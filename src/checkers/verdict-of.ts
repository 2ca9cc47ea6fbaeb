// The result of a check as the verdict of the contract: the reason in words, the witness as plain data.
import type { Operation } from '../contract/history.ts';
import type { Verdict } from '../contract/verdict.ts';
import { explain, type Place } from './explanation.ts';
import type { LinearizableResult } from './linearizable.ts';

export function verdictOf(result: LinearizableResult, place?: Place): Verdict {
  if (result.verdict === 'ok') return { verdict: 'ok' };
  if (result.verdict === 'unknown') {
    const { reason, configurations, problems } = result;
    const spent = problems.length > 0 ? '' : ` (${configurations} visited)`;
    return { verdict: 'unknown', reason: reason + spent };
  }
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

function positions({ process, invoked, completed }: Operation) {
  return { process, invoked, completed: completed ?? null };
}
