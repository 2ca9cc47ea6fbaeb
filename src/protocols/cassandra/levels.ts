// Consistency levels: of how many replicas an answer is waited for, request by request.

export const readLevels = ['ONE', 'TWO', 'QUORUM', 'ALL'] as const;
/** ANY: a hint kept for a replica that is down is enough. */
export const writeLevels = ['ANY', ...readLevels] as const;

export type WriteLevel = (typeof writeLevels)[number];

/** Of `replicas` (N) replicas. More than there are can never be met, and is not: TWO of one is refused. */
export function neededFor(level: WriteLevel, replicas: number): number {
  switch (level) {
    case 'ANY':
    case 'ONE':
      return 1;
    case 'TWO':
      return 2;
    case 'QUORUM':
      return Math.floor(replicas / 2) + 1;
    case 'ALL':
      return replicas;
  }
}
