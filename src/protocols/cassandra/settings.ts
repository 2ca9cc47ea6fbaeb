// The system's options as the settings of a quorum store, and what is wrong with them together.
import type { NodeId } from '../../contract/ids.ts';
import type { Options } from '../../contract/system.ts';
import { commonSettings, repairProblem, replicasProblem, type Settings } from '../quorum/index.ts';
import { neededFor, readLevels, writeLevels } from './levels.ts';

/** Options are present and within bounds: the scenario's compilation sees to it. */
export function settingsOf(options: Options): Settings {
  const common = commonSettings(options);
  const writeLevel = oneOf(options['writeLevel'], writeLevels);
  return {
    ...common,
    readNeeds: neededFor(oneOf(options['readLevel'], readLevels), common.replicas),
    writeNeeds: neededFor(writeLevel, common.replicas),
    isHintEnough: writeLevel === 'ANY',
    readTimeout: Number(options['readTimeout']),
    writeTimeout: Number(options['writeTimeout']),
    ask: oneOf(options['ask'], ['needed', 'all']),
    speculativeRetry: Number(options['speculativeRetry']),
    readRepair: oneOf(options['readRepair'], ['blocking', 'none']),
    isSloppy: false,
    hintedHandoff: options['hintedHandoff'] === true,
    hintWindow: Number(options['hintWindow']),
    hintFlush: Number(options['hintFlush']),
    syncPeriod: options['commitLog'] === 'batch' ? 0 : Number(options['commitLogPeriod']),
    gcGrace: Number(options['gcGrace']),
    compaction: Number(options['compaction']),
    isCasByPaxos: options['cas'] === 'lwt',
    isReadByPaxos: options['readLevel'] === 'SERIAL',
    contentionTimeout: Number(options['casContentionTimeout']),
  };
}

function oneOf<T extends string>(value: Options[string] | undefined, words: readonly [T, ...T[]]): T {
  return words.find((word) => word === value) ?? words[0];
}

export function optionsProblem(options: Options, servers?: readonly NodeId[]): string | undefined {
  const settings = settingsOf(options);
  const { replicas, readNeeds, writeNeeds } = settings;
  const tooFew = replicasProblem(settings, servers);
  if (tooFew !== undefined) return tooFew;
  const tooMany = readNeeds > replicas ? 'readLevel' : writeNeeds > replicas ? 'writeLevel' : undefined;
  if (tooMany !== undefined)
    return `${tooMany} is ${options[tooMany]}, and replicas is ${replicas}: no key has so many`;
  return repairProblem(settings);
}
