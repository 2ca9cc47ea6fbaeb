// What a failing cluster tells: shrunk by fast-check, then made small, once, when it is read.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { runSync } from '../../src/index.ts';
import { capsuleOf, capsuleText } from '../../src/scenario/index.ts';
import {
  assertCluster,
  CapsuleError,
  ClusterFailure,
  type ClusterOptions,
  cluster,
  expectCapsule,
  expectSafe,
} from '../../src/testing.ts';
import { lock } from './lock.ts';

const folder = mkdtempSync(join(tmpdir(), 'faultline-testing-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const forgetful = lock(false);
const locks = (isDurable: boolean, options: ClusterOptions = {}) =>
  cluster({ system: lock(isDurable), run: '2s' }, options);

function thrownBy(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

test('fc.assert shrinks to one fault, and its cause tells the property, the reason, the scenario and the capsule', () => {
  const property = fc.property(locks(false), expectSafe);
  const error = thrownBy(() => fc.assert(property, { seed: 1, numRuns: 300 }));
  const cause = error.cause as ClusterFailure;
  expect(cause).toBeInstanceOf(ClusterFailure);
  // A crash that ends: nothing less makes the server forget.
  expect(cause.case.scenario['faults']).toHaveLength(1);
  expect(cause.case.scenario).toMatchObject({ workload: { clients: 2 } });
  expect(error.message).toContain(String(cause.case));
  // Not while it shrinks: only now, when the message is read.
  expect(Reflect.get(cause, 'made')).toBeUndefined();
  expect(cause.message).toMatch(/^mutual-exclusion: c1 and c2 both hold the lock \(event \d+, t=[\d.]+s\)\n/);
  expect(cause.message).toContain(String(cause.case));
  expect(cause.message).toContain('expectCapsule(<file>, { systems: [its system] })');
  expect(cause.stack).toContain(cause.message);
  // vitest prints each field of an error that it does not know.
  expect(Object.keys(cause.toJSON())).toEqual(['name', 'message']);
  const capsule = cause.capsule as Exclude<typeof cause.capsule, string>;
  expect(cause.message).toContain(capsule.text);
  // Two timers, two requests, two grants, a crash and its end.
  expect(capsule).toMatchObject({ events: 8, faults: 1, isMinimal: true });
});

test('what is printed fails as a file too', () => {
  const [failing] = failures();
  const text = String(failing!.case);
  const { report } = runSync(text, { systems: [forgetful], checked: false });
  expect(report.failures[0]).toMatchObject({ what: 'mutual-exclusion', event: failing!.failure.event });
});

function failures(): readonly ClusterFailure[] {
  const { counterexample } = fc.check(fc.property(locks(false), expectSafe), {
    seed: 1,
    numRuns: 300,
    endOnFailure: true,
  });
  return [thrownBy(() => expectSafe(counterexample![0])) as ClusterFailure];
}

test('assertCluster writes the capsule, which violates on this code and not on the mended one', async () => {
  const path = join(folder, 'kept/lock.capsule.yaml');
  const error = thrownBy(() => assertCluster(locks(false), { seed: 1, numRuns: 300, capsule: path }));
  const { capsule } = error.cause as ClusterFailure;
  const { text } = capsule as Exclude<typeof capsule, string>;
  expect(readFileSync(path, 'utf8')).toBe(text);
  expect(error.message).toMatch(/^Property failed after \d+ tests/);
  expect(error.message).toContain(text);
  expect(error.message).toContain(`written: npx faultline replay ${path}`);

  const open = expectCapsule(path, { systems: [forgetful] });
  await open.toViolate('mutual-exclusion');
  await expect(open.toViolate('linearizable')).rejects.toThrow('it is a capsule of mutual-exclusion, expected one of');
  await expect(open.toHold()).rejects.toThrow(/SAME: mutual-exclusion is violated: c1 and c2 both hold the lock/);

  const mended = expectCapsule(path, { systems: [lock(true)] });
  await expect(mended.toViolate()).rejects.toThrow(/CANNOT APPLY: mutual-exclusion is not violated/);
  await expect(mended.toHold()).rejects.toThrow(/First difference: entry \d+, .* cannot take place\..*orCannotApply/);
  await mended.toHold({ orCannotApply: true });
  await expect(expectCapsule(path).toHold()).rejects.toThrow(CapsuleError);
});

test('a capsule of a whole run is run again', async () => {
  const text = String(failures()[0]!.case);
  const { report, result } = runSync(text, { systems: [forgetful], checked: false });
  const path = join(folder, 'run.capsule.yaml');
  writeFileSync(path, capsuleText(capsuleOf('0', text, report, result)));
  const open = expectCapsule(path, { systems: [forgetful] });
  await open.toViolate('mutual-exclusion');
  await expect(open.toHold()).rejects.toThrow('SAME: mutual-exclusion is violated');
  const mended = expectCapsule(path, { systems: [lock(true)] });
  await mended.toHold();
  await expect(mended.toViolate()).rejects.toThrow('GONE: mutual-exclusion is not violated any more');
});

test('what is no capsule is told with its place', async () => {
  const path = join(folder, 'none.yaml');
  await expect(expectCapsule(path).toHold()).rejects.toThrow('none.yaml: there is no such file or folder');
  writeFileSync(path, 'capsule: 1\n');
  await expect(expectCapsule(path).toViolate()).rejects.toThrow(/none\.yaml:1:1 error .*is missing/);
});

test('a capsule that cannot be written hides nothing', () => {
  const options = { seed: 1, numRuns: 300, capsule: join(folder, 'kept\0/x.yaml') };
  const { message } = thrownBy(() => assertCluster(locks(false), options));
  expect(message).toContain('both hold the lock');
  expect(message).toContain('the capsule cannot be written');
});

test('assertCluster returns what the runs have met', () => {
  const explored = assertCluster(locks(true), { seed: 1, numRuns: 50 });
  expect(explored.runs).toBe(50);
  expect(explored.exercised['mutual-exclusion']).toBeGreaterThan(25);
  expect(explored.struck['crash']).toBeGreaterThan(10);
});

test('a green result where nothing was tested is none', () => {
  const nobody = cluster({ system: lock(true), run: '1ms' });
  expect(() => assertCluster(nobody, { seed: 1, numRuns: 3 })).toThrow(
    'nothing was tested: none of 3 runs exercised a property',
  );
});

test('an expectation of the base is judged; it has no capsule', () => {
  const expectation = { operations: { invoked: { atLeast: 1 } } };
  const clusters = cluster({ system: lock(true), run: '1s', expect: [expectation] });
  const error = thrownBy(() => assertCluster(clusters, { seed: 1, numRuns: 1 }));
  const cause = error.cause as ClusterFailure;
  expect(cause.failure).toMatchObject({ isExpectation: true });
  expect(cause.message).toContain('There is no capsule of it: what only an expectation says');
});

test('a violation that the base expects is none', () => {
  const base = { system: forgetful, run: '2s', expect: [{ violates: 'mutual-exclusion' }] };
  const faults = [{ at: '500ms', crash: 'n1', restart: '5ms' }];
  const workload = { kind: 'ask', clients: 3 };
  const clusters = cluster({ ...base, faults, workload }, { network: false, disk: false });
  expect(assertCluster(clusters, { seed: 1, numRuns: 5 }).runs).toBe(5);
});

test('a handler that is not pure is found where runs are checked', () => {
  let calls = 0;
  const impure = {
    ...lock(true),
    groups: {
      server: {
        about: 'Counts.',
        count: 1,
        protocol: () => {
          const { protocol } = lock(true).groups['server']!;
          const inner = protocol({}) as unknown as { on: { Acquire: (...all: never[]) => object } };
          const Acquire = (...all: never[]) => ({ ...inner.on.Acquire(...all), holder: `x${calls++}` });
          return { ...inner, on: { ...inner.on, Acquire } } as never;
        },
      },
    },
  };
  const error = thrownBy(() => assertCluster(cluster({ system: impure, run: '1s' }, { checked: true }), { seed: 1 }));
  expect((error.cause as ClusterFailure).failure.property).toBe('impure handler');
});
