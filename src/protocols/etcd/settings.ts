// The options as settings of members and clients, the numbers that etcd derives from them, and what is wrong with them
// together.
import type { NodeId } from '../../contract/ids.ts';
import type { Options } from '../../contract/system.ts';
import { type Duration, ms, seconds } from '../../contract/time.ts';
import { raft, raftKv, settingsOf as raftSettingsOf } from '../raft/index.ts';
import type { RegisterSettings } from './clients/register.ts';
import type { WatchSettings } from './clients/watcher.ts';
import { fixedOptions } from './options.ts';
import type { Settings } from './state.ts';
import { etcdMachine } from './store/evaluate.ts';

/** v3_server.go: readIndexRetryTime. */
const READ_INDEX_RETRY = ms(500);
/** lessor.go: the loop that looks for expired leases. */
const LEASE_SCAN = ms(500);

export function raftOptionsOf(options: Options): Options {
  const reads = options['readOnly'] === 'lease-based' ? 'lease' : 'read-index';
  return { ...options, ...fixedOptions, reads, stickiness: options['checkQuorum'] === true };
}

export function settingsOf(options: Options): Settings {
  const electionTimeout = Number(options['electionTimeoutMin']);
  return {
    raft: raft(raftSettingsOf(raftOptionsOf(options), etcdMachine(minTtl(electionTimeout)))),
    electionTimeout,
    // config.go, ReqTimeout: 5 s for the queue and the disk, and two election timeouts for what leaders may take.
    requestTimeout: seconds(5) + 2 * electionTimeout,
    readIndexRetry: READ_INDEX_RETRY,
    leaseScan: LEASE_SCAN,
    compactionRetention: Number(options['compactionRetention']),
    compactionInterval: Number(options['compactionInterval']),
  };
}

/** server.go, minLeaseTTL: one and a half election timeouts, in whole seconds. */
export function minTtl(electionTimeout: Duration): Duration {
  return seconds(Math.ceil((electionTimeout * 1.5) / seconds(1)));
}

export function clientSettingsOf(options: Options): RegisterSettings & WatchSettings {
  const { reads } = options;
  return {
    retryWrites: options['retryWrites'] === 'blind',
    reads: reads === 'serializable' || reads === 'mixed' ? reads : 'linearizable',
    compare: options['compare'] === 'value' ? 'value' : 'mod-revision',
    watchFrom: options['watchFrom'] === 'now' ? 'now' : 'revision',
  };
}

/** etcd/raft, Config.validate: a leader without CheckQuorum may lead on for ever when it is cut off. */
export function optionsProblem(options: Options, servers?: readonly NodeId[]): string | undefined {
  if (options['readOnly'] === 'lease-based' && options['checkQuorum'] !== true) {
    return 'readOnly: lease-based needs checkQuorum: true, or a leader that is cut off trusts its lease for ever';
  }
  return raftKv.check?.(raftOptionsOf(options), servers);
}
