// The states and labels of one part of a history as small integers, with every step remembered: the search asks for the
// same few steps again and again, and compares nothing but integers.
import type { Act } from './models/model.ts';

/** What `next` answers where the act is not possible. */
export const ILLEGAL = -1;

/** States times labels must stay exact as one number. */
const LABELS_MAX = 2 ** 26;

export class Transitions {
  private readonly states: string[] = [];
  private readonly stateIds = new Map<string, number>();
  private readonly acts: Act[] = [];
  private readonly labelIds = new Map<string, number>();
  private readonly steps = new Map<number, number>();

  stateOf(text: string): number {
    const known = this.stateIds.get(text);
    if (known !== undefined) return known;
    const id = this.states.push(text) - 1;
    this.stateIds.set(text, id);
    return id;
  }

  textOf(state: number): string {
    return this.states[state]!;
  }

  labelOf(act: Act): number {
    const known = this.labelIds.get(act.label);
    if (known !== undefined) return known;
    const id = this.acts.push(act) - 1;
    this.labelIds.set(act.label, id);
    return id;
  }

  /** The state after an act, or `ILLEGAL`. */
  next(state: number, label: number): number {
    const key = state * LABELS_MAX + label;
    const known = this.steps.get(key);
    if (known !== undefined) return known;
    const text = this.acts[label]!.step(this.states[state]!);
    const id = text === undefined ? ILLEGAL : this.stateOf(text);
    this.steps.set(key, id);
    return id;
  }
}
