// A failure made small, as a timed scenario. What is given out is proven: its text is loaded and run, and that run
// violates the same property by the same rule, and holds what the text expects.
import {
  compile,
  type Loaded,
  runScenario,
  type Scenario,
  type TimedWorld,
  timedText,
  unwritable,
  type WrittenOptions,
} from '../../scenario/index.ts';
import { failsAlike, type Shrunken, type Target, type Timed, timings, untimeable } from '../../search/index.ts';

export type TimedAnswer = { readonly text: string } | { readonly why: string };

export type TimedQuestion = {
  readonly small: Shrunken;
  /** The capsule's scenario, its text, and its seed. */
  readonly scenario: Scenario;
  readonly text: string;
  readonly seed: string;
  /** The options that were drawn for it. */
  readonly drawn?: WrittenOptions | undefined;
  readonly load: (text: string) => Loaded;
};

/** Seeds that are tried after the capsule's own; and how many times that were found may fail to be proven. */
const SEEDS = 200;
const PROOFS_MAX = 40;

export function timedScenario(question: TimedQuestion): TimedAnswer {
  const { small, scenario, text, load, drawn } = question;
  const { schedule, failure, story } = small;
  if (scenario.modules.length > 0)
    return { why: 'its system lies in a module, and a scenario elsewhere would not find it' };
  const plain = compile(scenario).plan;
  const why = untimeable(plain, schedule);
  if (why !== undefined) return { why };
  // With all of them where an option names one that does nothing.
  for (const clients of new Set([clientsIn(question), scenario.clients.length])) {
    const world: TimedWorld = { text, scenario, clients, property: failure.property, story, drawn };
    const base = load(timedText(world)).scenario;
    if (base === undefined) continue;
    return proven(question, world, { plan: compile(base).plan, failure, model: base.model });
  }
  return { why: 'its scenario cannot be written without its faults' };
}

function proven({ small, seed, load }: TimedQuestion, world: TimedWorld, target: Target): TimedAnswer {
  const seeds = [...new Set([seed, ...Array.from({ length: SEEDS }, (_, index) => String(index + 1))])];
  let tried = 0;
  for (const timed of timings(target, small.schedule, seeds)) {
    const problem = unwritable(timed.faults);
    if (problem !== undefined) return { why: `a fault cannot be written down: ${problem}` };
    const text = provenText(world, timed, target, load);
    if (text !== undefined) return { text };
    tried++;
    if (tried === PROOFS_MAX) break;
  }
  if (tried === 0) {
    return { why: `at up to ${seeds.length} seeds that were tried some node waits longer than its timers let it` };
  }
  return { why: `there are times for its order at ${tried} seeds, but no run with them fails alike` };
}

/** The text, if its run shows what it says; other properties that are violated too are said in it. */
function provenText(
  world: TimedWorld,
  { seed, faults, end }: Timed,
  target: Target,
  load: TimedQuestion['load'],
): string | undefined {
  const part = { seed, faults, run: end + AFTER };
  let besides: readonly string[] = [];
  for (let round = 0; round < 2; round++) {
    const text = timedText(world, { ...part, besides });
    const { scenario } = load(text);
    if (scenario === undefined) return undefined;
    const { run, judgement } = runScenario(scenario);
    if (!failsAlike(run, { ...target, model: scenario.model })) return undefined;
    if (judgement.verdict === 'held') return text;
    besides = judgement.findings.flatMap(({ key, verdict }) =>
      verdict === 'failed' && key.startsWith(PROMISE) ? [key.slice(PROMISE.length)] : [],
    );
  }
  return undefined;
}

/** How long the run goes on after the last moment, in microseconds. */
const AFTER = 1_000;
const PROMISE = 'promise.';

/** Clients up to the last one that does something. */
function clientsIn({ small: { schedule }, scenario: { clients } }: TimedQuestion): number {
  const names = schedule.entries.flatMap((entry) =>
    entry.do === 'deliver' ? [entry.node, entry.from] : 'node' in entry ? [entry.node] : [],
  );
  return clients.findLastIndex(({ id }) => names.includes(id)) + 1;
}
