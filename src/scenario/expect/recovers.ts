// Liveness: once every fault has healed, an operation that is then invoked is answered within a bound. Where that cannot
// be told, because a fault goes on or a node stays down, the claim is unknown, whatever was answered.
import type { Fault } from '../../contract/faults.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Time } from '../../contract/time.ts';
import type { FaultWindow, RunResult } from '../../kernel/result.ts';
import { faultsOf } from '../compile.ts';
import type { RecoversExpectation } from '../scenario.ts';
import { durationText, operationText } from '../words.ts';
import { type Evidence, type Measure, measure, unknown } from './finding.ts';

export function judgeRecovers({ within, f }: RecoversExpectation, evidence: Evidence): Measure {
  const healing = healingOf(evidence);
  if ('unknown' in healing) return unknown(healing.unknown);
  const { at } = healing;
  const end = evidence.result.time;
  const asked = evidence.operations.filter((one) => one.invokedAt >= at && (f === undefined || one.f === f));
  const answers = asked.flatMap(({ answeredAt }) => (answeredAt === undefined ? [] : [answeredAt]));
  const first = answers.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  const what = operationText(f);
  const one = f === undefined ? `an ${what}` : `a ${what}`;
  const since = `every fault had healed at ${durationText(at)}`;
  if (first <= at + within) return measure(true, `${one} was answered ${durationText(first - at)} after ${since}`);
  if (end < at + within) return unknown(`${since}, and the run ended ${durationText(end - at)} after that`);
  const inTime = asked.filter(({ invokedAt }) => invokedAt < at + within);
  if (inTime.length === 0) return unknown(`no ${what} was invoked within ${durationText(within)} after ${since}`);
  const later =
    first === Number.POSITIVE_INFINITY ? 'none was answered' : `the first was answered ${durationText(first - at)}`;
  return measure(false, `${later} after ${since}`, inTime[0]!.invokedEvent);
}

type Healing = { readonly at: Time } | { readonly unknown: string };

/** When the last fault that struck was over: a restart is the end of a crash, and a fault of an instant ends as it begins. */
export function healingOf(evidence: Evidence): Healing {
  const { scenario, result } = evidence;
  const struck = result.windows.filter(({ skipped }) => skipped === undefined);
  if (struck.length === 0) return { unknown: 'no fault struck' };
  const faults = faultsOf(scenario, result.seed);
  const down = downAtTheEnd(evidence);
  if (down.length > 0) return { unknown: `${down.join(' and ')} stayed down` };
  const open = struck.find((window) => isOpen(window, faults[window.fault], result.probes.at(-1)));
  if (open !== undefined) return { unknown: `${open.name} had not healed` };
  return { at: Math.max(...struck.map(({ from, to }) => to ?? from)) };
}

/** By the states kept at the end. A server that stopped by itself counts: nobody has started it again. */
function downAtTheEnd({ scenario, result }: Evidence): readonly NodeId[] {
  const states = result.probes.at(-1)?.states;
  return states === undefined ? [] : scenario.nodes.map(({ id }) => id).filter((id) => states[id] === undefined);
}

function isOpen(
  { kind, to }: FaultWindow,
  fault: Fault | undefined,
  states: RunResult['probes'][number] | undefined,
): boolean {
  if (to !== undefined) return false;
  switch (kind) {
    case 'restart':
    case 'reset':
    case 'corrupt':
      return false;
    case 'crash':
    case 'replace':
      // Nobody is down any more, so a restart that the plan lists has ended it; that one has its own window.
      return states === undefined;
    case 'clock':
      return fault?.action.kind !== 'clock' || fault.action.rate !== undefined || fault.action.offset !== 0;
    default:
      return true;
  }
}
