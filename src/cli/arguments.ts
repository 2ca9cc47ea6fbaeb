// How the text of an option or an argument is read. What is refused is said in the words of the option.
import { InvalidArgumentError } from 'commander';
import { didYouMean, oneOf } from '../scenario/suggest.ts';

/** One of some words. */
export function oneOfWords(words: readonly string[]): (text: string) => string {
  return (text) => {
    if (words.includes(text)) return text;
    const hint = didYouMean(text, words);
    throw new InvalidArgumentError(`Expected ${oneOf(words)}${hint === undefined ? '.' : `; ${hint}`}`);
  };
}

export function wholeFrom(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`);
  };
}
