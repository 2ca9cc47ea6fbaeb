// A value from outside as a system: Faultline's own pass, and each wrong part is named by its path in one sentence.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { otherCopyOf, thisCopy } from '../../src/contract/copy.ts';
import { OutsideError } from '../../src/contract/outside.ts';
import { protocol } from '../../src/contract/protocol.ts';
import { type System, system } from '../../src/contract/system.ts';
import { systems } from '../../src/protocols/registry.ts';
import { systemOf } from '../../src/scenario/index.ts';

const server = protocol<null, never>({ name: 'server', start: () => null, on: {}, timer: {} });
const sound = {
  name: 'lock',
  about: 'A lock.',
  groups: { server: { about: 'The server', protocol: () => server, count: 1 } },
  options: {},
  roles: {},
  workloads: {},
  monitors: () => [],
  promises: [],
  view: {},
};
const monitor = {
  group: 'server',
  properties: [{ name: 'safe', sentence: 'It is safe.' }],
  initial: null,
  observe: (memory: unknown) => memory,
  isExercised: () => true,
};

const said = (value: unknown): string => {
  const judged = systemOf(value);
  return 'system' in judged ? 'a system' : judged.message;
};
const changed = (change: object) => said({ ...sound, ...change });
const group = (change: object) => changed({ groups: { server: { ...sound.groups.server, ...change } } });
const option = (spec: object) => changed({ options: { lease: { about: 'x', source: 'y', ...spec } } });
const watched = (change: object) => changed({ monitors: () => [{ ...monitor, ...change }] });

test('every system of Faultline is one, and so is a plain object of the right shape', () => {
  for (const each of systems) expect(said(each), each.name).toBe('a system');
  expect(said(sound)).toBe('a system');
  expect(watched({})).toBe('a system');
});

describe('each wrong part by its path, with what was found and what was expected', () => {
  test.each([
    [() => said(undefined), /^the default export is missing, expected a system/],
    [() => said([]), /is an empty list/],
    [() => said(class Lock {}), /is a class/],
    [() => said(Promise.resolve(sound)), /is a promise|cannot be looked at/],
    [() => said(server), /is a protocol/],
    [() => changed({ name: 'my lock' }), /^name is "my lock", expected the name of the system: letters/],
    [() => changed({ about: '' }), /^about is "", expected a sentence/],
    [() => changed({ groups: {} }), /^groups is an empty object, expected a group of nodes/],
    [() => group({ count: 0 }), /^groups\.server\.count is 0, expected a whole number from 1 to/],
    [() => group({ count: 2.5 }), /count is 2\.5/],
    [() => group({ prefix: 'c' }), /prefix is "c", expected one letter/],
    [() => group({ protocol: server }), /protocol is an object, expected a function/],
    [() => group({ protocol: () => undefined }), /^groups\.server\.protocol returned nothing, expected a protocol/],
    [() => group({ protocol: () => ({ ...server, timer: undefined }) }), /\(…\)\.timer is missing/],
    [() => option({ type: 'time' }), /type is "time", expected duration, count, boolean, choice or text/],
    [() => option({ type: 'count', min: 5, max: 1, default: 5 }), /max is 1, expected a whole number from 5/],
    [() => option({ type: 'duration', min: 1, max: 9, default: 0.5 }), /default is 0\.5, expected whole microseconds/],
    [() => option({ type: 'boolean', default: 'yes' }), /default is "yes", expected true or false/],
    [() => option({ type: 'choice', choices: ['a'], default: 'b' }), /default is "b", expected one of a/],
    [() => option({ type: 'boolean', default: true, swarm: [] }), /swarm is an empty list, expected a list of values/],
    [
      () => option({ type: 'count', min: 1, max: 5, default: 1, swarm: [1, 9] }),
      /swarm has 9, expected a whole number from 1 to 5/,
    ],
    [() => changed({ roles: { holder: { about: 'x', group: 'server', is: true } } }), /^roles\.holder\.is is true/],
    [() => changed({ workloads: { use: { about: 'x', model: 3, client: () => server } } }), /model is 3/],
    [() => changed({ workloads: { use: { about: 'x', model: null, client: () => 3 } } }), /client returned 3/],
    [() => changed({ monitors: [] }), /^monitors is an empty list, expected a function/],
    [() => changed({ monitors: () => null }), /^monitors returned null, expected a list/],
    [
      () => watched({ group: 'servers' }),
      /^monitors\(…\)\[0\]\.group is "servers", expected one of the groups server, client/,
    ],
    [() => watched({ initial: new Map() }), /initial is a Map, expected plain data/],
    [() => watched({ isExercised: () => 'yes' }), /isExercised returned "yes", expected true or false/],
    [() => changed({ monitors: () => [monitor, monitor] }), /name is "safe" again/],
    [() => changed({ promises: [{ property: 'safe', under: 'crashes' }] }), /^promises\[0\]\.property is "safe"/],
    [() => changed({ view: { servers: () => ({}) } }), /^view\.servers is "servers", expected one of the groups/],
    [
      () =>
        said(
          Object.defineProperty({ ...sound }, 'groups', {
            get: () => {
              throw new Error('no');
            },
          }),
        ),
      /cannot be looked at: no/,
    ],
  ])('%#', (say, words) => {
    expect(say()).toMatch(words);
    expect(say().split('\n')).toHaveLength(1);
  });
});

test('what a system’s functions throw comes out with the name of the function', () => {
  const boom = () => {
    throw new Error('boom');
  };
  const roles = { holder: { about: 'x', group: 'server', is: boom, rank: boom } };
  const judged = systemOf({
    ...sound,
    roles,
    check: boom,
    view: { server: () => [1n] },
    monitors: () => [{ ...monitor, observe: boom }],
  });
  const guarded = (judged as { readonly system: System }).system;
  const thrown = (call: () => unknown): string => {
    try {
      call();
    } catch (error) {
      return error instanceof OutsideError ? error.message : 'another error';
    }
    return 'nothing';
  };
  expect(thrown(() => guarded.check!({}))).toBe('check threw: boom');
  expect(thrown(() => guarded.roles['holder']!.is(null as never))).toBe('roles.holder.is threw: boom');
  expect(thrown(() => guarded.roles['holder']!.rank!(null as never))).toBe('roles.holder.rank threw: boom');
  expect(thrown(() => guarded.view['server']!(null as never))).toMatch(/^view\.server returned a list of 1/);
  expect(thrown(() => guarded.monitors({})[0]!.observe(null as never, null as never, () => {}))).toMatch(
    /observe threw: boom/,
  );
});

test('what another copy of the package made is told apart; what nobody marked is not', () => {
  const mark = { version: '9.9.9', url: 'file:///a/node_modules/faultline/dist/contract/copy.js' };
  const foreign = (made: object, copy: unknown) =>
    Object.defineProperty({ ...made }, Symbol.for('faultline'), { value: copy });
  expect(said(foreign(sound, mark))).toMatch(
    /^it was made with a second copy of Faultline, version 9\.9\.9 in \/a\/node_modules\/faultline/,
  );
  expect(group({ protocol: () => foreign(server, mark) })).toMatch('second copy');
  expect(said(foreign(sound, { ...mark, url: thisCopy.url }))).toBe('a system');
  expect([system(sound), server, sound, foreign(sound, 1)].map(otherCopyOf)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(thisCopy.version).toBe(version);
});
