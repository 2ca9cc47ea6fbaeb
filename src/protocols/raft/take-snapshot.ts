// When a server takes a snapshot, and when its log begins anew after it (§7). Each server does it for itself, from what it
// has applied. How a follower is sent one is in `snapshots.ts`.
//
//   applied far enough ──▶ the snapshot is written ──▶ SnapshotSaved, once it is on disk ──▶ the log is cut, and written
//
// Not before: a crash between the two would find a log that begins after nothing.
import { firstConfiguration, latestIn } from './in-force.ts';
import { compacted, termAt } from './log.ts';
import type { SnapshotSaved } from './messages.ts';
import type { Ctx, Settings, State } from './state.ts';

export function takeSnapshot<S extends State>(state: S, ctx: Ctx, settings: Settings): S {
  const { lastApplied: index, snapshot, log, machine } = state;
  const { snapshotEvery } = settings;
  if (snapshotEvery === 0 || index - (snapshot?.index ?? 0) < snapshotEvery) return state;
  const inForce = latestIn(log, snapshot, firstConfiguration(ctx, settings), index);
  const taken = { index, term: termAt(log, index)!, machine, ...inForce };
  ctx.persist({ snapshot: taken }, { kind: 'snapshot' });
  ctx.send(ctx.self, { kind: 'SnapshotSaved', index }, { durable: true });
  return { ...state, snapshot: taken };
}

/** Keeps some entries before the snapshot, for followers that lack little. */
export function onSnapshotSaved(state: State, { index }: SnapshotSaved, ctx: Ctx, { snapshotKeep }: Settings): State {
  // A late copy, from before a crash that took the snapshot: the log may not reach so far.
  if (state.snapshot === null || state.snapshot.index < index) return state;
  const log = compacted(state.log, index - snapshotKeep);
  if (log === state.log) return state;
  ctx.persist({ log }, { kind: 'log' });
  return { ...state, log };
}
