// Timing and memory of a case in this process.

export type Figure = { readonly eventsPerSecond: number; readonly events: number };

export type Case = () => number;

/**
 * Runs the cases in turn, A B C A B C …, first once to warm up: a machine whose speed drifts slows all of them alike, so
 * their ratios stand. Each answers how many events it executed; the figure is the median of `rounds`.
 */
export function measureInTurn<Name extends string>(
  cases: { readonly [name in Name]: Case },
  rounds = 5,
): { readonly [name in Name]: Figure } {
  const entries = Object.entries(cases) as [Name, Case][];
  const rates = new Map<Name, number[]>(entries.map(([name]) => [name, []]));
  const events = new Map<Name, number>();
  for (let round = 0; round <= rounds; round++) {
    for (const [name, run] of entries) {
      // No forced collection before a run: it makes the engine throw away compiled code, which is what is to be warm.
      const begun = performance.now();
      const count = run();
      events.set(name, count);
      if (round > 0) rates.get(name)!.push(count / ((performance.now() - begun) / 1000));
    }
  }
  const figures = entries.map(([name]) => {
    const eventsPerSecond = Math.round(median(rates.get(name)!));
    return [name, { eventsPerSecond, events: events.get(name)! }] as const;
  });
  return Object.fromEntries(figures) as { readonly [name in Name]: Figure };
}

/** Median milliseconds of one call. */
export function measureTime(run: () => void, runs = 5): number {
  run();
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const begun = performance.now();
    run();
    times.push(performance.now() - begun);
  }
  return Math.round(median(times) * 100) / 100;
}

/** Bytes of heap and buffers that what `make` answers keeps alive. */
export function memoryOf(make: () => unknown): number {
  const used = (): number => {
    globalThis.gc?.();
    globalThis.gc?.();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = used();
  const kept = make();
  const after = used();
  return kept === undefined ? 0 : after - before;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
