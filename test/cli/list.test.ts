// `faultline list`: an overview of the systems, and of those that are named all that a scenario may name.
import { expect, test } from 'vitest';
import { widthOf } from '../../src/base/printable.ts';
import { list } from '../../src/cli/commands/list.ts';
import { overviewText, systemText } from '../../src/cli/list/system-text.ts';
import { cassandra } from '../../src/protocols/cassandra/index.ts';
import { systems } from '../../src/protocols/registry.ts';
import { faultline } from './command.ts';

test('without a name every system has its line or two, within the width, and how to go on', () => {
  for (const width of [40, 80, 120]) {
    const lines = overviewText(systems, width).split('\n');
    for (const { name } of systems) expect(lines.filter((line) => line.startsWith(`${name} `))).toHaveLength(1);
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
  }
  expect(overviewText(systems, 80)).toContain('list systems NAME');
  expect(overviewText(systems, 80).split('\n').length).toBeLessThan(80);
});

test('of a system that is named every option, role, workload, figure and kind of writes is told, within the width', () => {
  const text = systemText(cassandra, 80);
  const { options, roles, workloads, writes = {} } = cassandra;
  for (const name of [options, roles, workloads, writes].flatMap((each) => Object.keys(each))) {
    expect(text).toMatch(new RegExp(`^    ${name} `, 'm'));
  }
  expect(text).toContain('    streamed  ');
  for (const line of text.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(80);
});

test('several may be named, as text or as JSON; without a name JSON has all', () => {
  const text = faultline(['list', 'systems', 'redis', 'etcd']).out;
  expect(text).toMatch(/^redis: /);
  expect(text).toMatch(/\n\netcd: /);
  const named = (...names: readonly string[]) =>
    JSON.parse(faultline(['list', 'systems', ...names, '--json']).out).map(({ name }: { name: string }) => name);
  expect(named('redis', 'etcd')).toEqual(['redis', 'etcd']);
  expect(named()).toEqual(systems.map(({ name }) => name));
});

test('a name that is none is refused with a near one, and so is one of what has no names', async () => {
  await expect(list('systems', ['casandra'], {})).rejects.toMatchObject({
    code: 2,
    message: expect.stringMatching(/there is no system "casandra": expected .* \(did you mean "cassandra"\?\)/),
  });
  await expect(list('models', ['kv'], {})).rejects.toMatchObject({
    code: 2,
    message: 'list models: found kv, and only systems are told by their names',
  });
});
