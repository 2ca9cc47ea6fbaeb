// What a fault does, and to whom. The words that traces show for it come from the resolved action (`plans/text.ts`), not
// from the file, so that spacing and names of faults cannot change a run.
import type { FaultAction, Target } from '../../contract/faults.ts';
import { actionOf, type DocumentOf, type FaultDocument, type FaultName } from '../schema/faults.ts';
import type { Path } from '../text/position.ts';
import { checkWrite, hasStreams, NO_STREAM } from './conditions.ts';
import type { Context } from './context.ts';
import { buildNetworkFault } from './network-fault.ts';
import { checkEnds, checkSides } from './sides.ts';
import { buildTargets } from './targets.ts';

type Builder<K extends FaultName> = (
  fault: DocumentOf<K>,
  path: Path,
  context: Context,
) => FaultAction | readonly FaultAction[];

const builders: { readonly [K in FaultName]: Builder<K> } = {
  partition,
  cut: (fault, path, context) => {
    const from = buildTargets(fault.cut.from, [...path, 'cut', 'from'], context);
    const to = buildTargets(fault.cut.to, [...path, 'cut', 'to'], context);
    checkEnds(from, to, [...path, 'cut', 'to'], context);
    return { kind: 'cut', from, to };
  },
  network: buildNetworkFault,
  reset,
  crash: (fault, path, context) => ({
    kind: 'crash',
    targets: buildTargets(fault.crash, [...path, 'crash'], context),
    ...(fault.unsynced === undefined ? {} : { unsynced: fault.unsynced }),
  }),
  replace: (fault, path, context) => ({
    kind: 'replace',
    targets: onDisks('replace', fault.replace, path, context),
  }),
  restart: (fault, path, context) => {
    const targets = buildTargets(fault.restart, [...path, 'restart'], context);
    if (targets.some((target) => target.select === 'role')) {
      const message =
        'a node that is down plays no role: name the nodes to restart, or write restart: beside the crash';
      context.problems.add('contradiction', [...path, 'restart'], message);
    }
    return { kind: 'restart', targets };
  },
  pause: (fault, path, context) => ({
    kind: 'pause',
    targets: buildTargets(fault.pause, [...path, 'pause'], context),
  }),
  slow: (fault, path, context) => {
    if (fault.service.max === 0) {
      context.problems.add('nothing-claimed', [...path, 'service'], 'nothing is slow at 0s: expected some time, 5ms');
    }
    return { kind: 'slow', targets: buildTargets(fault.slow, [...path, 'slow'], context), service: fault.service };
  },
  slowDisk: (fault, path, context) => {
    if (fault.latency.max === 0) {
      context.problems.add('nothing-claimed', [...path, 'latency'], 'nothing is slow at 0s: expected some time, 200ms');
    }
    return { kind: 'slowDisk', targets: onDisks('slowDisk', fault.slowDisk, path, context), latency: fault.latency };
  },
  failWrites: (fault, path, context) => failing('failWrites', fault.failWrites, fault.write, path, context),
  fullDisk: (fault, path, context) => failing('fullDisk', fault.fullDisk, fault.write, path, context),
  corrupt: (fault, path, context) => ({
    kind: 'corrupt',
    targets: onDisks('corrupt', fault.corrupt, path, context),
  }),
  clock,
};

/** Faults of disks, and a replacement, concern machines that keep something: clients have no disk. */
function onDisks(kind: string, written: string | readonly string[], path: Path, context: Context): readonly Target[] {
  const targets = buildTargets(written, [...path, kind], context);
  const isClient = (target: Target): boolean =>
    (target.select === 'group' && target.group === 'client') ||
    (target.select === 'node' && context.clients.some(({ id }) => id === target.node));
  if (targets.some(isClient)) {
    context.problems.add('contradiction', [...path, kind], 'clients have no disk: name servers, or crash the client');
  }
  return targets;
}

/** Mostly one action; conditions `between` two sets are one for each direction. None where a target is wrong. */
export function buildActions(fault: FaultDocument, index: number, context: Context): readonly FaultAction[] {
  const before = context.problems.count;
  const build = builders[actionOf(fault)] as (...args: readonly [FaultDocument, Path, Context]) => FaultAction[];
  const actions = [build(fault, ['faults', index], context)].flat();
  checkTriggered(fault, actions, index, context);
  return context.problems.count === before ? actions : [];
}

/** `it` and `sender` are known only to a fault that an event sets off. */
function checkTriggered(fault: FaultDocument, actions: readonly FaultAction[], index: number, context: Context): void {
  if (fault.on !== undefined || fault.when !== undefined) {
    const hasSender = fault.on?.message !== undefined;
    if (hasSender || !targetsOf(actions).some((target) => target.select === 'trigger' && target.which === 'sender'))
      return;
    const message = 'only a message has a sender: write it, for the node where the event happens';
    context.problems.add('contradiction', ['faults', index, actionOf(fault)], message);
  } else if (targetsOf(actions).some(({ select }) => select === 'trigger')) {
    const message = 'it and sender are of the event that sets a fault off: with at: name a node or a role';
    context.problems.add('contradiction', ['faults', index, actionOf(fault)], message);
  }
}

function targetsOf(actions: readonly FaultAction[]): readonly Target[] {
  return actions.flatMap((action) => {
    if (action.kind === 'partition') return action.sides.flat();
    return 'targets' in action ? action.targets : [...(action.from ?? []), ...(action.to ?? [])];
  });
}

function partition(fault: DocumentOf<'partition'>, base: Path, context: Context): FaultAction {
  const path = [...base, 'partition'];
  const before = context.problems.count;
  const sides = fault.partition.map((side, index) => buildTargets(side, [...path, index], context));
  if (sides.length < 2) {
    context.problems.add('one-side', path, 'a partition has at least two sides: add the other one, for example rest');
  }
  const rests = sides.flatMap((side, index) => (side.some(({ select }) => select === 'rest') ? [index] : []));
  if (rests.length > 1) {
    const message = 'rest means the servers that are named nowhere else: it can stand on one side only';
    context.problems.add('repeated', [...path, rests[1]!], message);
  }
  if (context.problems.count === before) checkSides(sides, path, context);
  return { kind: 'partition', sides };
}

function reset(fault: DocumentOf<'reset'>, path: Path, context: Context): FaultAction {
  if (!hasStreams(context.draft)) context.problems.add('contradiction', [...path, 'reset'], NO_STREAM, { part: 'key' });
  const from = buildTargets(fault.reset, [...path, 'reset'], context);
  if (fault.with === undefined) {
    const clients: readonly Target[] = context.clients.length > 0 ? [{ select: 'group', group: 'client' }] : [];
    return { kind: 'reset', from, to: [{ select: 'rest' }, ...clients] };
  }
  const to = buildTargets(fault.with, [...path, 'with'], context);
  checkEnds(from, to, [...path, 'with'], context);
  return { kind: 'reset', from, to };
}

function failing(
  kind: 'failWrites' | 'fullDisk',
  written: string | readonly string[],
  write: string | undefined,
  path: Path,
  context: Context,
): FaultAction {
  if (write !== undefined) {
    const { writes } = context.system;
    checkWrite(write, [...path, 'write'], writes && Object.keys(writes), context.problems);
  }
  return { kind, targets: onDisks(kind, written, path, context), write };
}

function clock(fault: DocumentOf<'clock'>, path: Path, context: Context): FaultAction {
  const { rate, offset = 0, jump = 0, until, for: duration } = fault;
  const { problems } = context;
  if ((rate === undefined || rate.numerator === rate.denominator) && offset === 0 && jump === 0) {
    problems.add('nothing-claimed', [...path, 'clock'], 'the clock stays right: expected rate, offset or jump', {
      part: 'key',
    });
  } else if (rate === undefined && offset === 0 && (until !== undefined || duration !== undefined)) {
    const message = 'a jump is for good: an offset lasts while the fault does';
    problems.add('contradiction', [...path, until === undefined ? 'for' : 'until'], message, { part: 'key' });
  }
  return { kind: 'clock', targets: buildTargets(fault.clock, [...path, 'clock'], context), rate, offset, jump };
}
