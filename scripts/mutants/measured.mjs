// What the scripts that measure hunts share: a process and what it prints, medians, tables.
import { spawn } from 'node:child_process';

/** What Node prints for these arguments. `stderr`: as in `stdio`. */
export function output(args, stderr = 'ignore') {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args.map(String), { stdio: ['ignore', 'pipe', stderr] });
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
    });
    child.on('error', reject).on('close', () => resolve(text));
  });
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** In Markdown. */
export function tableOf(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
