// What Sentinels promise, whatever fails, and what one would expect of them, and they do not (`one-primary-per-epoch`). Of
// the data nothing is promised: see README.md.
import type { NodeId } from '../../contract/ids.ts';
import { type Change, monitor, type Report } from '../../contract/property.ts';
import { currentPrimary, type SentinelState } from './sentinel/index.ts';

const oneLeader = {
  name: 'one-failover-leader',
  sentence:
    'At most one Sentinel leads a failover in an epoch (Redis documentation, Sentinel: "Configuration epochs").',
};
const onePrimary = {
  name: 'one-primary-per-epoch',
  sentence: 'Sentinels of the same configuration epoch name the same primary (ibid.).',
};

const properties = [oneLeader, onePrimary] as const;

/** By epoch, as text: who leads its failover, and which primary it made. */
type Memory = {
  readonly leaders: { readonly [epoch: string]: NodeId };
  readonly primaries: { readonly [epoch: string]: NodeId };
};

export const sentinelMonitor = monitor<SentinelState, Memory>({
  group: 'sentinel',
  properties,
  initial: { leaders: {}, primaries: {} },
  observe(memory, { node, before, after }: Change<SentinelState>, report) {
    if (after === undefined) return memory;
    const isSame = before?.failover === after.failover && before?.configEpoch === after.configEpoch;
    return isSame ? memory : observePrimary(observeLeader(memory, node, after, report), node, after, report);
  },
  isExercised: ({ leaders, primaries }, property) =>
    Object.keys(property === oneLeader.name ? leaders : primaries).length > 0,
});

function observeLeader(memory: Memory, node: NodeId, { failover }: SentinelState, report: Report): Memory {
  if (failover === null || failover.phase === 'wait-start') return memory;
  const { epoch } = failover;
  const leader = memory.leaders[epoch];
  if (leader === undefined) return { ...memory, leaders: { ...memory.leaders, [epoch]: node } };
  if (leader !== node)
    report(oneLeader.name, `${leader} and ${node} both lead the failover of epoch ${epoch}`, {
      epoch,
      leaders: [leader, node],
    });
  return memory;
}

function observePrimary(memory: Memory, node: NodeId, state: SentinelState, report: Report): Memory {
  const { configEpoch } = state;
  const primary = currentPrimary(state);
  const known = memory.primaries[configEpoch];
  if (known === undefined) return { ...memory, primaries: { ...memory.primaries, [configEpoch]: primary } };
  if (known !== primary) {
    const reason = `${node} names ${primary} the primary of epoch ${configEpoch}, which is ${known}`;
    report(onePrimary.name, reason, { epoch: configEpoch, primaries: [known, primary] });
  }
  return memory;
}
