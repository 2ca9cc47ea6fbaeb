// What the systems of all commit protocols show, watch and measure alike. Their participants' states have a `resource`, their
// coordinators' have `decided`, and what is noted with a promise names the `participants`.
import type { PlainRecord } from '../../base/plain.ts';
import type { AnyMonitor } from '../../contract/property.ts';
import { type Promised, type Role, role, type View, view } from '../../contract/system.ts';
import { conserved, conservedMonitor } from './conserved.ts';
import { auditMeter, commitmentMeter } from './figures.ts';
import { commitmentMonitor, commitmentProperties, type DecidedByTransaction } from './properties.ts';
import type { Resource } from './resource.ts';

export type ShowsResource = { readonly resource: Resource };
type ShowsDecided = { readonly decided: DecidedByTransaction };

export const monitors = (): readonly AnyMonitor[] => [
  commitmentMonitor({
    resource: (state: ShowsResource) => state.resource,
    decided: (state: ShowsDecided) => state.decided,
    participantsOf: (note) => note['participants'] as readonly string[],
  }),
  conservedMonitor((state: ShowsResource) => state.resource),
];

export const meters = () => [commitmentMeter((state: ShowsResource) => state.resource), auditMeter];

/** All of them, under the same faults. */
export function promisedUnder(under: string): readonly Promised[] {
  return [...commitmentProperties, conserved].map(({ name }) => ({ property: name, under }));
}

export const participantRoles: { readonly [name: string]: Role } = {
  prepared: role<ShowsResource & PlainRecord>({
    about: 'Has promised to commit, and does not know the outcome.',
    group: 'participant',
    is: ({ resource }) => preparedIn(resource).length > 0,
  }),
  blocked: role<ShowsResource & PlainRecord>({
    about: 'Has promised, was told nothing for longer than is usual, and asks.',
    group: 'participant',
    is: ({ resource }) => resource.overdue.length > 0,
  }),
};

export const participantView: View = view<ShowsResource & PlainRecord>((state) => participantFields(state));

export function participantFields({ resource: { store, waiting, overdue } }: ShowsResource) {
  return {
    prepared: preparedIn({ store, waiting, overdue }).length,
    waiting: Object.keys(waiting).length,
    overdue: overdue.length,
    locked: Object.keys(store.locks).join(' '),
    ...outcomeCounts(Object.values(store.outcomes)),
  };
}

export const participantAbstract: View = view<ShowsResource & PlainRecord>(({ resource }) => ({
  prepared: preparedIn(resource).length,
  waiting: Object.keys(resource.waiting).length,
  overdue: resource.overdue.length > 0,
  ...outcomeCounts(Object.values(resource.store.outcomes)),
}));

/** A coordinator that keeps a phase for each transaction which it has not done with. */
type ShowsPhases = ShowsDecided & {
  readonly incarnation: number;
  readonly transactions: { readonly [transaction: string]: { readonly phase: string } };
};

export const coordinatorAbstract: View = view<ShowsPhases & PlainRecord>((state) => ({
  phases: [...new Set(Object.values(state.transactions).map(({ phase }) => phase))].sort().join(' '),
  ...decidedCounts(state),
}));

export const coordinatorView: View = view<ShowsPhases & PlainRecord>((state) => ({
  life: state.incarnation,
  transactions: Object.entries(state.transactions)
    .map(([id, { phase }]) => `${id} ${phase}`)
    .join(', '),
  ...decidedCounts(state),
}));

export function decidedCounts({ decided }: ShowsDecided) {
  return outcomeCounts(Object.values(decided).map(({ outcome }) => outcome));
}

function outcomeCounts(outcomes: readonly string[]) {
  const count = (which: string) => outcomes.filter((outcome) => outcome === which).length;
  return { committed: count('committed'), aborted: count('aborted') };
}

function preparedIn({ store }: Resource): readonly string[] {
  return Object.keys(store.open).filter((id) => store.open[id]!.phase === 'prepared');
}
