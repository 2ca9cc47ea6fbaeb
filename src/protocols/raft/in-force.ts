// Which configuration a server goes by: the latest one in its log, committed or not (§6). It follows the log, also where
// a conflict cuts a change off again.
import { type Configuration, inOrder } from './configuration.ts';
import { entryAt, type Log, lastIndex } from './log.ts';
import type { Snapshot } from './snapshot.ts';
import type { Common, Ctx, Settings } from './state.ts';

/** A configuration and the index of its entry; 0 for the one that the cluster began with. */
export type InForce = { readonly configuration: Configuration; readonly configurationIndex: number };

/** The configuration that a cluster begins with: the first `voters` servers, or all of them. The others are spare. */
export function firstConfiguration(ctx: Ctx, { voters }: Settings): Configuration {
  const all = inOrder([ctx.self, ...ctx.peers]);
  return { voters: voters === 0 ? all : all.slice(0, voters), outgoing: [], learners: [] };
}

/** The latest configuration of a log, of which nothing after `upTo` is looked at. */
export function latestIn(log: Log, snapshot: Snapshot | null, first: Configuration, upTo = lastIndex(log)): InForce {
  for (let index = upTo; index > log.base; index--) {
    const configuration = entryAt(log, index)?.configuration;
    if (configuration !== undefined) return { configuration, configurationIndex: index };
  }
  if (snapshot === null) return { configuration: first, configurationIndex: 0 };
  return { configuration: snapshot.configuration, configurationIndex: snapshot.configurationIndex };
}

/**
 * What is in force after a log has changed from `from` on. Looks at the new entries only, unless the change that was in
 * force has been cut off.
 */
export function followLog(state: Common, log: Log, from: number, ctx: Ctx, settings: Settings): InForce {
  const { configuration, configurationIndex, snapshot } = state;
  if (configurationIndex >= from) return latestIn(log, snapshot, firstConfiguration(ctx, settings));
  for (let index = lastIndex(log); index >= from; index--) {
    const changed = entryAt(log, index)?.configuration;
    if (changed !== undefined) return { configuration: changed, configurationIndex: index };
  }
  return { configuration, configurationIndex };
}
