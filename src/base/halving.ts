/**
 * Of positions 0 to `count` − 1, of which those that are so come first: how many are. That is the first position that is not
 * so, or `count`. By halving: `isSo` is asked about log2(`count`) times.
 */
export function countWhile(count: number, isSo: (position: number) => boolean): number {
  let from = 0;
  let to = count;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (isSo(middle)) from = middle + 1;
    else to = middle;
  }
  return from;
}
