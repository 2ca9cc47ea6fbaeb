// The system's options as the settings of a quorum store, and what is wrong with them together.
import type { NodeId } from '../../contract/ids.ts';
import type { Options } from '../../contract/system.ts';
import { commonSettings, repairProblem, replicasProblem, type Settings } from '../quorum/index.ts';
import type { ClockSettings } from './versions.ts';

/** Options are present and within bounds: the scenario's compilation sees to it. */
export function settingsOf(options: Options): Settings {
  const timeout = Number(options['timeout']);
  return {
    ...commonSettings(options),
    readNeeds: Number(options['read']),
    writeNeeds: Number(options['write']),
    isHintEnough: false,
    readTimeout: timeout,
    writeTimeout: timeout,
    ask: 'all',
    speculativeRetry: 0,
    readRepair: options['readRepair'] === true ? 'background' : 'none',
    isSloppy: options['sloppy'] === true,
    hintedHandoff: true,
    hintWindow: Number.MAX_SAFE_INTEGER,
    hintFlush: 0,
    syncPeriod: 0,
    gcGrace: Number.MAX_SAFE_INTEGER,
    compaction: 0,
    isCasByPaxos: false,
    isReadByPaxos: false,
    contentionTimeout: 0,
  };
}

export function clockSettingsOf(options: Options): ClockSettings {
  return { isPlain: options['clocks'] === 'plain', entries: Number(options['clockEntries']) };
}

export function optionsProblem(options: Options, servers?: readonly NodeId[]): string | undefined {
  const settings = settingsOf(options);
  const { replicas, readNeeds, writeNeeds } = settings;
  const tooFew = replicasProblem(settings, servers);
  if (tooFew !== undefined) return tooFew;
  if (readNeeds > replicas) return `read is ${readNeeds}, and replicas is ${replicas}: no key has so many`;
  if (writeNeeds > replicas) return `write is ${writeNeeds}, and replicas is ${replicas}: no key has so many`;
  return repairProblem(settings);
}
