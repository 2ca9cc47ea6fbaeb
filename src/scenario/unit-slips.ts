// What was meant by a text that is nearly a duration, a range, a share or a rate: other words for units, spaces, commas.

const UNITS: { readonly [word: string]: string } = {
  ...named('us', 'us usec usecs µs μs micro micros microsecond microseconds'),
  ...named('ms', 'ms msec msecs milli millis millisecond milliseconds'),
  ...named('s', 's sec secs second seconds'),
  ...named('m', 'm min mins minute minutes'),
  ...named('h', 'h hr hrs hour hours'),
  ...named('%', '% percent pct'),
  ...named('/s', 'rps ops qps tps hz'),
};

function named(unit: string, words: string): { readonly [word: string]: string } {
  return Object.fromEntries(words.split(' ').map((word) => [word, unit]));
}

/** ` (did you mean "10s"?)`, or nothing where `isRight` takes no mended form of the text. */
export function slipText(text: string, isRight: (mended: string) => boolean): string {
  if (text.length > 40) return '';
  const mended = [withUnits(text), firstUnit(withUnits(text))].find((form) => form !== text && isRight(form));
  return mended === undefined ? '' : ` (did you mean "${mended}"?)`;
}

function withUnits(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/\s*(?:\.{2,}|…|–|-|\bto\b)\s*/g, '..')
    .replace(/\s*(?:\/|\bper\b)\s*/g, '/')
    .replace(/(\d),(\d)/g, '$1.$2')
    .replace(/(^|\.\.)\.(\d)/g, '$10.$2')
    .replace(/\s*(%|\p{L}+)/gu, (all, word: string) => (Object.hasOwn(UNITS, word) ? UNITS[word]! : all))
    .replace('/s/', '/');
}

/** `1..2ms` is `1ms..2ms`. */
function firstUnit(text: string): string {
  return text.replace(/^([\d.]*\d)\.\.([\d.]*\d)([a-z]+)$/, '$1$3..$2$3');
}
