// What the meters of a system have recorded so far (`contract/figures.ts`). They only look: a run with meters and one
// without are the same.
import { append, emptyList, type PagedList, slice } from '../base/paged-list.ts';
import type { Plain } from '../base/plain.ts';
import type { AnyMeter, Sample } from '../contract/figures.ts';
import type { Time } from '../contract/time.ts';
import type { Node } from './node.ts';

export type MetersCheckpoint = { readonly memories: readonly Plain[]; readonly samples: PagedList<Sample> };

type Now = { readonly time: Time; readonly events: number };

export class Meters {
  private readonly meters: readonly AnyMeter[];
  private memories: Plain[];
  private samples: PagedList<Sample> = emptyList();

  constructor(meters: readonly AnyMeter[]) {
    this.meters = meters;
    this.memories = meters.map(({ initial }) => initial);
  }

  onState({ time, events }: Now, node: Node, before: Plain | undefined, after: Plain | undefined): void {
    for (let i = 0; i < this.meters.length; i++) {
      const meter = this.meters[i]!;
      if (meter.group !== node.group) continue;
      const change = { node: node.id, group: node.group, before, after };
      this.memories[i] = meter.observe(this.memories[i]! as never, change as never, time, (figure, value) => {
        this.samples = append(this.samples, { figure, value, time, event: events });
      });
    }
  }

  save(): MetersCheckpoint {
    return { memories: [...this.memories], samples: this.samples };
  }

  restore({ memories, samples }: MetersCheckpoint): void {
    this.memories = [...memories];
    this.samples = samples;
  }

  /** With what is still open, as it stands at this time. */
  result({ time, events }: Now): readonly Sample[] {
    const open: Sample[] = [];
    const event = Math.max(0, events - 1);
    for (const [i, { end }] of this.meters.entries()) {
      end?.(this.memories[i]! as never, time, (figure, value) => open.push({ figure, value, time, event }));
    }
    return [...slice(this.samples, 0), ...open];
  }
}
