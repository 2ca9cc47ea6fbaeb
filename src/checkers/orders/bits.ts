// Sets of small numbers as rows of bits, many in one array: the orders of this folder hold one row for each operation.

export class BitRows {
  readonly words: number;
  private readonly bits: Int32Array;

  constructor(rows: number, columns: number, bits?: Int32Array) {
    this.words = (columns + 31) >>> 5;
    this.bits = bits ?? new Int32Array(rows * this.words);
  }

  copy(rows: number, columns: number): BitRows {
    return new BitRows(rows, columns, this.bits.slice());
  }

  has(row: number, column: number): boolean {
    return ((this.bits[row * this.words + (column >>> 5)]! >>> (column & 31)) & 1) === 1;
  }

  add(row: number, column: number): void {
    this.bits[row * this.words + (column >>> 5)]! |= 1 << (column & 31);
  }

  clear(row: number): void {
    this.bits.fill(0, row * this.words, (row + 1) * this.words);
  }

  word(row: number, index: number): number {
    return this.bits[row * this.words + index]!;
  }

  /** Adds the source row to the target row; whether that changed it. */
  merge(source: number, target: number): boolean {
    const from = source * this.words;
    const to = target * this.words;
    let isChanged = false;
    for (let i = 0; i < this.words; i++) {
      const before = this.bits[to + i]!;
      const after = before | this.bits[from + i]!;
      if (after === before) continue;
      this.bits[to + i] = after;
      isChanged = true;
    }
    return isChanged;
  }
}

/** Calls back with each number of a word of bits, the highest first; `index` is the word's place in its row. */
export function eachHighestFirst(word: number, index: number, found: (column: number) => void): void {
  let rest = word;
  while (rest !== 0) {
    const bit = 31 - Math.clz32(rest);
    found(index * 32 + bit);
    rest &= ~(1 << bit);
  }
}
