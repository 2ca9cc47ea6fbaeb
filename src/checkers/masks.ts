// Sets of slots. A slot is a number that an operation has while it is open. Up to 31 open operations fit into an
// integer; beyond that a bigint takes over, several times slower.

export type Masks<M> = {
  readonly empty: M;
  has(mask: M, slot: number): boolean;
  with(mask: M, slot: number): M;
  without(mask: M, slot: number): M;
  /** One key for a state and a mask. */
  key(state: number, mask: M): number | string;
};

/** Slots that an integer has room for. */
export const INTEGER_SLOTS = 31;

/** Below this state a state and a mask fit into the 53 bits of an exact number. */
const NUMBER_STATES = 2 ** 22;

export const integerMasks: Masks<number> = {
  empty: 0,
  has: (mask, slot) => ((mask >>> slot) & 1) === 1,
  with: (mask, slot) => mask | (1 << slot),
  without: (mask, slot) => mask & ~(1 << slot),
  key: (state, mask) => (state < NUMBER_STATES ? state * 2 ** INTEGER_SLOTS + mask : `${state}:${mask}`),
};

export const bigMasks: Masks<bigint> = {
  empty: 0n,
  has: (mask, slot) => ((mask >> BigInt(slot)) & 1n) === 1n,
  with: (mask, slot) => mask | (1n << BigInt(slot)),
  without: (mask, slot) => mask & ~(1n << BigInt(slot)),
  key: (state, mask) => `${state}:${mask.toString(36)}`,
};
