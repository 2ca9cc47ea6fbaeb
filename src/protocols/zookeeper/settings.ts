// The system's options as settings of servers and of clients, and what is wrong with them together.
import type { Options } from '../../contract/system.ts';
import type { ClientSettings } from './client/link.ts';
import type { Settings } from './state.ts';

/** Options are present and within bounds: the scenario's compilation sees to it. */
export function settingsOf(options: Options): Settings {
  return {
    tickTime: Number(options['tickTime']),
    initLimit: Number(options['initLimit']),
    syncLimit: Number(options['syncLimit']),
    finalizeWait: Number(options['finalizeWait']),
    notificationMin: Number(options['notificationMin']),
    notificationMax: Number(options['notificationMax']),
    connectTries: Number(options['connectTries']),
    connectRetry: Number(options['connectRetry']),
    commitLogCount: Number(options['commitLogCount']),
    forceSync: options['forceSync'] === true,
    zxidCheck: options['zxidCheck'] === true,
  };
}

export function clientSettingsOf(options: Options): ClientSettings {
  return {
    sessionTimeout: Number(options['sessionTimeout']),
    reconnectWait: Number(options['reconnectWait']),
    isSynced: options['reads'] === 'synced',
  };
}

export function optionsProblem(options: Options): string | undefined {
  const { notificationMin, notificationMax, tickTime } = settingsOf(options);
  if (notificationMax < notificationMin) {
    return 'notificationMax is shorter than notificationMin: raise the one or lower the other';
  }
  if (tickTime % 2 !== 0)
    return 'tickTime cannot be halved: leaders ping twice a tick, so take a whole even number of µs';
  return undefined;
}
