// Every branch of `ctx.choose`: the handler is run again for each, and the next run turns the last wheel by one. That the
// wheels come again as they were doubles as an alarm: a pure handler asks the same questions.
import type { Chooser, Source, SourceState } from '../../kernel/chooser.ts';
import { ModelError } from '../explore/index.ts';

type Wheel = { readonly label: string; readonly bound: number; picked: number };

export type Pick = { readonly label: string; readonly bound: number; readonly picked: number };

const BRANCHES_MAX = 10_000;
const tooMany = `a handler chooses among more than ${BRANCHES_MAX} outcomes: explore is for small systems`;

/** Draws that are no choices of a protocol (timers, links) take the least. */
export class Odometer implements Chooser {
  private wheels: Wheel[] = [];
  private used = 0;

  source(label: string): Source {
    const isChoice = label.startsWith('choice/');
    return {
      label,
      int: (bound) => (isChoice ? this.turn(label, bound) : 0),
      save: (): SourceState => {
        throw new Error('an exploration keeps no sources');
      },
    };
  }

  /** Runs `work` once for each combination of choices. */
  each<T>(work: (picks: readonly Pick[]) => T): readonly T[] {
    const results: T[] = [];
    this.wheels = [];
    do {
      this.used = 0;
      results.push(work(this.wheels));
      if (results.length > BRANCHES_MAX) throw new ModelError(tooMany);
      this.wheels.length = this.used;
    } while (this.advance());
    return results;
  }

  /** What the last run has chosen, where there were several options. */
  get chosen(): readonly Pick[] {
    return this.wheels.filter(({ bound }) => bound > 1).map((wheel) => ({ ...wheel }));
  }

  /** Runs it once more with the choices of the last run. */
  again<T>(work: () => T): T {
    this.used = 0;
    return work();
  }

  private turn(label: string, bound: number): number {
    const at = this.used++;
    const wheel = this.wheels[at];
    if (wheel === undefined) {
      if (bound > BRANCHES_MAX) throw new ModelError(tooMany);
      this.wheels.push({ label, bound, picked: 0 });
      return 0;
    }
    if (wheel.label === label && wheel.bound === bound) return wheel.picked;
    throw new ModelError(
      `a handler is not pure: run again it chose ${label} of ${bound} where it chose ${wheel.label} of ${wheel.bound} before`,
    );
  }

  private advance(): boolean {
    for (let last = this.wheels.at(-1); last !== undefined; last = this.wheels.at(-1)) {
      if (last.picked + 1 < last.bound) {
        last.picked++;
        return true;
      }
      this.wheels.pop();
    }
    return false;
  }
}
