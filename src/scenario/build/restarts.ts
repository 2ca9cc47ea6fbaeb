// A restart needs a node that was crashed before. Where targets are symbolic only the run can tell which node it was;
// what is certain without running is refused here.
import type { Context } from './context.ts';

export function checkRestarts({ draft, names, problems }: Context): void {
  for (const [index, fault] of draft.faults.entries()) {
    if (fault === undefined || 'crash' in fault || !('restart' in fault)) continue;
    // At one instant faults happen in the order of the list.
    const isEarlier = (at: number, place: number) => at < fault.at || (at === fault.at && place < index);
    const earlier = draft.faults.filter((other, place) => other && 'crash' in other && isEarlier(other.at, place));
    if (earlier.length === 0) {
      const message = 'nothing is crashed before: a restart follows a crash';
      problems.add('contradiction', ['faults', index, 'restart'], message);
      continue;
    }
    const crashed = new Set(earlier.flatMap((other) => (other && 'crash' in other ? [other.crash].flat() : [])));
    const isNode = (text: string): boolean => names.nodes.some((node) => node.id === text);
    if (![...crashed].every(isNode)) return;
    const { restart } = fault;
    [restart].flat().forEach((text, at) => {
      if (!isNode(text) || crashed.has(text)) return;
      const path = ['faults', index, 'restart', ...(typeof restart === 'string' ? [] : [at])];
      problems.add('contradiction', path, `${text} is not crashed before: a restart follows a crash`);
    });
  }
}
