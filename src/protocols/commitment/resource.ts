// The participant's own part, the same in every commit protocol: it does its work under locks, promises, waits for the
// outcome, and carries it out. Who is told of its vote, and who is asked when nothing comes, is the protocol's.
//
//   Prepare ──▶ work done ──▶ prepared (on disk) ──▶ yes ─ ─ overdue ─ ─▶ outcome        lock held by another: it waits
//        └────▶ locked, insufficient ──▶ no
import type { Plain } from '../../base/plain.ts';
import { withItem, withoutItem } from '../../base/sorted.ts';
import type { Duration } from '../../contract/time.ts';
import {
  type Change,
  commit,
  type DurableStore,
  dropOut,
  durableOf,
  execute,
  type Outcome,
  prepare,
  type Rows,
  recovered,
  rollBack,
  type Store,
  snapshot,
  type TransactionId,
} from '../local-store/index.ts';
import { isRead, type No, type Yes } from './messages.ts';
import { initialRows, type ParticipantSettings } from './settings.ts';

/** What is to be done, and what is kept with it: `note` is the protocol's. */
export type Work = { readonly changes: readonly Change[]; readonly note: Plain };

export type Resource = {
  readonly store: Store;
  /** For a lock. */
  readonly waiting: { readonly [transaction: TransactionId]: Work };
  /** Prepared, and left without an outcome for longer than is usual: sorted. */
  readonly overdue: readonly TransactionId[];
};

export type ResourceDurable = { readonly store: DurableStore };
/** `ask`: without an outcome for too long. */
export type ResourceTimer = { readonly kind: 'lock-wait' | 'ask'; readonly key: TransactionId };

/** What is used of a participant's context. */
export type ResourceContext = {
  persist(patch: Readonly<Partial<ResourceDurable>>, options?: { readonly kind?: string }): void;
  setTimer(timer: ResourceTimer, min: Duration): void;
  cancelTimer(kind: ResourceTimer['kind'], key?: string): void;
};

/** A vote that is to be sent: once what was written is durable. */
export type Cast = {
  readonly transaction: TransactionId;
  readonly vote: Yes | No;
  readonly work: Work;
  readonly values: Rows;
};

/** The resource after a step, and the votes that it led to: those of transactions that waited for a lock among them. */
export type Step = { readonly resource: Resource; readonly votes: readonly Cast[] };

/** `undefined`: the first start. Prepared transactions are asked about at once. */
export function startResource(
  durable: DurableStore | undefined,
  { bank }: ParticipantSettings,
  ctx: ResourceContext,
): Resource {
  const store = recovered(durable, initialRows(bank));
  const overdue = Object.keys(store.open).sort();
  for (const key of overdue) ctx.setTimer({ kind: 'ask', key }, 0);
  return { store, waiting: {}, overdue };
}

/** New work. A transaction that is known already is not begun again. */
export function work(
  resource: Resource,
  transaction: TransactionId,
  job: Work,
  settings: ParticipantSettings,
  ctx: ResourceContext,
): Step {
  const { store } = resource;
  if (store.outcomes[transaction] !== undefined || store.open[transaction] !== undefined)
    return { resource, votes: [] };
  if (settings.reads === 'snapshot' && isRead(job.changes)) {
    const values = snapshot(store, job.changes);
    return { resource, votes: [{ transaction, vote: 'read-only', work: job, values }] };
  }
  const step = attempt(resource, transaction, job, settings, ctx);
  // It has read, or could not, and let its locks go: nothing is left of it.
  return step.votes.length > 0 && dropsOut(job, settings) ? { ...step, resource } : step;
}

/** Who has only read takes no part in the outcome: it decides nothing, and writes nothing. */
function dropsOut({ changes }: Work, { readOnlyVotes }: ParticipantSettings): boolean {
  return readOnlyVotes && isRead(changes);
}

function attempt(
  resource: Resource,
  transaction: TransactionId,
  job: Work,
  settings: ParticipantSettings,
  ctx: ResourceContext,
): Step {
  const executed = execute(resource.store, transaction, job.changes, settings.onConflict);
  const { [transaction]: waited, ...waiting } = resource.waiting;
  const now: Resource = { ...resource, store: executed.store, waiting };
  switch (executed.result) {
    case 'waiting':
      if (waited === undefined) ctx.setTimer({ kind: 'lock-wait', key: transaction }, settings.lockTimeout);
      return { resource: { ...now, waiting: { ...waiting, [transaction]: job } }, votes: [] };
    case 'locked':
    case 'insufficient':
      return refuse(now, { transaction, vote: executed.result, work: job, values: {} }, settings, ctx);
    case 'done':
      ctx.cancelTimer('lock-wait', transaction);
      return promise(now, { transaction, work: job, values: executed.values }, settings, ctx);
  }
}

/** It can do its part, and says so: with a promise on disk, unless it has only read. */
function promise(
  resource: Resource,
  { transaction, work: job, values }: Omit<Cast, 'vote'>,
  settings: ParticipantSettings,
  ctx: ResourceContext,
): Step {
  const cast: Cast = { transaction, vote: 'read-only', work: job, values };
  if (dropsOut(job, settings)) return droppedOut(resource, cast, settings, ctx);
  const store = prepare(resource.store, transaction, job.note);
  ctx.persist({ store: durableOf(store) }, { kind: 'prepared' });
  ctx.setTimer({ kind: 'ask', key: transaction }, settings.decisionTimeout);
  return { resource: { ...resource, store }, votes: [{ ...cast, vote: 'yes' }] };
}

function droppedOut(resource: Resource, cast: Cast, settings: ParticipantSettings, ctx: ResourceContext): Step {
  ctx.cancelTimer('lock-wait', cast.transaction);
  const { store, granted } = dropOut(resource.store, cast.transaction);
  const { [cast.transaction]: _gone, ...waiting } = resource.waiting;
  const next = goOn({ ...resource, store, waiting }, granted, settings, ctx);
  return { ...next, votes: [cast, ...next.votes] };
}

/** A no is a decision, and forced: after a crash it must not become a yes to a late copy of the request. */
function refuse(resource: Resource, cast: Cast, settings: ParticipantSettings, ctx: ResourceContext): Step {
  if (dropsOut(cast.work, settings)) return droppedOut(resource, cast, settings, ctx);
  const next = carryOut(resource, cast.transaction, 'aborted', 'abort', settings, ctx);
  return { ...next, votes: [cast, ...next.votes] };
}

/** It has waited for a lock long enough: its vote is no. */
export function waitedTooLong(
  resource: Resource,
  transaction: TransactionId,
  settings: ParticipantSettings,
  ctx: ResourceContext,
): Step {
  const job = resource.waiting[transaction];
  if (job === undefined) return { resource, votes: [] };
  return refuse(resource, { transaction, vote: 'locked', work: job, values: {} }, settings, ctx);
}

/**
 * The outcome, written as a record of the kind `record`. Locks are let go now and not when it is on disk: writes complete
 * in order, so no later transaction survives a crash that this outcome does not survive.
 */
export function carryOut(
  resource: Resource,
  transaction: TransactionId,
  outcome: Outcome,
  record: string,
  settings: ParticipantSettings,
  ctx: ResourceContext,
): Step {
  const { store: before, waiting: waited, overdue } = resource;
  const { store, granted } = outcome === 'committed' ? commit(before, transaction) : rollBack(before, transaction);
  ctx.persist({ store: durableOf(store) }, { kind: record });
  ctx.cancelTimer('ask', transaction);
  ctx.cancelTimer('lock-wait', transaction);
  const { [transaction]: _gone, ...waiting } = waited;
  return goOn({ store, waiting, overdue: withoutItem(overdue, transaction) }, granted, settings, ctx);
}

/** Those that got a lock try again. */
function goOn(
  resource: Resource,
  granted: readonly TransactionId[],
  settings: ParticipantSettings,
  ctx: ResourceContext,
): Step {
  return granted.reduce<Step>(
    (step, transaction) => {
      const job = step.resource.waiting[transaction];
      if (job === undefined) return step;
      const next = attempt(step.resource, transaction, job, settings, ctx);
      return { resource: next.resource, votes: [...step.votes, ...next.votes] };
    },
    { resource, votes: [] },
  );
}

export function isPrepared({ store }: Resource, transaction: TransactionId): boolean {
  return store.open[transaction]?.phase === 'prepared';
}

/** What was written down with its promise. */
export function noteOf({ store }: Resource, transaction: TransactionId): Plain {
  return store.open[transaction]?.note ?? null;
}

/** It asks, and will ask again. */
export function becomeOverdue(
  resource: Resource,
  transaction: TransactionId,
  { askInterval }: ParticipantSettings,
  ctx: ResourceContext,
): Resource {
  ctx.setTimer({ kind: 'ask', key: transaction }, askInterval);
  const overdue = withItem(resource.overdue, transaction);
  return overdue === resource.overdue ? resource : { ...resource, overdue };
}
