// The client: its history, and what it knows when it gives up.
import { expect, test } from 'vitest';
import { ms } from '../../../src/contract/time.ts';
import { type ClientState, transactionClient } from '../../../src/protocols/local-transactions/client.ts';
import { fire, type Outcome, receive, type Setup, start } from '../recording-context.ts';
import { writes } from '../workload.ts';

const setup: Setup = { self: 'c1', servers: ['n1'] };
const client = (rollbacks: number) =>
  transactionClient('list-append')({ ...writes, think: ms(20) }, { rollbacks, steps: 1 });

const ends = ({ effects }: Outcome<ClientState>) =>
  effects.flatMap((effect) => ('value' in effect || 'code' in effect || effect.effect === 'send' ? [effect] : []));

function begun(rollbacks = 0) {
  const protocol = client(rollbacks);
  const idle = start<ClientState>(protocol, {}, setup);
  return { protocol, begun: fire<ClientState>(protocol, idle.state, { kind: 'next' }, setup) };
}

test('it asks step by step, then to commit, and writes what it was told', () => {
  const { protocol, begun: first } = begun();
  expect(first.effects).toContainEqual(
    expect.objectContaining({
      effect: 'send',
      message: { kind: 'Step', number: 1, index: 0, step: ['append', 'k0-0', 16_001] },
    }),
  );
  const stepped = receive<ClientState>(
    protocol,
    first.state,
    { kind: 'Stepped', number: 1, index: 0, value: 16_001 },
    'n1',
    setup,
  );
  expect(stepped.effects).toContainEqual(expect.objectContaining({ message: { kind: 'Commit', number: 1 } }));
  const over = receive<ClientState>(protocol, stepped.state, { kind: 'Committed', number: 1 }, 'n1', setup);
  expect(over.effects).toContainEqual(
    expect.objectContaining({ effect: 'complete', type: 'ok', value: [['append', 'k0-0', 16_001]] }),
  );
});

test('before it asked to commit a silence is a failure, after that it is unknown', () => {
  const { protocol, begun: first } = begun();
  const early = fire<ClientState>(protocol, first.state, { kind: 'deadline' }, setup);
  expect(ends(early)).toContainEqual(
    expect.objectContaining({ effect: 'complete', type: 'fail', code: 'unavailable' }),
  );
  const stepped = receive<ClientState>(
    protocol,
    first.state,
    { kind: 'Stepped', number: 1, index: 0, value: 16_001 },
    'n1',
    setup,
  );
  const late = fire<ClientState>(protocol, stepped.state, { kind: 'deadline' }, setup);
  expect(ends(late)).toContainEqual(expect.objectContaining({ effect: 'complete', type: 'info', code: 'timeout' }));
});

test('a commit that it did not ask for yet is no answer, nor is one of another transaction', () => {
  const { protocol, begun: first } = begun();
  for (const number of [1, 2]) {
    const { state } = receive<ClientState>(protocol, first.state, { kind: 'Committed', number }, 'n1', setup);
    expect(state).toBe(first.state);
  }
});

test('what it rolls back has failed, for certain', () => {
  const { protocol, begun: first } = begun(100);
  const over = receive<ClientState>(
    protocol,
    first.state,
    { kind: 'Stepped', number: 1, index: 0, value: 16_001 },
    'n1',
    setup,
  );
  expect(over.effects).toContainEqual(expect.objectContaining({ message: { kind: 'Rollback', number: 1 } }));
  expect(ends(over)).toContainEqual(expect.objectContaining({ effect: 'complete', type: 'fail', code: 'rolled-back' }));
});
