// Phi accrual failure detection (Hayashibara et al. 2004) with Cassandra's exponential model: φ is how improbable the
// silence is, −log10 of it. φ = t / (mean · ln 10), so that 8 is reached after 18.4 mean gaps. In integers.
import type { Duration, LocalTime } from '../../contract/time.ts';
import type { Beat } from './messages.ts';
import type { Member } from './state.ts';

/** ln 10 in millionths. */
const LN_10 = 2_302_585;
const MILLION = 1_000_000;
/** Gaps remembered (Cassandra: SAMPLE_SIZE 1000). Then all count half, where Cassandra drops the oldest. */
const GAPS_MAX = 1_000;

/**
 * One that nothing is known of yet counts as alive, and a gap of two intervals is taken for its usual one: better too
 * patient than flapping (Cassandra: ArrivalWindow, INITIAL_VALUE).
 */
export function newMember(now: LocalTime, gossipInterval: Duration): Member {
  return { generation: 0, version: 0, heardAt: now, gaps: 1, gapSum: 2 * gossipInterval, downSince: null };
}

export function isNewer(beat: Beat, than: Beat): boolean {
  return beat.generation > than.generation || (beat.generation === than.generation && beat.version > than.version);
}

/** It has beaten. A gap longer than two intervals is an outage and says nothing of its habits (MAX_INTERVAL). */
export function heard(member: Member, beat: Beat, now: LocalTime, gossipInterval: Duration): Member {
  const gap = now - member.heardAt;
  const isHabit = gap <= 2 * gossipInterval;
  const { gaps, gapSum } = isHabit ? { gaps: member.gaps + 1, gapSum: member.gapSum + gap } : member;
  const isFull = gaps >= GAPS_MAX;
  return {
    generation: beat.generation,
    version: beat.version,
    heardAt: now,
    gaps: isFull ? Math.floor(gaps / 2) : gaps,
    gapSum: isFull ? Math.floor(gapSum / 2) : gapSum,
    downSince: null,
  };
}

/** φ > threshold, without a division. */
export function isSuspect({ heardAt, gaps, gapSum }: Member, now: LocalTime, threshold: number): boolean {
  return (now - heardAt) * gaps * MILLION > threshold * gapSum * LN_10;
}
