// The times that are written into sentinel.c, and are no options of it.
import { ms, seconds } from '../../../contract/time.ts';

/** The tick: 10 to 20 times a second, drawn anew each time, so that Sentinels do not stand for election at once (sentinelTimer). */
export const TICK_MIN = ms(50);
export const TICK_MAX = ms(100);
export const PING_PERIOD = seconds(1);
export const INFO_PERIOD = seconds(10);
/** Of replicas, while their primary is objectively down or failed over, or they have lost it. */
export const INFO_PERIOD_FAILOVER = seconds(1);
export const HELLO_PERIOD = seconds(2);
export const ASK_PERIOD = seconds(1);
/** After so long without one, another Sentinel's word that the primary is down is forgotten. */
export const WORD_VALID = 5 * ASK_PERIOD;
export const ELECTION_TIMEOUT = seconds(10);
/** The greatest random part of the time of a failover. */
export const DESYNC_MAX = seconds(1);
export const RECONFIGURATION_TIMEOUT = seconds(10);
/** For so long a server may say other than it should after a change, before it is told. */
export const ROLE_GRACE = 4 * HELLO_PERIOD;
/** Of a replica that may be promoted: its last answers to PING and INFO are no older, but INFO than 3 periods if the primary is up. */
export const FRESH = 5 * PING_PERIOD;
export const TILT_TRIGGER = seconds(2);
export const TILT_PERIOD = seconds(30);
