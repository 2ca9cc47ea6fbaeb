// Watches for livelocks: events that lead one to the next without any time passing. Once an instant is nearly at its
// limit, what repeats is counted, so that the verdict can name it.
import { type Pending, TIMER } from './pending.ts';
import type { World } from './world.ts';

/** How many events are looked at to say what repeats. */
const SAMPLE = 1000;

export class InstantWatch {
  private readonly limit: number;
  private readonly repeated = new Map<string, number>();
  private time = -1;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Takes note of an event that has just happened. In words what repeats, if the instant is over its limit. */
  see(world: World, event: Pending): string | undefined {
    if (world.instant <= this.limit + 1 - SAMPLE) return undefined;
    if (this.time !== world.time) this.repeated.clear();
    this.time = world.time;
    const label = `${kindOf(event)} at ${world.nodes[event.node]?.id ?? 'the plan'}`;
    this.repeated.set(label, (this.repeated.get(label) ?? 0) + 1);
    if (world.instant <= this.limit) return undefined;
    const most = [...this.repeated].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 3);
    const repeats = most.map(([what, times]) => `${what} (${times} of the last ${SAMPLE})`).join(', ');
    return `${this.limit} events without delay led one to the next; what repeats: ${repeats}`;
  }
}

function kindOf({ kind, payload }: Pending): string {
  return kind === TIMER ? `timer ${payload}` : ((payload as { readonly kind?: string } | null)?.kind ?? 'event');
}
