// The options as settings of servers, and what is wrong with them together.
import type { NodeId } from '../../contract/ids.ts';
import type { Options } from '../../contract/system.ts';
import { raft, raftKv, settingsOf as raftSettingsOf } from '../raft/index.ts';
import { fixedOptions } from './options.ts';
import type { Settings } from './state.ts';
import { consulMachine } from './store.ts';

export function raftOptionsOf(options: Options): Options {
  return { ...options, ...fixedOptions };
}

export function settingsOf(options: Options): Settings {
  return {
    raft: raft(raftSettingsOf(raftOptionsOf(options), consulMachine())),
    holdTimeout: Number(options['holdTimeout']),
    hasPool: options['serfHealth'] === true,
  };
}

export function optionsProblem(options: Options, servers?: readonly NodeId[]): string | undefined {
  return raftKv.check?.(raftOptionsOf(options), servers);
}
