// The system's options as the settings of its parts, and what is wrong with them together.
import type { NodeId } from '../../contract/ids.ts';
import type { Options } from '../../contract/system.ts';
import type { ClientSettings } from './client/index.ts';
import type { SentinelSettings } from './sentinel/index.ts';
import type { ServerSettings } from './server/index.ts';

const PRIORITY_DEFAULT = 100;

/** Options are present and within bounds: the scenario's compilation sees to it. */
export function serverSettings(options: Options): ServerSettings {
  const priorities = prioritiesOf(String(options['replicaPriority']));
  const known = new Map('problem' in priorities ? [] : priorities.list);
  return {
    persistence: oneOf(options['persistence'], ['everysec', 'off', 'always']),
    minReplicas: Number(options['minReplicasToWrite']),
    minReplicasMaxLag: Number(options['minReplicasMaxLag']),
    backlog: Number(options['backlog']),
    replTimeout: Number(options['replTimeout']),
    pingPeriod: Number(options['replPingPeriod']),
    priorityOf: (node) => known.get(node) ?? PRIORITY_DEFAULT,
    expiresActively: false,
    isAlone: false,
    outAfterRestart: 0,
  };
}

export function sentinelSettings(options: Options): SentinelSettings {
  return {
    downAfter: Number(options['downAfter']),
    failoverTimeout: Number(options['failoverTimeout']),
    parallelSyncs: Number(options['parallelSyncs']),
    quorum: Number(options['quorum']),
  };
}

export function clientSettings(options: Options): ClientSettings {
  return {
    reads: oneOf(options['reads'], ['primary', 'replicas', 'sticky']),
    waitReplicas: Number(options['wait']),
    waitTimeout: Number(options['waitTimeout']),
  };
}

export function optionsProblem(options: Options, servers?: readonly NodeId[]): string | undefined {
  const priorities = prioritiesOf(String(options['replicaPriority']));
  if ('problem' in priorities) return priorities.problem;
  const stranger = servers && priorities.list.find(([node]) => !servers.includes(node));
  if (servers === undefined || stranger === undefined) return undefined;
  return `replicaPriority: there is no server ${stranger[0]}, expected ${servers.join(', ')}`;
}

type Priorities = { readonly list: readonly (readonly [NodeId, number])[] } | { readonly problem: string };

function prioritiesOf(text: string): Priorities {
  const list: (readonly [NodeId, number])[] = [];
  for (const part of text.split(',').map((each) => each.trim())) {
    if (part === '') continue;
    const found = /^([a-z]+\d+) +(\d{1,6})$/.exec(part);
    if (found === null) return { problem: `replicaPriority: found ${part}, expected pairs such as n2 10, n3 0` };
    list.push([found[1]!, Number(found[2])]);
  }
  return { list };
}

function oneOf<T extends string>(value: Options[string] | undefined, words: readonly [T, ...T[]]): T {
  return words.find((word) => word === value) ?? words[0];
}
