// A restart needs a node that went down before. Where targets are symbolic only the run can tell which node it was; what
// is certain without running is refused here.
import type { FaultDocument } from '../schema/faults.ts';
import type { Context } from './context.ts';

/** After these a node may be down: crashed, or stopped by itself because its disk failed it. */
const stopping = ['crash', 'replace', 'failWrites', 'fullDisk', 'corrupt'] as const;

export function checkRestarts({ draft, names, problems }: Context): void {
  // The protocol of a module may stop its nodes whenever it likes.
  if (draft.use !== undefined) return;
  for (const [index, fault] of draft.faults.entries()) {
    if (fault === undefined || stoppedBy(fault) !== undefined || !('restart' in fault)) continue;
    // At one instant faults happen in the order of the list. When one is set off by an event is not known.
    const { at } = fault;
    const isEarlier = ({ at: other }: FaultDocument, place: number) =>
      at === undefined || other === undefined || other.min < at.max || (other.min === at.max && place < index);
    const earlier = draft.faults.filter((other, place) => other && stoppedBy(other) && isEarlier(other, place));
    if (earlier.length === 0) {
      const message = 'nothing is crashed before: a restart follows a crash';
      problems.add('contradiction', ['faults', index, 'restart'], message);
      continue;
    }
    const stopped = new Set(earlier.flatMap((other) => [stoppedBy(other!)!].flat()));
    const isNode = (text: string): boolean => names.nodes.some((node) => node.id === text);
    if (![...stopped].every(isNode)) return;
    const { restart } = fault;
    [restart].flat().forEach((text, at) => {
      if (typeof text !== 'string' || !isNode(text) || stopped.has(text)) return;
      const path = ['faults', index, 'restart', ...(typeof restart === 'string' ? [] : [at])];
      problems.add('contradiction', path, `${text} is not crashed before: a restart follows a crash`);
    });
  }
}

/** The targets of a fault after which a node may be down. */
function stoppedBy(fault: FaultDocument): string | readonly string[] | undefined {
  const key = stopping.find((kind) => kind in fault);
  return key === undefined ? undefined : (fault as { readonly [K in typeof key]?: string | readonly string[] })[key];
}
