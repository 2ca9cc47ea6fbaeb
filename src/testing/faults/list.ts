// Lists that shrink by leaving out: first many items at once, then single ones, and only then the items themselves.
// fc.array would make its first item simple before it leaves out the second, which for a plan of twenty faults takes a
// hundred runs.
import fc from 'fast-check';

export function listOf<T>(item: fc.Arbitrary<T>, bounds: ListArbitrary<T>['bounds']): fc.Arbitrary<readonly T[]> {
  return new ListArbitrary(item, bounds);
}

type Values<T> = readonly fc.Value<T>[];

class ListArbitrary<T> extends fc.Arbitrary<readonly T[]> {
  readonly bounds: { readonly min: number; readonly max: number };
  private readonly item: fc.Arbitrary<T>;

  constructor(item: fc.Arbitrary<T>, bounds: ListArbitrary<T>['bounds']) {
    super();
    this.item = item;
    this.bounds = bounds;
  }

  /** All lengths as often. */
  override generate(random: fc.Random, bias: number | undefined): fc.Value<readonly T[]> {
    const length = random.nextInt(this.bounds.min, this.bounds.max);
    return valueOfAll(Array.from({ length }, () => this.item.generate(random, bias)));
  }

  /** Its items are closures: without what they were drawn from they are as they are. */
  override canShrinkWithoutContext(_: unknown): _ is readonly T[] {
    return false;
  }

  override shrink(_: readonly T[], context: unknown): fc.Stream<fc.Value<readonly T[]>> {
    return context === undefined ? fc.Stream.nil() : fc.stream(this.simpler(context as Values<T>));
  }

  private *simpler(values: Values<T>): Generator<fc.Value<readonly T[]>, void> {
    for (const gone of leftOut(values.length)) {
      const left = values.filter((_, index) => !gone(index));
      if (left.length >= this.bounds.min) yield valueOfAll(left);
    }
    for (const [index, value] of values.entries()) {
      for (const other of this.item.shrink(value.value_, value.context)) {
        yield valueOfAll(values.map((each, at) => (at === index ? other : each)));
      }
    }
  }
}

/** Up to so many items every two of them are left out together, and all but one: what one alone hides, two may not. */
const FEW = 8;

/** Which items to leave out: spans of half of them, of a quarter, …, of one; of few also all but one, and every two. */
function* leftOut(length: number): Generator<(index: number) => boolean, void> {
  for (let size = length; size > 0; size >>= 1) {
    for (let from = 0; from < length; from += size) yield (index) => index >= from && index < from + size;
  }
  if (length < 3 || length > FEW) return;
  for (let one = 0; one < length; one++) yield (index) => index !== one;
  for (let one = 0; one < length; one++) {
    for (let other = one + 1; other < length; other++) yield (index) => index === one || index === other;
  }
}

function valueOfAll<T>(values: Values<T>): fc.Value<readonly T[]> {
  return new fc.Value(
    values.map(({ value_ }) => value_),
    values,
  );
}
