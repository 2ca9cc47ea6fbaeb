// Runs a commit protocol from a scenario that is an object: what the tests of commit protocols begin with.
import type { Plain } from '../../../src/base/plain.ts';
import { type Run, runSync } from '../../../src/index.ts';

export type Setup = { readonly [key: string]: Plain };
/** Who runs it, if not the sources as they are: a system with a bug, in the built product. */
export type Runner = (scenario: Setup) => Run;

const own: Runner = (scenario) => runSync(scenario, { checked: false });

/** One transfer over all participants, links of 5 ms each way, and disks that take no time, unless `setup` says otherwise. */
export function ran(system: string, setup: Setup = {}, run: Runner = own): Run {
  return run({
    faultline: 1,
    name: 'a transaction',
    about: 'One transfer.',
    system,
    network: { latency: '5ms' },
    workload: { kind: 'transfer', clients: 1, think: '10s' },
    run: '3s',
    // What is asked for is what is counted and measured.
    expect: [{ messages: { atLeast: 1 } }, { figure: { of: 'locked', count: { atLeast: 1 } } }],
    ...setup,
  });
}

/** How many messages of these kinds were sent. */
export function messagesIn({ result }: Run, kinds: readonly string[]): number {
  return kinds.reduce((sum, kind) => sum + (result.kindCounts?.sent[kind] ?? 0), 0);
}

export function writesIn({ result }: Run, kinds: readonly string[]): number {
  return kinds.reduce((sum, kind) => sum + (result.kindCounts?.written[kind] ?? 0), 0);
}

/** The samples of a figure, in microseconds. */
export function figureIn({ result }: Run, figure: string): readonly number[] {
  return (result.samples ?? []).filter((sample) => sample.figure === figure).map(({ value }) => value);
}

/** The properties that were violated. */
export function brokenIn({ result }: Run): readonly string[] {
  return result.violations.map(({ property }) => property);
}
