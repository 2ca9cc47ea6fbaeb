// What clients do.
import { sortedKeys } from '../../base/sorted.ts';
import type { Ratio, System, Workload } from '../../contract/system.ts';
import { ms, seconds } from '../../contract/time.ts';
import type { Problems } from '../problem.ts';
import type { Draft } from '../schema/draft.ts';
import { didYouMean, oneOf } from '../suggest.ts';
import { quoted } from '../text/printable.ts';
import { durationText } from '../words.ts';

const HALF: Ratio = { numerator: 1, denominator: 2 };
const NEVER: Ratio = { numerator: 0, denominator: 1 };

export function buildWorkload(draft: Draft, system: System, clients: number, problems: Problems): Workload | undefined {
  const { workload, run } = draft;
  if (workload === undefined) {
    if (draft.clients !== undefined) {
      problems.add('contradiction', ['clients'], 'clients need something to do: write a workload', { part: 'key' });
    }
    return undefined;
  }
  // What a row, or one of several systems, has of a workload is laid over the scenario's own, which may be wrong or lacking.
  if ((workload.kind as string | undefined) === undefined) {
    const message = 'the key "kind" is missing: expected a kind of workload here, or a workload of the whole scenario';
    if (!draft.workloadIsWrong) problems.add('missing', ['workload'], message, { part: 'key' });
    return undefined;
  }
  checkKind(workload.kind, system, problems);
  if (workload.rate !== undefined && workload.think !== undefined) {
    const message = 'a workload has a rate (open loop) or a time to think (closed loop): found both, keep one';
    problems.add('contradiction', ['workload', 'think'], message, { part: 'key' });
  }
  const from = workload.from ?? 0;
  const to = workload.to ?? run ?? from + 1;
  checkTimes(draft, from, to, problems);
  return {
    kind: workload.kind,
    interval: intervalOf(workload.rate, clients, problems),
    think: workload.rate === undefined ? (workload.think ?? ms(20)) : 0,
    reads: workload.reads ?? HALF,
    cas: workload.cas ?? NEVER,
    keys: workload.keys ?? 1,
    fresh: workload.fresh ?? NEVER,
    values: workload.values === undefined || workload.values === 'unique' ? 0 : workload.values,
    deadline: workload.deadline ?? seconds(2),
    attempt: workload.attempt ?? ms(500),
    from,
    to,
  };
}

/** The rate is that of all clients together: each begins an operation every `clients × per / count`, rounded down. */
function intervalOf(
  rate: { readonly count: number; readonly per: number } | undefined,
  clients: number,
  problems: Problems,
): number {
  if (rate === undefined) return 0;
  const interval = Number((BigInt(Math.max(1, clients)) * BigInt(rate.per)) / BigInt(rate.count));
  if (interval >= 1) return interval;
  problems.add('wrong-value', ['workload', 'rate'], 'each client would begin more than an operation a microsecond');
  return 1;
}

function checkKind(kind: string, system: System, problems: Problems): void {
  if (Object.hasOwn(system.workloads, kind)) return;
  const kinds = sortedKeys(system.workloads);
  const expectation = kinds.length === 0 ? 'it has no workloads' : `expected ${oneOf(kinds)}`;
  const message = `${system.name} has no workload ${quoted(kind)}: ${expectation}`;
  problems.add('unknown-name', ['workload', 'kind'], message, { hint: didYouMean(kind, kinds) });
}

function checkTimes(draft: Draft, from: number, to: number, problems: Problems): void {
  const { workload, run } = draft;
  const key = workload?.from !== undefined ? 'from' : 'to';
  if (from >= to) {
    const message = `the workload ends at ${durationText(to)}, before it begins at ${durationText(from)}`;
    problems.add('time-order', ['workload', key], message);
  } else if (run !== undefined && to > run) {
    const message = `${durationText(to)} is after the end of the run at ${durationText(run)}`;
    problems.add('after-the-end', ['workload', 'to'], message);
  }
  for (const name of ['deadline', 'attempt'] as const) {
    if (workload?.[name] === 0) problems.add('wrong-value', ['workload', name], 'found 0s, expected some time');
  }
  if (workload?.think === 0) {
    problems.add('wrong-value', ['workload', 'think'], 'found 0s, expected some time between two operations');
  }
}
