// Histories as the literature draws them, a line for each process: `w(x)1 r(y)0`. 0 is the initial value. Nothing is said
// of real time, and nothing of it matters to the levels below linearizability: each line is played after the other.
import type { HistoryEvent, Operation } from '../../../src/contract/history.ts';
import { operationsIn } from '../histories.ts';

export function figure(...lines: readonly string[]): readonly Operation[] {
  const events = lines.flatMap((line, process) =>
    line.split(' ').flatMap((word): HistoryEvent[] => {
      const [, kind, key, digits] = /^([rw])\((\w)\)(\d+)$/.exec(word)!;
      const value = digits === '0' ? null : Number(digits);
      const f = kind === 'r' ? 'get' : 'put';
      const base = { process, f, key: key! };
      return [
        { ...base, type: 'invoke', value: f === 'get' ? null : value },
        { ...base, type: 'ok', value },
      ];
    }),
  );
  return operationsIn(events);
}
