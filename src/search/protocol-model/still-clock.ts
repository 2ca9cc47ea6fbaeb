// Time stands still in an exploration, so a handler that reads a clock would be explored at one moment only. Each read is
// noticed. A first start is no harm: every run begins at time 0.
import type { World } from '../../kernel/world.ts';

const clocks = ['now', 'monotonic'] as const;

export class StillClocks {
  /** Which clock was read since it was last forgotten. */
  read: (typeof clocks)[number] | undefined = undefined;

  constructor(world: World) {
    for (const context of world.contexts) {
      for (const name of clocks) {
        Object.defineProperty(context, name, {
          get: () => {
            this.read = name;
            return world.time;
          },
        });
      }
    }
  }
}
