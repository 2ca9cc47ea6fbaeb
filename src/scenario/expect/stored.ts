// What a store keeps, in figures of one run: acknowledged writes that are lost, how old what is read is, and how long it
// takes servers to agree once the last fault is over. The rules are those of `checkers/measures`; here it is said what
// they are applied to.
import { ownItem, type Plain } from '../../base/plain.ts';
import {
  type FinalValues,
  isModelName,
  type LostWrites,
  lostByFinalValues,
  oldestOf,
  operationsOf,
  readsAndWrites,
  type Staleness,
  stalenessOf,
} from '../../checkers/index.ts';
import type { Operation } from '../../contract/history.ts';
import type { NodeId } from '../../contract/ids.ts';
import type { Who, Window } from '../scenario.ts';
import { counted, durationText } from '../words.ts';
import type { Evidence } from './finding.ts';
import { isIn, segmentsOf } from './segments.ts';

type Unknown = { readonly unknown: string };
type Scope = { readonly who: Who; readonly window: Window };
type Accesses = Exclude<ReturnType<typeof readsAndWrites>, Unknown>;

/** Acknowledged writes within a scope that are gone at the end of the run. */
export function lostIn(scope: Scope, evidence: Evidence): LostWrites | Unknown {
  const accesses = accessesOf(evidence);
  if ('unknown' in accesses) return accesses;
  const isMeant = inScope(scope, evidence);
  if (typeof isMeant !== 'function') return isMeant;
  const finals = finalValuesOf(accesses, evidence);
  if ('unknown' in finals) return finals;
  const { lost } = lostByFinalValues(accesses, finals);
  const acknowledged = accesses.all.filter(
    ({ isWrite, operation }) => isWrite && operation.outcome === 'ok' && isMeant(operation),
  );
  return { acknowledged: acknowledged.length, lost: lost.filter(isMeant) };
}

export function stalenessIn(scope: Scope, evidence: Evidence): Staleness | Unknown {
  const accesses = accessesOf(evidence);
  if ('unknown' in accesses) return accesses;
  const isMeant = inScope(scope, evidence);
  return typeof isMeant === 'function' ? stalenessOf(accesses, isMeant) : isMeant;
}

/** The event at which the oldest of the stale reads was answered. */
export function momentOfOldest(staleness: Staleness, { result }: Evidence): number | undefined {
  const completed = oldestOf(staleness)?.read.completed;
  return completed === undefined ? undefined : result.history[completed]?.event;
}

export function momentOfLost({ lost }: LostWrites, { result }: Evidence): number | undefined {
  const completed = lost[0]?.completed;
  return completed === undefined ? undefined : result.history[completed]?.event;
}

function accessesOf({ scenario, result }: Evidence): Accesses | Unknown {
  const { model } = scenario;
  if (model === undefined || !isModelName(model)) return { unknown: 'the workload has no model of reads and writes' };
  const { operations, problems } = operationsOf(result.history);
  if (problems.length > 0) return { unknown: `the history has no sound shape: ${problems[0]!.message}` };
  return readsAndWrites(operations, model);
}

function inScope({ who, window }: Scope, evidence: Evidence): ((operation: Operation) => boolean) | Unknown {
  const found = segmentsOf(window, who, evidence);
  if ('unknown' in found) return found;
  const { history } = evidence.result;
  return ({ invoked }) => {
    const line = history[invoked]!;
    return found.segments.some((segment) => isIn(segment, line.client, line.time));
  };
}

/** What is held of each key by any server. A server that is down holds what nobody can see. */
function finalValuesOf({ keys }: Accesses, evidence: Evidence): readonly FinalValues[] | Unknown {
  const { scenario, result } = evidence;
  const { store } = scenario.system;
  if (store === undefined) return { unknown: `${scenario.system.name} does not say what its nodes hold` };
  const states = result.probes.at(-1)?.states ?? {};
  const held: { readonly [key: string]: readonly Plain[] }[] = [];
  for (const id of holdersOf(evidence)) {
    const state = states[id];
    if (state === undefined) return { unknown: `${id} was down at the end, and what it holds cannot be told` };
    held.push(store.holds(state as never));
  }
  return keys.map((key) => ({ key, values: held.flatMap((each) => valuesOf(each, key ?? '')) }));
}

export function holdersOf({ scenario }: Evidence): readonly NodeId[] {
  const { store } = scenario.system;
  return scenario.nodes.filter(({ group }) => group === store?.group).map(({ id }) => id);
}

export function valuesOf(held: { readonly [key: string]: readonly Plain[] }, key: string): readonly Plain[] {
  return ownItem(held, key) ?? [];
}

/** `7 of 120 acknowledged writes are lost, the first acknowledged at 3.2s` */
export function lostText({ acknowledged, lost }: LostWrites): string {
  const [first] = lost;
  const at = first?.completedAt === undefined ? '' : `, the first acknowledged at ${durationText(first.completedAt)}`;
  return `${lost.length} of ${counted(acknowledged, 'acknowledged write')} lost${at}`;
}
