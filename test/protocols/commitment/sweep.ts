// A crash at every event of a run: after each message that arrives, each timer, each write that is durable.
import type { Run } from '../../../src/index.ts';
import { figureIn, ran, type Setup } from './run.ts';

export type Moment = { readonly [kind in 'message' | 'timer' | 'write']?: 'any' } & { readonly nth: number };

/** The moments of a run without faults, up to the answer to the client and `beyond`. */
export function momentsOf(system: string, setup: Setup): readonly Moment[] {
  const { counts } = ran(system, setup).result;
  const each = (kind: 'message' | 'timer' | 'write', count: number) =>
    Array.from({ length: count }, (_, index) => ({ [kind]: 'any', nth: index + 1 }) as Moment);
  return [...each('message', counts.delivered), ...each('timer', counts.timers), ...each('write', counts.writes)];
}

/** When the crash came, in milliseconds; undefined: it never did. */
export function crashTime({ result }: Run): number | undefined {
  const begin = result.windows.find(({ kind }) => kind === 'crash')?.from;
  return begin === undefined ? undefined : begin / 1000;
}

export function lockedMs(run: Run): readonly number[] {
  return figureIn(run, 'locked').map((value) => value / 1000);
}
