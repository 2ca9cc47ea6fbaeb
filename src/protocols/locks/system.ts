// What every lock's system has in common: the resource, the workload, roles, views, and what is watched.

import type { Plain } from '../../base/plain.ts';
import type { AnyMeter } from '../../contract/figures.ts';
import type { AnyMonitor } from '../../contract/property.ts';
import { band, type Group, type Options, role, type System, view, type WorkloadSpec } from '../../contract/system.ts';
import { type LockClientState, lockClient } from './client/index.ts';
import type { AnyDriver } from './driver.ts';
import { beliefMeter, resourceMeter } from './figures/index.ts';
import { fencingOf, workerSettings } from './options.ts';
import { believerMonitor, resourceMonitor, waiterMonitor } from './properties/index.ts';
import { type ResourceState, resource } from './resource/index.ts';

export const resourceGroup: Group = {
  about: 'The protected resource: a counter that clients read, work on, and write back',
  protocol: (options) => resource(fencingOf(options)),
  count: 1,
};

/** The workload `lock`. */
export function lockWorkload(
  driver: (options: Options, workload: { readonly attempt: number }) => AnyDriver,
): WorkloadSpec {
  return {
    about:
      'Each client acquires the lock, reads the counter, works, writes it back one higher, releases, and thinks. The ' +
      'deadline is that of acquiring, and of releasing.',
    model: 'mutex',
    operations: ['acquire', 'release'],
    client: (workload, options) => lockClient(workload, workerSettings(options), driver(options, workload)),
  };
}

/** The same for every lock. */
export const lockMeters = (): readonly AnyMeter[] => [beliefMeter, resourceMeter];

const lockMonitors = [believerMonitor, resourceMonitor] as const;

export function lockMonitorsOf({ watchWaiters }: Options): readonly AnyMonitor[] {
  return watchWaiters === true ? [...lockMonitors, waiterMonitor] : lockMonitors;
}

const believerRole = role<LockClientState>({
  about: 'A client that believes to hold the lock.',
  group: 'client',
  is: isBeliever,
});

function isBeliever({ workers }: LockClientState): boolean {
  return workers.some(({ believes }) => believes);
}

/** Each client that believes, as itself. */
const believerBand = band<LockClientState>({
  title: 'believes',
  about: 'Who believes to hold the lock.',
  group: 'client',
  of: (state, node) => (isBeliever(state) ? node : null),
});

const waiterRole = role<LockClientState>({
  about: 'A client that waits for the lock.',
  group: 'client',
  is: ({ workers }) => workers.some(({ phase, holds }) => phase === 'acquiring' && holds === 0),
});

/** What a server says of the lock. */
type Holding<State extends Plain> = {
  /** Which server holds it, as a sentence. */
  readonly about: string;
  /** For whom a server holds it; the name begins with that of its client. */
  readonly ownerOf: (state: State) => string | null;
  /** Of several that hold it those of the highest are meant: a term. */
  readonly rank?: (state: State) => number;
};

/** Who holds and who believes, as roles of scenarios and as bands over time: truth above, belief below. */
export function lockParts<State extends Plain>({
  about,
  ownerOf,
  rank,
}: Holding<State>): Required<Pick<System, 'roles' | 'bands'>> {
  const is = (state: State) => ownerOf(state) !== null;
  const holder = role<State>({ about, group: 'server', is, ...(rank === undefined ? {} : { rank }) });
  const held = band<State>({
    title: 'holds',
    about: 'For whom a server holds the lock.',
    group: 'server',
    of: (state) => /^c\d+/.exec(ownerOf(state) ?? '')?.[0] ?? null,
  });
  return { roles: { holder, believer: believerRole, waiter: waiterRole }, bands: [held, believerBand] };
}

/** The fields of the resource and of clients; a lock may add its own. */
export const lockViews = {
  client: view<LockClientState>(clientFields),
  resource: view<ResourceState>((state) => ({
    value: state.value,
    token: state.highestSeen,
    accepted: state.accepted,
    rejected: state.rejected,
  })),
} satisfies System['view'];

export function clientFields({ workers, counts }: LockClientState) {
  return {
    phase: workers.map(({ phase }) => phase).join(' '),
    believes: workers.some(({ believes }) => believes),
    token: workers.find(({ believes }) => believes)?.token ?? null,
    ...counts,
  };
}

export const lockAbstract = {
  client: view<LockClientState>(({ workers }) => ({
    phase: workers.map(({ phase }) => phase).join(' '),
    believes: workers.some(({ believes }) => believes),
  })),
  resource: view<ResourceState>(({ value, rejected }) => ({ value, rejected })),
} satisfies System['view'];
