// Deeds in words.
import type { Deed } from '../../contract/intervention.ts';
import { formatDuration } from '../../display/format.ts';
import type { Source } from '../source.ts';

export function deedText({ plan }: Source, deed: Deed): string {
  switch (deed.do) {
    case 'drop':
    case 'duplicate':
    case 'deliver':
      return `${deed.do} message ${deed.message}`;
    case 'delay':
      return `delay message ${deed.message} by ${formatDuration(deed.by)}`;
    case 'fire':
      return `fire ${deed.timer} of ${deed.node}`;
    case 'crash':
    case 'restart':
    case 'pause':
      return `${deed.do} ${deed.node}`;
    case 'cut':
      return `cut ${deed.from} to ${deed.to}`;
    case 'end':
      return `end ${plan.faults[deed.fault]?.text ?? 'a fault by hand'}`;
    case 'skip':
      return 'skip this event';
  }
}
