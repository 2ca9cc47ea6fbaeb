// What is a saga's own: the order in which it goes back. The rest is of every deal (`shop/properties.ts`).
import { at } from '../../base/paged-list.ts';
import type { NodeId } from '../../contract/ids.ts';
import { type AnyMonitor, monitor } from '../../contract/property.ts';
import { stepsBeside } from './plan.ts';
import type { ServiceState } from './service.ts';

/** The ledgers as they are: what a crash took from one is not in it any more. */
type Memory = { readonly ledgers: { readonly [node: NodeId]: Ledger }; readonly isExercised: boolean };
type Ledger = ServiceState['store']['ledger'];

const inReverse = {
  name: 'in-reverse',
  sentence:
    'A saga takes its steps back in reverse order: none while a later one of it stands (Garcia-Molina & Salem 1987).',
};

export const reverseMonitor: AnyMonitor = monitor<ServiceState, Memory>({
  group: 'server',
  properties: [inReverse],
  initial: { ledgers: {}, isExercised: false },
  observe(memory, { node, before, after }, report) {
    if (after === undefined || before?.store === after.store) return memory;
    const { ledger } = after.store;
    const ledgers = { ...memory.ledgers, [node]: ledger };
    let { isExercised } = memory;
    // What comes back after a crash was judged when it happened.
    for (let i = before?.store.ledger.length ?? ledger.length; i < ledger.length; i++) {
      const { deal, step, kind } = at(ledger, i)!;
      if (kind !== 'undo') continue;
      isExercised = true;
      const later = laterSteps(step).filter((name) => stands(ledgers, deal, name));
      if (later.length === 0) continue;
      report(inReverse.name, `${step} of ${deal} is taken back before ${later[0]}`, { deal, step, later }, later[0]);
    }
    return { ledgers, isExercised };
  },
  isExercised: ({ isExercised }) => isExercised,
});

function laterSteps(step: string): readonly string[] {
  const steps = stepsBeside(step);
  return steps.slice(steps.indexOf(step) + 1);
}

function stands(ledgers: Memory['ledgers'], deal: string, step: string): boolean {
  let net = 0;
  for (const ledger of Object.values(ledgers)) {
    for (let i = 0; i < ledger.length; i++) {
      const deed = at(ledger, i)!;
      if (deed.deal !== deal || deed.step !== step) continue;
      net += deed.kind === 'do' ? 1 : deed.kind === 'undo' ? -1 : 0;
    }
  }
  return net > 0;
}
