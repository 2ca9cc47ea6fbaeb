// The bounds of an exploration, in words.
import type { RunPlan } from '../../kernel/index.ts';
import type { ProtocolBounds } from '../../search/index.ts';

export function boundsText(
  bounds: ProtocolBounds,
  { nodes }: RunPlan,
  { depth, states }: { readonly depth?: number; readonly states?: number },
): readonly string[] {
  const { crashes, losses, duplicates, operations, timers, timerRules, disk, network } = bounds;
  const hasClients = nodes.some(({ group }) => group === 'client');
  return [
    counted(timers, 'timer firing'),
    ...timerRules.map(({ kind, node, firings }) => {
      const of = kind === '*' ? 'any timer' : kind;
      return `${counted(firings, 'firing')} of ${of}${node === undefined ? '' : ` at ${node}`}`;
    }),
    counted(crashes, 'crash'),
    counted(losses, 'loss'),
    network === 'set' ? 'any duplicates' : counted(duplicates, 'duplicate'),
    ...(hasClients ? [counted(operations, 'operation')] : []),
    `disk ${disk}`,
    `network ${network}`,
    ...(depth === undefined ? [] : [`depth ${depth}`]),
    ...(states === undefined ? [] : [counted(states, 'state')]),
  ];
}

function counted(count: number, what: string): string {
  if (count === Number.POSITIVE_INFINITY) return `any number of ${plural(what)}`;
  if (count === 0) return `no ${what}`;
  return count === 1 ? `1 ${what}` : `${count} ${plural(what)}`;
}

function plural(what: string): string {
  return /s[sh]?$|sh$/.test(what) ? `${what}es` : `${what}s`;
}
