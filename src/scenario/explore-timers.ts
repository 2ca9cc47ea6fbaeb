// How the bounds of timers are written: `4`, `election=2,heartbeat=0`, `6,election@n1=1`.
//
//   N            all timers together (without it there is no such bound where a kind has one)
//   kind=N       of a kind, on all nodes together
//   kind@node=N  of a kind on one node; `*` stands for every kind

export type TimerBounds = {
  readonly timers: number;
  readonly timerRules: readonly {
    readonly kind: string;
    readonly node: string | undefined;
    readonly firings: number;
  }[];
};

const EXPECTED = 'a number such as 4, kinds such as election=2,heartbeat=0, or both: 6,election@n1=1';
const FIRINGS_MAX = 1_000;

export function parseTimerBounds(text: string): TimerBounds | { readonly problem: string } {
  let timers: number | undefined;
  const timerRules: TimerBounds['timerRules'][number][] = [];
  for (const part of text.split(',').map((word) => word.trim())) {
    const [, kind, node, digits = ''] = /^(?:([^\s=@,]+)(?:@([^\s=@,]+))?=)?(\d{1,9})$/.exec(part) ?? [];
    const firings = Number(digits);
    if (digits === '') return { problem: `found ${JSON.stringify(part)}, expected ${EXPECTED}` };
    if (firings > FIRINGS_MAX) return { problem: `found ${digits}, expected at most ${FIRINGS_MAX} firings` };
    if (kind !== undefined) timerRules.push({ kind, node, firings });
    else if (timers === undefined) timers = firings;
    else return { problem: `found ${timers} and ${digits}, expected one number for all timers together` };
  }
  return { timers: timers ?? Number.POSITIVE_INFINITY, timerRules };
}
