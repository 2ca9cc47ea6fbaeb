// Writes src/network/tables/*.ts: the quantile functions of the unit distributions as integers, so that a draw needs no
// logarithm, whose last bit differs between machines. Run by hand; the tables are committed, and
// test/network/quantiles.test.ts derives them again. Other tables are other runs: name them under "seeds change".
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

const cells = 1024;
const unit = 1_000_000;
const width = 120;

const density = (x) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

/** Φ(x) = 1/2 + φ(x)·(x + x³/3 + x⁵/(3·5) + …): Abramowitz and Stegun 26.2.11. */
function below(x) {
  let term = x;
  let sum = x;
  for (let k = 3; Math.abs(term) > 1e-18; k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 + density(x) * sum;
}

/** The x with Φ(x) = share, for shares from 1/2 to 1023/1024, by halving the interval. */
function normalQuantile(share) {
  let [low, high] = [0, 5];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (below(middle) < share) low = middle;
    else high = middle;
  }
  return low;
}

/** Above its last inner quantile an exponential is a whole one again, of mean 1: the last cell is 2 wide. */
function exponential() {
  const inner = Array.from({ length: cells }, (_, i) => -Math.log(1 - i / cells));
  return [...inner, inner[cells - 1] + 2];
}

/** A normal's tail above a has the mean φ(a) / (1 − Φ(a)), which the end cell has in its middle. The rest is a mirror. */
function normal() {
  const upper = Array.from({ length: cells / 2 - 1 }, (_, i) => normalQuantile(0.5 + (i + 1) / cells));
  const last = upper.at(-1);
  upper.push(2 * density(last) * cells - last);
  return [...upper.map((x) => -x).reverse(), 0, ...upper];
}

/** Numbers filled into lines as biome does. */
function filled(numbers) {
  const lines = [' '];
  for (const number of numbers) {
    if (lines.at(-1).length + ` ${number},`.length > width) lines.push(' ');
    lines[lines.length - 1] += ` ${number},`;
  }
  return lines.join('\n');
}

function write(name, about, values) {
  const numbers = values.map((value) => Math.round(Math.abs(value) * unit) * Math.sign(value));
  const text = `// Written by scripts/quantile-tables.mjs: do not edit.

/** ${about} at the quantiles 0, 1/${cells}, …, 1, in millionths. */
export const ${name}Unit: readonly number[] = [
${filled(numbers)}
];
`;
  writeFileSync(join(root, 'src/network/tables', `${name}.ts`), text);
}

write('exponential', 'The exponential distribution of mean 1', exponential());
write('normal', 'The normal distribution of mean 0 and deviation 1', normal());
