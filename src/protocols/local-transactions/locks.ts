// Two-phase locking: what a step must lock, who is in its way, and whether waiting would be for ever. Locks are held until
// the transaction ends.
import type { NodeId } from '../../contract/ids.ts';
import { isRead, type Step } from './messages.ts';
import { type Isolation, type Running, runningOf, type State } from './state.ts';

type Mode = 'shared' | 'exclusive';

/** Reads lock at `serializable` alone; writes do where another's uncommitted write must not be overwritten. */
export function modeOf(step: Step, isolation: Isolation): Mode | null {
  if (isRead(step)) return isolation === 'serializable' ? 'shared' : null;
  return isolation === 'snapshot' || isolation === 'none' ? null : 'exclusive';
}

export function withLock(running: Running, [, key]: Step, mode: Mode | null): Running {
  if (mode === null || running[mode].includes(key)) return running;
  return { ...running, [mode]: [...running[mode], key] };
}

/** The clients whose transactions hold what this step needs. */
export function inTheWay(state: State, client: NodeId, step: Step, isolation: Isolation): readonly NodeId[] {
  const mode = modeOf(step, isolation);
  if (mode === null) return [];
  const [, key] = step;
  return state.running
    .filter((other) => other.client !== client)
    .filter(({ shared, exclusive }) => exclusive.includes(key) || (mode === 'exclusive' && shared.includes(key)))
    .map((other) => other.client);
}

/** Whether those that are in its way wait, at some remove, for this client. */
export function isDeadlock(state: State, client: NodeId, step: Step, isolation: Isolation): boolean {
  const seen: NodeId[] = [];
  const queue = [...inTheWay(state, client, step, isolation)];
  for (const next of queue) {
    if (next === client) return true;
    if (seen.includes(next)) continue;
    seen.push(next);
    const waiting = runningOf(state, next)?.waiting;
    if (waiting != null) queue.push(...inTheWay(state, next, waiting, isolation));
  }
  return false;
}
