// `faultline step` of a sweep that goes over rows: one of them is opened, and says so.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFile } from '../../../src/cli/step/open.ts';
import { saveBranch } from '../../../src/cli/step/save.ts';
import { textOfFile } from '../../../src/cli/step/show.ts';
import { advance } from '../../../src/debugger/index.ts';
import { inFolder } from '../command.ts';

const text = `faultline: 1
name: Echoes
about: How long an echo takes, by the network.
system: echo
network: { latency: 1ms }
workload: { kind: echo }
run: 100ms
measure:
  - { name: answered, available: {} }
sweep:
  seeds: 2
  over:
    - { name: near }
    - { name: far, network: { latency: 10ms } }
`;

const inRows = <T>(use: (file: string) => Promise<T>) =>
  inFolder({ 'echoes.yaml': text }, (folder) => use(join(folder, 'echoes.yaml')));

test('a row is opened as it runs, and named in the command that opens it again', async () => {
  const shown = await inRows((file) => textOfFile(file, { row: 'far', at: '3', color: 'never' }));
  expect(shown[0]).toMatch(/^Echoes: far/);
  // The first echo is asked at 0 and arrives 10 ms later: of the row, not of the scenario, where it takes 1 ms.
  expect(shown.join('\n')).toMatch(/▸ +3 +0\.0100 ●◀─○ +n1 ◂ c1 {2}Echo /);
  expect(shown.at(-1)).toMatch(/ --row far --seed 1 --at 3$/);
});

test.each([
  [{}, 'the scenario is a sweep over rows: name one with --row: near or far'],
  [{ row: 'fra' }, '--row fra: there is no such row, expected near or far (did you mean "far"?)'],
])('%j is refused', async (flags, message) => {
  await inRows((file) => expect(openFile(file, flags)).rejects.toMatchObject({ code: 2, message }));
});

test('a row is no capsule', async () => {
  await inRows(async (file) => {
    const opened = await openFile(file, { row: 'far' });
    const saved = saveBranch(opened, advance(opened.session, {}), `${file}.capsule.yaml`);
    expect(saved).toMatch(/^a capsule holds one scenario: /);
  });
});
