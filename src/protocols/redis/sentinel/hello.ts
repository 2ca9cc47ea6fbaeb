// What other Sentinels say: the configuration of the higher epoch is right [sentinelProcessHelloMessage]. And what clients ask.
import type { NodeId } from '../../../contract/ids.ts';
import type { Hello, WhoIsPrimary } from '../messages.ts';
import { switchedTo } from './start.ts';
import { type Ctx, currentPrimary, flushConfig, type SentinelState } from './state.ts';

export function onHello(state: SentinelState, { epoch, primary, configEpoch }: Hello, ctx: Ctx): SentinelState {
  const seen = epoch > state.epoch ? { ...state, epoch } : state;
  // Compared with the primary that it had before a failover of its own, as there: with `currentPrimary` in its place
  // Sentinels of one epoch would agree (`one-primary-per-epoch`), and this would not be Redis.
  if (configEpoch > seen.configEpoch && primary !== seen.primary) return switchedTo(seen, primary, configEpoch, ctx);
  const next = configEpoch > seen.configEpoch ? { ...seen, configEpoch } : seen;
  if (next !== state) flushConfig(next, ctx);
  return next;
}

/** A Sentinel answers by what it knows, also one that is cut off from the others and knows of no failover. */
export function onWhoIsPrimary(state: SentinelState, { attempt }: WhoIsPrimary, from: NodeId, ctx: Ctx): SentinelState {
  const primary = currentPrimary(state);
  const replicas = Object.keys(state.instances)
    .filter((node) => node !== primary && state.instances[node]!.downSince === null)
    .sort();
  ctx.send(from, { kind: 'PrimaryIs', attempt, primary, replicas }, { durable: true });
  return state;
}
