// A Sentinel's answer: the primary is still the same, or another.
import type { Plain } from '../../../base/plain.ts';
import type { PrimaryIs } from '../messages.ts';
import { flushed } from './calls.ts';
import type { Connection, Ctx, Heard } from './state.ts';

/** What was sent to the one before is not sent again: it may have been executed. Its time goes on. */
export function onPrimaryIs<Tag extends Plain>(
  connection: Connection<Tag>,
  { attempt, primary }: PrimaryIs,
  ctx: Ctx,
): Heard<Tag> {
  if (connection.asked !== attempt) return { connection, outcomes: [], isMoved: false };
  ctx.cancelTimer('locate');
  const isMoved = connection.primary !== primary;
  const next = flushed({ ...connection, asked: null, primary }, ctx);
  return { connection: next, outcomes: [], isMoved };
}
