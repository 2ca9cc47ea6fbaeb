// Timing and memory of a case in this process.

export type Figure = { readonly eventsPerSecond: number; readonly events: number };

/** Warm, then the median of `runs`. `run` answers how many events it executed. */
export function measure(run: () => number, runs = 5): Figure {
  let events = run();
  const rates: number[] = [];
  for (let i = 0; i < runs; i++) {
    // No forced collection between runs: it makes the engine throw away compiled code, which is what is to be warm.
    const begun = performance.now();
    events = run();
    rates.push(events / ((performance.now() - begun) / 1000));
  }
  return { eventsPerSecond: Math.round(median(rates)), events };
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
