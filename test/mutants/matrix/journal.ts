// What a long run has finished, one row a line, so that it can be stopped and taken up again. A row counts again only for
// the same bug in the same source, with the same budget.
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Mutant } from '../apply.ts';
import { directedPath } from './directed.ts';
import type { Budget, Row } from './row.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Of all that decides a row but the row itself: the product as it is built, the profiles and the matrix. */
export function sourceHash(): string {
  const hash = createHash('sha256');
  for (const folder of ['dist', 'test/mutants/profiles', 'test/mutants/matrix']) {
    const names = readdirSync(join(root, folder), { recursive: true }).map(String).sort();
    for (const name of names.filter((one) => /\.(js|ts|yaml)$/.test(one) && !one.endsWith('.d.ts'))) {
      hash.update(name).update(readFileSync(join(root, folder, name)));
    }
  }
  return hash.digest('hex');
}

export function keyOf(mutant: Mutant, budget: Budget, source: string): string {
  // Why it survives is for readers, and decides nothing.
  const { survives: _, ...rest } = mutant;
  const hash = createHash('sha256').update(JSON.stringify([rest, budget, source, directedText(mutant.id)]));
  return hash.digest('hex').slice(0, 16);
}

function directedText(id: string): string {
  const path = directedPath(id);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

export class Journal {
  private readonly path: string;
  private readonly rows = new Map<string, Row>();

  constructor(path: string) {
    this.path = path;
    if (!existsSync(path)) return;
    for (const line of readFileSync(path, 'utf8').split('\n')) {
      try {
        const { key, row } = JSON.parse(line) as { readonly key: string; readonly row: Row };
        this.rows.set(key, row);
      } catch {
        // The last line of a run that was stopped while it wrote.
      }
    }
  }

  get(key: string): Row | undefined {
    return this.rows.get(key);
  }

  add(key: string, row: Row): void {
    this.rows.set(key, row);
    mkdirSync(dirname(this.path), { recursive: true });
    appendFileSync(this.path, `${JSON.stringify({ key, row })}\n`);
  }
}
