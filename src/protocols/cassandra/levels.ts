// Consistency levels: of how many replicas an answer is waited for, request by request.

const levels = ['ONE', 'TWO', 'QUORUM', 'ALL'] as const;
/** SERIAL: a majority, by Paxos. */
export const readLevels = [...levels, 'SERIAL'] as const;
/** ANY: a hint kept for a replica that is down is enough. */
export const writeLevels = ['ANY', ...levels] as const;

export type Level = (typeof writeLevels | typeof readLevels)[number];

/** Of `replicas` (N) replicas. More than there are can never be met, and is not: TWO of one is refused. */
export function neededFor(level: Level, replicas: number): number {
  switch (level) {
    case 'ANY':
    case 'ONE':
      return 1;
    case 'TWO':
      return 2;
    case 'QUORUM':
    case 'SERIAL':
      return Math.floor(replicas / 2) + 1;
    case 'ALL':
      return replicas;
  }
}
