// Whatever is asked of a session, it answers: commands that nobody chose, over runs and a schedule; and keys that nobody
// chose, each of them drawn. `npm run test:deep` asks fifty times as much.
import { describe, expect, test } from 'vitest';
import { RandomStream } from '../../src/base/random.ts';
import { advance, branchOf, openSession, reduce, type Source } from '../../src/debugger/index.ts';
import { askAll } from '../debugger/ask-all.ts';
import { playedSource, sourceOfFile } from '../debugger/opened.ts';
import { randomCommand } from '../debugger/random-command.ts';
import { sessionAt } from '../tui/sessions.ts';
import { walkOfKeys } from '../tui/walk.ts';

const factor = process.env['FAULTLINE_DEEP'] === '1' ? 50 : 1;

const sources: readonly (readonly [string, () => Promise<Source>])[] = [
  ...['scenarios/faults/no-sync.yaml', 'scenarios/raft/leader-crash.yaml', 'scenarios/faults/stream-reset.yaml'].map(
    (file) => [file, () => sourceOfFile(file)] as const,
  ),
  ['a schedule', () => playedSource('scenarios/faults/no-sync.yaml')],
];

describe.each(sources)('%s', (name, open) => {
  test(`${150 * factor} random commands: none throws, and the session stays whole`, async () => {
    const source = await open();
    const random = new RandomStream('commands', name);
    let session = openSession(source);
    for (let i = 0; i < 150 * factor; i++) {
      // Branches are begun anew now and then: what is asked of few grows deeper than what is asked of many.
      if (i % 100 === 99) session = openSession(source);
      const command = randomCommand(session, random);
      session = reduce(session, command);
      if (random.int(3) === 0) session = advance(session, { events: 1 + random.int(600) });
      const { known } = branchOf(session);
      expect(session.cursor, JSON.stringify(command)).toBeLessThan(known);
      expect(session.cursor).toBeGreaterThanOrEqual(0);
      if (i % 10 === 0) expect(askAll(session).event?.index).toBe(session.cursor);
    }
  });
});

test(`${100 * factor} random keys, a frame after each`, async () => {
  walkOfKeys(await sessionAt('scenarios/faults/no-sync.yaml'), {
    name: 'deep',
    keys: 100 * factor,
    drawn: 1,
    run: 2_000,
  });
});
