// Times a case: warm, median of five, in this process.

export type Figure = { readonly eventsPerSecond: number; readonly events: number };

const RUNS = 5;

/** `run` answers how many events it executed. */
export function measure(run: () => number, runs = RUNS): Figure {
  let events = run();
  const rates: number[] = [];
  for (let i = 0; i < runs; i++) {
    globalThis.gc?.();
    const begun = performance.now();
    events = run();
    rates.push(events / ((performance.now() - begun) / 1000));
  }
  return { eventsPerSecond: Math.round(median(rates)), events };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
