// The search for one order of all operations that the object could have gone through, in which each session's operations
// stand in its own order. Depth first; a read that fits is placed at once, and of what is left the earliest to complete
// is tried first: a linearizable history is gone through without a wrong turn.
import { ILLEGAL, type Transitions } from '../transitions.ts';
import type { Known, Step } from './steps.ts';
import { Unplaced } from './unplaced.ts';

export type Problem = {
  /** The steps of each session in its order. */
  readonly sessions: readonly (readonly number[])[];
  readonly steps: readonly Step[];
  /** For each key the state that it begins with. */
  readonly initial: readonly number[];
  readonly known: Known | undefined;
};

type Frame = {
  readonly placed: number;
  readonly choices: readonly number[];
  next: number;
};

type Undo = { readonly session: number; readonly key: number; readonly state: number; readonly step: number };

export class SequentialSearch {
  outcome: 'ok' | 'violated' | undefined;
  configurations = 0;
  private readonly problem: Problem;
  private readonly transitions: Transitions;
  private readonly turns: number[];
  private readonly states: number[];
  private readonly unplaced: Unplaced | undefined;
  private readonly placed: Undo[] = [];
  private readonly stack: Frame[] = [];
  private readonly failed = new Set<string>();
  private required: number;

  constructor(problem: Problem, transitions: Transitions) {
    this.problem = problem;
    this.transitions = transitions;
    this.turns = problem.sessions.map(() => 0);
    this.states = [...problem.initial];
    this.unplaced = problem.known && new Unplaced(problem.known, problem.steps);
    this.required = problem.steps.filter(({ isOptional }) => !isOptional).length;
    this.enter();
  }

  /** Goes on until the answer is found or `limit` configurations were visited in all. */
  run(limit: number): void {
    while (this.outcome === undefined && this.configurations < limit) this.proceed();
  }

  private proceed(): void {
    const frame = this.stack.at(-1)!;
    const session = frame.choices[frame.next++];
    if (session !== undefined) {
      this.place(session);
      this.enter();
      return;
    }
    this.stack.pop();
    this.failed.add(this.key());
    this.takeBack(frame.placed);
    if (this.stack.length === 0) this.outcome = 'violated';
  }

  /** A new configuration: places the reads that fit, and lists what may come next. */
  private enter(): void {
    const parent = this.stack.at(-1);
    const floor = parent === undefined ? 0 : this.placed.length - 1;
    while (this.placeReads()) {}
    if (this.required === 0) {
      this.outcome = 'ok';
      return;
    }
    if (this.failed.size > 0 && this.failed.has(this.key())) {
      this.takeBack(floor);
      return;
    }
    this.configurations++;
    const { steps } = this.problem;
    const choices = this.enabled().sort((a, b) => steps[this.stepOf(a)!]!.rank - steps[this.stepOf(b)!]!.rank);
    this.stack.push({ placed: floor, choices, next: 0 });
  }

  private placeReads(): boolean {
    let isPlaced = false;
    for (const session of this.enabled()) {
      while (this.problem.steps[this.stepOf(session) ?? -1]?.isReadOnly === true && this.isEnabled(session)) {
        this.place(session);
        isPlaced = true;
      }
    }
    return isPlaced;
  }

  /** Sessions whose next operation may come next. */
  private enabled(): number[] {
    return [...this.turns.keys()].filter((session) => this.isEnabled(session));
  }

  private isEnabled(session: number): boolean {
    const step = this.stepOf(session);
    if (step === undefined) return false;
    const { key, label } = this.problem.steps[step]!;
    if (this.transitions.next(this.states[key]!, label) === ILLEGAL) return false;
    return this.unplaced?.isReady(step) !== false;
  }

  private stepOf(session: number): number | undefined {
    return this.problem.sessions[session]![this.turns[session]!];
  }

  private place(session: number): void {
    const step = this.stepOf(session)!;
    const { key, label } = this.problem.steps[step]!;
    this.placed.push({ session, key, state: this.states[key]!, step });
    this.states[key] = this.transitions.next(this.states[key]!, label);
    this.turns[session]!++;
    this.unplaced?.place(step);
    if (!this.problem.steps[step]!.isOptional) this.required--;
  }

  private takeBack(floor: number): void {
    while (this.placed.length > floor) {
      const { session, key, state, step } = this.placed.pop()!;
      this.states[key] = state;
      this.turns[session]!--;
      this.unplaced?.takeBack(step);
      if (!this.problem.steps[step]!.isOptional) this.required++;
    }
  }

  /** How far each session is, and what the object holds: all that the rest depends on. */
  private key(): string {
    return `${this.turns.join(' ')}|${this.states.join(' ')}`;
  }
}
