// What is a saga's own: the order in which it goes back. The rest is of every deal (`shop/properties.ts`).
import { at } from '../../base/paged-list.ts';
import { type AnyMonitor, monitor } from '../../contract/property.ts';
import { stepsBeside } from './plan.ts';
import type { ServiceState } from './service.ts';

/** By saga: the steps that stand. */
type Memory = { readonly standing: { readonly [saga: string]: readonly string[] }; readonly isExercised: boolean };

const inReverse = {
  name: 'in-reverse',
  sentence:
    'A saga takes its steps back in reverse order: none while a later one of it stands (Garcia-Molina & Salem 1987).',
};

export const reverseMonitor: AnyMonitor = monitor<ServiceState, Memory>({
  group: 'server',
  properties: [inReverse],
  initial: { standing: {}, isExercised: false },
  observe(memory, { before, after }, report) {
    if (after === undefined || before === undefined || before.store === after.store) return memory;
    let next = memory;
    for (let i = before.store.ledger.length; i < after.store.ledger.length; i++) {
      const { deal, step, kind } = at(after.store.ledger, i)!;
      if (kind === 'look' || kind === 'refuse') continue;
      const standing = (next.standing[deal] ?? []).filter((name) => name !== step);
      if (kind === 'do') {
        next = { ...next, standing: { ...next.standing, [deal]: [...standing, step] } };
        continue;
      }
      const later = standing.filter((name) => isLater(name, step));
      if (later.length > 0)
        report(inReverse.name, `${step} of ${deal} is taken back before ${later[0]}`, { deal, step, later });
      next = { standing: { ...next.standing, [deal]: standing }, isExercised: true };
    }
    return next;
  },
  isExercised: ({ isExercised }) => isExercised,
});

function isLater(name: string, step: string): boolean {
  const steps = stepsBeside(step);
  return steps.indexOf(name) > steps.indexOf(step);
}
