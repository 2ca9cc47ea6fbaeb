// The clients' operations, the latest last. What is not answered, and what nobody knows, is told in words.
import type { Plain } from '../../base/plain.ts';
import { printable } from '../../base/printable.ts';
import { formatDuration, formatValue } from '../format.ts';
import { type StyledLine, span, type Tone } from './spans.ts';

export type ListedOperation = {
  readonly client: string;
  readonly process: number;
  readonly f: string;
  readonly key: string | undefined;
  readonly input: Plain;
  readonly outcome: 'open' | 'ok' | 'fail' | 'info';
  readonly output: Plain | undefined;
  readonly error: string | undefined;
  readonly invoked: { readonly time: number };
  readonly completed: { readonly time: number } | undefined;
};

const outcomes: { readonly [outcome in ListedOperation['outcome']]: readonly [string, Tone] } = {
  open: ['… open', 'unsure'],
  ok: ['✓ ok', 'good'],
  fail: ['✗ fail', 'bad'],
  info: ['? unknown', 'unsure'],
};

export function operationText({ f, key, input }: Pick<ListedOperation, 'f' | 'key' | 'input'>): string {
  const value = input === null ? '' : ` ${formatValue(input, 30)}`;
  return `${printable(f)}${key === undefined ? '' : ` ${printable(key)}`}${value}`;
}

export function historyLines(operations: readonly ListedOperation[]): readonly StyledLine[] {
  return operations.map((operation) => {
    const { client, process, outcome, output, error, invoked, completed } = operation;
    const [text, tone] = outcomes[outcome];
    const found = outcome === 'ok' && output !== undefined ? ` ${formatValue(output, 30)}` : '';
    const took = completed === undefined ? '' : `  ${formatDuration(completed.time - invoked.time)}`;
    return [
      span(`${client}`, 'strong'),
      span(` p${process} `, 'faint'),
      span(`${operationText(operation)}  `),
      span(`${text}${found}${error === undefined ? '' : ` ${printable(error)}`}`, tone),
      span(took, 'faint'),
    ];
  });
}
