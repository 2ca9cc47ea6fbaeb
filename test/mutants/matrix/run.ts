// Runs the rows of a catalogue, some at a time, each in a process of its own; finished ones come from the journal.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Mutant } from '../apply.ts';
import { type Journal, keyOf } from './journal.ts';
import type { Budget, Row } from './row.ts';

export type RunOptions = {
  readonly budget: Budget;
  readonly jobs: number;
  readonly journal: Journal;
  readonly source: string;
  readonly onRow: (row: Row) => void;
};

/** In the order of the catalogue, whichever is finished first. */
export async function runRows(mutants: readonly Mutant[], options: RunOptions): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < mutants.length) {
      const at = next++;
      rows[at] = await rowOf(mutants[at]!, options);
      options.onRow(rows[at]);
    }
  };
  await Promise.all(Array.from({ length: options.jobs }, lane));
  return rows;
}

async function rowOf(mutant: Mutant, { budget, journal, source }: RunOptions): Promise<Row> {
  const key = keyOf(mutant, budget, source);
  const known = journal.get(key);
  if (known !== undefined) return known;
  const row = JSON.parse(await work(JSON.stringify({ mutant, budget }), mutant.id)) as Row;
  journal.add(key, row);
  return row;
}

const worker = fileURLToPath(new URL('../../../scripts/mutants/worker.mjs', import.meta.url));

function work(input: string, id: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [worker], { stdio: ['pipe', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(text) : reject(new Error(`${id}: its process ended with ${code}`)),
    );
    child.stdin.end(input);
  });
}
