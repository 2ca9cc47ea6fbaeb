// The system's options as the protocol's settings, and what is wrong with them together.
import type { Options } from '../../contract/system.ts';
import type { Duration } from '../../contract/time.ts';
import type { Settings } from './state.ts';

/** Options are present and within bounds: the scenario's compilation sees to it. */
export function settingsOf(options: Options): Settings {
  return {
    heartbeat: Number(options['heartbeat']),
    electionTimeoutMin: Number(options['electionTimeoutMin']),
    electionTimeoutMax: Number(options['electionTimeoutMax']),
    batch: Number(options['batch']),
    sync: options['sync'] !== false,
    timers: options['timers'] === 'wall' ? 'wall' : 'monotonic',
    writes: options['writes'] === 'together' ? 'together' : 'apart',
    emptyDisk: options['emptyDisk'] === 'join' ? 'join' : 'refuse',
  };
}

/** Raft paper, section 5.6: broadcast time ≪ election timeout. Here only what is certainly wrong. */
export function settingsProblem({ heartbeat, electionTimeoutMin, electionTimeoutMax }: Settings): string | undefined {
  if (electionTimeoutMax < electionTimeoutMin) {
    return (
      `electionTimeoutMax is ${msText(electionTimeoutMax)}, shorter than electionTimeoutMin with ` +
      `${msText(electionTimeoutMin)}: raise the one or lower the other`
    );
  }
  if (heartbeat < electionTimeoutMin) return undefined;
  return (
    `heartbeat is ${msText(heartbeat)}, not shorter than electionTimeoutMin with ${msText(electionTimeoutMin)}: ` +
    'followers would depose a leader that is well'
  );
}

function msText(duration: Duration): string {
  return `${duration / 1_000}ms`;
}
