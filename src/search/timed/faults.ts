// Times as the faults of a scenario: nothing arrives on its network but what a fault lets through, each message with the
// latency that was found; a node that stands still is paused, a disk that stalls is slow.
import type { Fault, FaultAction, Target } from '../../contract/faults.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Ratio } from '../../contract/system.ts';
import { type Duration, seconds, type Time } from '../../contract/time.ts';
import type { Schedule } from '../../kernel/index.ts';
import type { Moment } from './moments.ts';
import type { Times } from './order.ts';

const never: Ratio = { numerator: 0, denominator: 1 };
/** Longer than any such run: a write that takes so long is never durable. */
const STALLED: Duration = seconds(3_600);

/** The schedule's own first, so that each keeps the number that its draws go by; then the rest in order of time. */
export function faultsAt(moments: readonly Moment[], { faults }: Schedule, times: Times): readonly Fault[] {
  const own = faults.map((fault, index) => ownFault(fault, index, moments, times));
  const added = moments.flatMap((moment, at): readonly Fault[] => [
    ...stallOf(moment, at, moments, faults, times),
    ...pauseOf(moment, at, moments, times),
    ...messageOf(moment, at, times),
  ]);
  return [...own, ...added.sort((a, b) => a.at - b.at)];
}

function ownFault(fault: Fault, index: number, moments: readonly Moment[], { at }: Times): Fault {
  const of = (what: 'begin' | 'end') => moments.findIndex(({ entry }) => entry?.do === what && entry.fault === index);
  const [begin, end] = [of('begin'), of('end')];
  return { ...fault, at: at[begin] ?? 0, until: end === -1 ? undefined : at[end]!, lasts: undefined };
}

/** From the stall on, until its node crashes or to the end. */
function stallOf(
  { entry }: Moment,
  at: number,
  moments: readonly Moment[],
  faults: readonly Fault[],
  times: Times,
): readonly Fault[] {
  if (entry?.do !== 'stall') return [];
  const crash = moments.findIndex((other, later) => {
    if (later <= at || other.entry?.do !== 'begin' || !other.nodes.includes(entry.node)) return false;
    const { kind } = faults[other.entry.fault]!.action;
    return kind === 'crash' || kind === 'replace';
  });
  const until = crash === -1 ? undefined : times.at[crash]!;
  const latency = { min: STALLED, max: STALLED };
  return [fault(times.at[at]!, until, { kind: 'slowDisk', targets: [named(entry.node)], latency })];
}

/** What a moment begins with has waited, or in a crash is lost: the node stands still from its last moment on. */
function pauseOf({ nodes }: Moment, at: number, moments: readonly Moment[], times: Times): readonly Fault[] {
  if (times.arrived[at] === times.at[at]) return [];
  return nodes.flatMap((node) => {
    const before = moments.findLastIndex((other, earlier) => earlier < at && other.nodes.includes(node));
    return [fault(times.at[before]! + 1, times.at[at]!, { kind: 'pause', targets: [named(node)] })];
  });
}

/** The network of one link for the microsecond in which a message leaves. */
function messageOf({ entry, sender }: Moment, moment: number, { at, arrived }: Times): readonly Fault[] {
  if (entry?.do !== 'deliver' || sender === undefined) return [];
  const leaves = at[sender]!;
  const latency = arrived[moment]! - leaves;
  const conditions = { latencyMin: latency, latencyMax: latency, loss: never };
  const [from, to] = [[named(entry.from)], [named(entry.node)]];
  return [fault(leaves, leaves + 1, { kind: 'network', conditions, from, to })];
}

function fault(at: Time, until: Time | undefined, action: FaultAction): Fault {
  return { name: action.kind, text: '', at, until, action };
}

const named = (node: NodeId): Target => ({ select: 'node', node });
