// The system's options as the settings of a quorum store, and what is wrong with them together.
import type { NodeId } from '../../contract/ids.ts';
import type { Options } from '../../contract/system.ts';
import { neededFor, readLevels, type Settings, writeLevels } from '../quorum/index.ts';

/** Options are present and within bounds: the scenario's compilation sees to it. */
export function settingsOf(options: Options): Settings {
  return {
    replicas: Number(options['replicas']),
    tokens: Number(options['tokens']),
    readLevel: oneOf(options['readLevel'], readLevels),
    writeLevel: oneOf(options['writeLevel'], writeLevels),
    readTimeout: Number(options['readTimeout']),
    writeTimeout: Number(options['writeTimeout']),
    ask: 'needed',
    speculativeRetry: Number(options['speculativeRetry']),
    readRepair: oneOf(options['readRepair'], ['blocking', 'none']),
    isSloppy: false,
    hintedHandoff: options['hintedHandoff'] === true,
    hintWindow: Number(options['hintWindow']),
    handoffInterval: Number(options['handoffInterval']),
    hintFlush: Number(options['hintFlush']),
    syncPeriod: options['commitLog'] === 'batch' ? 0 : Number(options['commitLogPeriod']),
    gossipInterval: Number(options['gossipInterval']),
    phiThreshold: Number(options['phiThreshold']),
    gcGrace: Number(options['gcGrace']),
    compaction: Number(options['compaction']),
  };
}

function oneOf<T extends string>(value: Options[string] | undefined, words: readonly [T, ...T[]]): T {
  return words.find((word) => word === value) ?? words[0];
}

export function optionsProblem(options: Options, servers?: readonly NodeId[]): string | undefined {
  const { replicas, readLevel, writeLevel } = settingsOf(options);
  if (servers !== undefined && servers.length < replicas) {
    return `replicas is ${replicas}, and there are ${servers.length} servers: expected at least as many servers`;
  }
  for (const [name, level] of [
    ['readLevel', readLevel],
    ['writeLevel', writeLevel],
  ] as const) {
    if (neededFor(level, replicas) > replicas)
      return `${name} is ${level}, and replicas is ${replicas}: no key has so many`;
  }
  return undefined;
}
