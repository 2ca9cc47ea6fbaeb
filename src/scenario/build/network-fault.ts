// A fault that changes the conditions of links: of all, in one direction, or in both.
import type { FaultAction, Target } from '../../contract/faults.ts';
import type { DocumentOf } from '../schema/faults.ts';
import type { Path } from '../text/position.ts';
import { buildConditions, hasStreams, refuseOnStreams } from './conditions.ts';
import type { Context } from './context.ts';
import { checkEnds } from './sides.ts';
import { buildTargets } from './targets.ts';

/** Conditions `between` two sets are an action for each direction. */
export function buildNetworkFault(fault: DocumentOf<'network'>, path: Path, context: Context): readonly FaultAction[] {
  const conditions = buildConditions(fault.network, [...path, 'network'], context.problems);
  if (Object.keys(fault.network).length === 0) {
    context.problems.add(
      'nothing-claimed',
      [...path, 'network'],
      'nothing changes: expected for example { loss: 20% }',
    );
  }
  if (hasStreams(context.draft)) refuseOnStreams(fault.network, [...path, 'network'], context.problems);
  return directionsOf(fault, path, context).map(({ from, to }) => ({
    kind: 'network',
    conditions,
    ...(from && { from }),
    ...(to && { to }),
  }));
}

type Direction = { readonly from?: readonly Target[]; readonly to?: readonly Target[] };

function directionsOf(fault: DocumentOf<'network'>, path: Path, context: Context): readonly Direction[] {
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
