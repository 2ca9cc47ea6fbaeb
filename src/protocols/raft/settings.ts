// The system's options as the protocol's settings, and what is wrong with them together.
import type { NodeId } from '../../contract/ids.ts';
import type { Options } from '../../contract/system.ts';
import type { Duration } from '../../contract/time.ts';
import { keyValueMachine, type StateMachine } from '../kv/index.ts';
import { namedIn, type Plan, planOf } from './admin/plan.ts';
import type { Settings } from './state.ts';

/** Options are present and within bounds: the scenario's compilation sees to it. */
export function settingsOf(options: Options, machine: StateMachine = keyValueMachine): Settings {
  return {
    machine,
    heartbeat: Number(options['heartbeat']),
    electionTimeoutMin: Number(options['electionTimeoutMin']),
    electionTimeoutMax: Number(options['electionTimeoutMax']),
    preVote: options['preVote'] === true,
    checkQuorum: options['checkQuorum'] === true,
    stickiness: options['stickiness'] === true,
    reads: oneOf(options['reads'], ['log', 'read-index', 'lease']),
    followerReads: options['followerReads'] === true,
    clockDrift: Number(options['clockDrift']),
    batch: Number(options['batch']),
    maxInflight: Number(options['maxInflight']),
    announceCommits: options['announceCommits'] === true,
    parallelWrite: options['parallelWrite'] === true,
    snapshotEvery: Number(options['snapshotEvery']),
    snapshotKeep: Number(options['snapshotKeep']),
    voters: Number(options['voters']),
    change: oneOf(options['change'], ['single', 'joint']),
    sessionTimeout: Number(options['sessionTimeout']),
    sync: options['sync'] === true,
    timers: oneOf(options['timers'], ['monotonic', 'wall']),
    writes: oneOf(options['writes'], ['apart', 'together']),
    emptyDisk: oneOf(options['emptyDisk'], ['refuse', 'learn', 'join']),
  };
}

function oneOf<T extends string>(value: Options[string] | undefined, words: readonly [T, ...T[]]): T {
  return words.find((word) => word === value) ?? words[0];
}

/** What is asked of the administrators; nothing where the text is wrong, which `optionsProblem` says. */
export function adminPlanOf(options: Options): Plan {
  const plan = planOf(String(options['admin']));
  return 'problem' in plan ? { steps: [], every: undefined } : plan;
}

export function optionsProblem(options: Options, servers?: readonly NodeId[]): string | undefined {
  const plan = planOf(String(options['admin']));
  if ('problem' in plan) return plan.problem;
  const settings = settingsOf(options);
  return strangerProblem(plan, servers) ?? timeoutProblem(settings) ?? leaseProblem(settings);
}

/** An administrator who names a server that is not there would wait for it for ever. */
function strangerProblem(plan: Plan, servers: readonly NodeId[] | undefined): string | undefined {
  const stranger = servers && plan.steps.flatMap(namedIn).find((id) => !servers.includes(id));
  if (servers === undefined || stranger === undefined) return undefined;
  const [first, ...others] = servers;
  const last = others.at(-1);
  return `admin: there is no server ${stranger}, expected ${last === undefined ? first : `${first} to ${last}`}`;
}

/** Raft paper, section 5.6: broadcast time ≪ election timeout. Here only what is certainly wrong. */
function timeoutProblem({ heartbeat, electionTimeoutMin, electionTimeoutMax }: Settings): string | undefined {
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

/** Thesis §6.4.1: a lease is the time for which followers withhold their votes. */
function leaseProblem({ reads, stickiness, timers }: Settings): string | undefined {
  if (reads !== 'lease') return undefined;
  if (!stickiness)
    return 'reads: lease needs stickiness: true, or followers elect another leader while the lease lasts';
  if (timers === 'wall') return 'reads: lease needs timers: monotonic, because a wall clock can be set while it lasts';
  return undefined;
}

function msText(duration: Duration): string {
  return `${duration / 1_000}ms`;
}
