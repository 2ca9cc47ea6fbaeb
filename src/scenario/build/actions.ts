// What a fault does, and to whom, with the words that traces show for it. The words come from the resolved action, not
// from the file, so that spacing and names of faults cannot change a run.
import type { Fault, FaultAction, Target } from '../../contract/faults.ts';
import type {
  CrashDocument,
  CutDocument,
  FaultDocument,
  NetworkDocument,
  PartitionDocument,
  RestartDocument,
} from '../schema/faults.ts';
import type { Path } from '../text/position.ts';
import { durationText, ratioText } from '../words.ts';
import { buildConditions } from './conditions.ts';
import type { Context } from './context.ts';
import { checkEnds, checkSides } from './sides.ts';
import { buildTargets, targetsText } from './targets.ts';

export type Built = Pick<Fault, 'action' | 'text'>;

/** Mostly one action; conditions `between` two sets are one for each direction. None where a target is wrong. */
export function buildActions(fault: FaultDocument, index: number, context: Context): readonly Built[] {
  const path = ['faults', index];
  const before = context.problems.count;
  const built = actionsOf(fault, path, context);
  return context.problems.count === before ? built : [];
}

function actionsOf(fault: FaultDocument, path: Path, context: Context): readonly Built[] {
  if ('partition' in fault) return [partition(fault, [...path, 'partition'], context)];
  if ('cut' in fault) return [cut(fault, [...path, 'cut'], context)];
  if ('network' in fault) return network(fault, path, context);
  if ('crash' in fault) return [crash(fault, [...path, 'crash'], context)];
  return [restart(fault, [...path, 'restart'], context)];
}

function partition(fault: PartitionDocument, path: Path, context: Context): Built {
  const before = context.problems.count;
  const sides = fault.partition.map((side, index) => buildTargets(side, [...path, index], context));
  if (sides.length < 2) {
    context.problems.add('one-side', path, 'a partition has at least two sides: add the other one, for example rest');
  }
  const rests = sides.flatMap((side, index) => (side.some((target) => target.select === 'rest') ? [index] : []));
  if (rests.length > 1) {
    const message = 'rest means the servers that are named nowhere else: it can stand on one side only';
    context.problems.add('repeated', [...path, rests[1]!], message);
  }
  if (context.problems.count === before) checkSides(sides, path, context);
  return { action: { kind: 'partition', sides }, text: `partition ${sides.map(targetsText).join(' | ')}` };
}

function cut(fault: CutDocument, path: Path, context: Context): Built {
  const from = buildTargets(fault.cut.from, [...path, 'from'], context);
  const to = buildTargets(fault.cut.to, [...path, 'to'], context);
  checkEnds(from, to, [...path, 'to'], context);
  return { action: { kind: 'cut', from, to }, text: `cut from ${targetsText(from)} to ${targetsText(to)}` };
}

function crash(fault: CrashDocument, path: Path, context: Context): Built {
  const targets = buildTargets(fault.crash, path, context);
  return { action: { kind: 'crash', targets }, text: `crash ${targetsText(targets)}` };
}

function restart(fault: RestartDocument, path: Path, context: Context): Built {
  const targets = buildTargets(fault.restart, path, context);
  if (targets.some((target) => target.select === 'role')) {
    const message = 'a node that is down plays no role: name the nodes to restart, or write restart: beside the crash';
    context.problems.add('contradiction', path, message);
  }
  return { action: { kind: 'restart', targets }, text: `restart ${targetsText(targets)}` };
}

function network(fault: NetworkDocument, path: Path, context: Context): readonly Built[] {
  const conditions = buildConditions(fault.network);
  if (Object.keys(conditions).length === 0) {
    context.problems.add(
      'nothing-claimed',
      [...path, 'network'],
      'nothing changes: expected for example { loss: 20% }',
    );
  }
  const words = `network ${conditionsText(conditions)}`;
  const directions = directionsOf(fault, path, context);
  return directions.map(({ from, to }) => {
    const action: FaultAction = { kind: 'network', conditions, ...(from && { from }), ...(to && { to }) };
    const links = `${from ? ` from ${targetsText(from)}` : ''}${to ? ` to ${targetsText(to)}` : ''}`;
    return { action, text: words + links };
  });
}

type Direction = { readonly from?: readonly Target[]; readonly to?: readonly Target[] };

function directionsOf(fault: NetworkDocument, path: Path, context: Context): readonly Direction[] {
  const { between } = fault;
  const from = fault.from === undefined ? undefined : buildTargets(fault.from, [...path, 'from'], context);
  const to = fault.to === undefined ? undefined : buildTargets(fault.to, [...path, 'to'], context);
  if (from !== undefined && to !== undefined) checkEnds(from, to, [...path, 'to'], context);
  if (between === undefined) return [{ ...(from && { from }), ...(to && { to }) }];
  if (from !== undefined || to !== undefined) {
    const message = 'between means both directions, from and to one: keep between, or from and to';
    context.problems.add('contradiction', [...path, 'between'], message, { part: 'key' });
  }
  const one = buildTargets(between[0], [...path, 'between', 0], context);
  const other = buildTargets(between[1], [...path, 'between', 1], context);
  checkEnds(one, other, [...path, 'between', 1], context);
  if ([...one, ...other].some((target) => target.select === 'random')) {
    const message = 'between draws no nodes at random, for each direction would draw others: write from and to';
    context.problems.add('contradiction', [...path, 'between'], message);
  }
  return [
    { from: one, to: other },
    { from: other, to: one },
  ];
}

function conditionsText(conditions: ReturnType<typeof buildConditions>): string {
  const { latencyMin, latencyMax, reorderBy } = conditions;
  const parts: string[] = [];
  if (latencyMin !== undefined && latencyMax !== undefined) {
    parts.push(
      `latency ${durationText(latencyMin)}${latencyMin === latencyMax ? '' : `..${durationText(latencyMax)}`}`,
    );
  }
  for (const name of ['loss', 'duplicate', 'reorder'] as const) {
    const ratio = conditions[name];
    if (ratio !== undefined) parts.push(`${name} ${ratioText(ratio)}`);
  }
  if (reorderBy !== undefined) parts.push(`reorder by ${durationText(reorderBy)}`);
  return parts.join(', ');
}
