// A quorum store in which the last write wins.
export { type Cell, lastWriteWins } from './cells.ts';
export { cassandra } from './system.ts';
