// An exploration of a plan's protocols: the model, the questions and the search, with what the search found put into the
// words of a run: a violation, and a schedule that shows it.
import type { AmbientGuard, RunPlan, Schedule } from '../../kernel/index.ts';
import { type Path, Search, type SearchAnswer, type SearchOptions } from '../explore/index.ts';
import type { ProtocolBounds } from './bounds.ts';
import type { ModelState } from './layout.ts';
import type { Broken } from './memories.ts';
import { checkRoles } from './names.ts';
import { ProtocolModel } from './protocol-model.ts';
import { monitorQuestions, ownQuestion, type Question, roleQuestion, type StateProperty } from './questions.ts';
import type { Move } from './records.ts';
import { scheduleOf } from './schedule.ts';

export type ExplorationOptions = SearchOptions & {
  readonly bounds?: Partial<ProtocolBounds>;
  /** Roles that are to be played at some time. */
  readonly roles?: readonly string[];
  readonly properties?: readonly StateProperty[];
  /** Played first, at no cost. */
  readonly prefix?: Schedule;
  /** What the history of clients is judged by: `linearizable` is then a property as others are. */
  readonly historyModel?: string | undefined;
  /** Watches what handlers use of the world outside. */
  readonly guard?: AmbientGuard;
};

export type ExplorationAnswer = SearchAnswer<ModelState, Move>;

/** What a path violates at its end, and the schedule that leads there. */
export type Counterexample = Broken & { readonly steps: readonly string[]; readonly schedule: Schedule };

export class Exploration {
  readonly model: ProtocolModel;
  readonly questions: readonly Question[];
  readonly search: Search<ModelState, Move>;

  constructor(plan: RunPlan, options: ExplorationOptions = {}) {
    const { bounds, roles = [], properties = [], prefix, guard, historyModel, ...search } = options;
    checkRoles(plan, roles);
    const model = new ProtocolModel(plan, bounds, prefix, { guard, model: historyModel });
    this.model = model;
    this.questions = [
      ...monitorQuestions(model, historyModel !== undefined),
      ...roles.map((role) => roleQuestion(model, role)),
      ...properties.map((property) => ownQuestion(model, property, search.symmetry === true)),
    ];
    this.search = new Search(model, this.questions, { stopAtViolation: true, ...search });
  }

  /** Searches to the end. */
  run(): ExplorationAnswer {
    this.search.run(Number.POSITIVE_INFINITY);
    return this.search.answer();
  }

  /** Of a path whose last state violates a property. */
  counterexample(path: Path<ModelState, Move>): Counterexample | undefined {
    const last = path.steps.at(-1)?.state ?? path.init;
    const [broken] = this.model.view(last).violations;
    if (broken === undefined) return undefined;
    return { ...broken, steps: path.steps.map(({ text }) => text), schedule: this.scheduleOf(path) };
  }

  scheduleOf({ init, steps }: Path<ModelState, Move>): Schedule {
    const { plan, bounds, before, starts } = this.model;
    const chosen = starts[this.model.init.indexOf(init)] ?? {};
    const schedule = scheduleOf(plan, bounds, [...before, ...steps.map(({ action }) => action)]);
    return Object.keys(chosen).length === 0 ? schedule : { ...schedule, starts: chosen };
  }
}
