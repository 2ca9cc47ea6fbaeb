// Sequential consistency of a history: the search, helped by what the reads say where they say it.
import { Transitions } from '../transitions.ts';
import type { Causal } from './causal-order.ts';
import { type Judged, type Task, violatedBy } from './judged.ts';
import { saturateSequential } from './sequential-order.ts';
import { SequentialSearch } from './sequential-search.ts';
import type { Known, Step } from './steps.ts';

/**
 * Configurations for each operation in a first attempt. Most histories are gone through without a wrong turn, in a tenth
 * of the time that it takes to find out all that their reads force.
 */
const STRAIGHT_ON = 1;

/** Where it is known which write each read returned. */
export function judgeSequential(causal: Causal, task: Task): Judged {
  const { accesses } = causal;
  const ordered = { ...task, operations: accesses.all.map(({ operation }) => operation) };
  const reads = accesses.all.map(({ reads: source }) => source);
  if (!accesses.hasMismatches) {
    const budget = Math.min(task.budget, STRAIGHT_ON * accesses.all.length);
    const straight = search({ ...ordered, budget }, { before: causal.order.before, reads });
    if (straight.verdict === 'ok') return straight;
  }
  const order = causal.order.copy();
  const broken = saturateSequential(causal, order);
  if (broken !== undefined) return violatedBy(broken, accesses);
  // A mismatch that was observed is no access, and stands in no order yet.
  if (accesses.hasMismatches) return searchAll(task);
  return search(ordered, { before: order.before, reads });
}

/** Any history of any model. What is unknown may be left out. */
export function searchAll(task: Task): Judged {
  return search(task, undefined);
}

function search(task: Task, known: Known | undefined): Judged {
  const { operations, model, initial, options, budget } = task;
  const transitions = new Transitions();
  const keys = new Map([...new Set(operations.map(({ key }) => key))].map((key, id) => [key, id]));
  const sessions = new Map<number, number[]>();
  const ended = new Set<number>();
  const steps: Step[] = [];
  for (const { process, key, completed, ...rest } of operations) {
    const act = model.act({ process, key, completed, ...rest }, options);
    if (act === undefined || ended.has(process)) continue;
    const isOptional = known === undefined && rest.outcome === 'info';
    // Nothing follows what is unknown: who waits for its answer waits for ever.
    if (isOptional) ended.add(process);
    const session = sessions.get(process) ?? [];
    sessions.set(process, session);
    session.push(steps.length);
    const label = transitions.labelOf(act);
    const { isReadOnly } = act;
    steps.push({ key: keys.get(key)!, label, isReadOnly, isOptional, rank: completed ?? rest.invoked });
  }
  const begin = transitions.stateOf(initial);
  const problem = { sessions: [...sessions.values()], steps, initial: [...keys.keys()].map(() => begin), known };
  const searched = new SequentialSearch(problem, transitions);
  searched.run(budget);
  const { outcome, configurations } = searched;
  if (outcome === 'ok') return { verdict: 'ok', configurations };
  if (outcome === undefined) {
    return { verdict: 'unknown', configurations, reason: 'the budget of configurations ran out' };
  }
  return { verdict: 'violated', configurations, broken: { kind: 'no-order', operation: operations.at(-1)! } };
}
