// Which stretches of the run an expectation means, and whose operations in each: fault windows as they came about, cut
// by the expectation's own times.
import type { NodeId } from '../../contract/ids.ts';
import type { Time } from '../../contract/time.ts';
import type { FaultWindow } from '../../kernel/result.ts';
import type { Scenario, Who, Window } from '../scenario.ts';
import { counted, durationText } from '../words.ts';
import type { Evidence } from './finding.ts';

/** From `from` up to, but not including, `to`. */
export type Segment = {
  readonly from: Time;
  readonly to: Time;
  /** Whose operations are meant; undefined means everybody's. */
  readonly clients: ReadonlySet<NodeId> | undefined;
  /** It ends because the fault did. What is answered only then says nothing of the time that the fault lasted. */
  readonly isHealed: boolean;
};

export type Segments = { readonly segments: readonly Segment[] } | { readonly unknown: string };

export const EVERYBODY: Who = { side: undefined, client: undefined };

export function segmentsOf(window: Window, who: Who, evidence: Evidence): Segments {
  const { scenario, result } = evidence;
  const end = result.time;
  if (window.to !== undefined && window.to > end) {
    return { unknown: `the run ended at ${durationText(end)}, before ${durationText(window.to)}` };
  }
  const whole = { from: window.from ?? 0, to: window.to ?? end };
  if (whole.from >= end)
    return { unknown: `the run ended at ${durationText(end)}, before ${durationText(whole.from)}` };
  const ofClient = who.client === undefined ? undefined : new Set([who.client]);
  if (window.during === undefined && who.side === undefined) {
    return { segments: [{ ...whole, clients: ofClient, isHealed: false }] };
  }

  const windows = meantWindows(window, who, result.windows, whole);
  if ('unknown' in windows) return windows;
  const segments: Segment[] = [];
  for (const fault of windows.windows) {
    const from = Math.max(whole.from, fault.from);
    const to = Math.min(whole.to, fault.to ?? end);
    if (from >= to) continue;
    const isHealed = to === fault.to;
    if (who.side === undefined) {
      segments.push({ from, to, clients: ofClient, isHealed });
      continue;
    }
    const clients = clientsOn(who.side, fault, scenario);
    if (clients === undefined)
      return { unknown: `no side held more than half of ${counted(scenario.servers.length, 'server')}` };
    segments.push({ from, to, clients: ofClient === undefined ? clients : intersection(clients, ofClient), isHealed });
  }
  const name = window.during ?? 'a partition';
  if (segments.length === 0) return { unknown: `the window never met ${name}` };
  if (who.side !== undefined && segments.every(({ clients }) => clients?.size === 0)) {
    return { unknown: `no client stood on the ${who.side} side` };
  }
  return { segments };
}

type Windows = { readonly windows: readonly FaultWindow[] } | { readonly unknown: string };

/** The windows of the fault that `during` names; for a side without `during` those of every partition in the time. */
function meantWindows(
  { during }: Window,
  { side }: Who,
  all: readonly FaultWindow[],
  time: { readonly from: Time; readonly to: Time },
): Windows {
  const named = all.filter((fault) =>
    during === undefined
      ? fault.kind === 'partition' && fault.from < time.to && (fault.to === undefined || fault.to > time.from)
      : fault.name === during || fault.kind === during,
  );
  const windows = side === undefined ? named : named.filter((fault) => fault.kind === 'partition');
  if (windows.length === 0)
    return { unknown: during === undefined ? 'there was no partition then' : `${during} never began` };
  const skipped = windows.find((fault) => fault.skipped !== undefined);
  if (skipped !== undefined) return { unknown: `${skipped.name} did nothing: ${skipped.skipped}` };
  return { windows };
}

/**
 * The clients on the majority side (one that holds more than half of the servers), or those on none such. A client
 * stands where the partition lists it, else where its home stands; on two sides, it is with the majority if one of
 * them is. Undefined if there is no majority side to stand on.
 */
export function clientsOn(
  side: 'minority' | 'majority',
  partition: FaultWindow,
  { clients, servers }: Pick<Scenario, 'clients' | 'servers'>,
): ReadonlySet<NodeId> | undefined {
  const isServer = new Set(servers);
  const majorities = partition.nodes.filter(
    (nodes) => 2 * nodes.filter((id) => isServer.has(id)).length > servers.length,
  );
  if (majorities.length === 0 && side === 'majority') return undefined;
  const listed = new Set(partition.nodes.flat());
  const standing = clients.filter(({ id, home }) => {
    const place = listed.has(id) ? id : home;
    return majorities.some((nodes) => nodes.includes(place)) === (side === 'majority');
  });
  return new Set(standing.map(({ id }) => id));
}

function intersection(a: ReadonlySet<NodeId>, b: ReadonlySet<NodeId>): ReadonlySet<NodeId> {
  return new Set([...a].filter((id) => b.has(id)));
}

export function isIn({ from, to, clients }: Segment, client: NodeId, time: Time): boolean {
  return time >= from && time < to && (clients === undefined || clients.has(client));
}
