// Transaction ids: an epoch and a counter in one number, so that they compare as numbers do. ZooKeeper shifts the epoch by
// 32 bits; here it is nine decimal places, so that people can read it.
//
//   2 000000017     the seventeenth transaction of epoch 2
//   2 000000000     no transaction: the history with which the leader of epoch 2 begins (NewLeader)
const PER_EPOCH = 1_000_000_000;

export type Zxid = number;

export function zxidOf(epoch: number, counter: number): Zxid {
  return epoch * PER_EPOCH + counter;
}

export function epochOf(zxid: Zxid): number {
  return Math.floor(zxid / PER_EPOCH);
}

/** As reasons and notes show it: `2:17`. */
export function zxidText(zxid: Zxid): string {
  return `${epochOf(zxid)}:${zxid % PER_EPOCH}`;
}
