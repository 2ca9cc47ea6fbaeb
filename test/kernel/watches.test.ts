// Watches: the moments of a run, seen as it goes. They change nothing in it.
import { describe, expect, test } from 'vitest';
import type { Plain } from '../../src/base/plain.ts';
import type { EventPattern, Target } from '../../src/contract/faults.ts';
import { ms } from '../../src/contract/time.ts';
import type { Moment, Watch } from '../../src/contract/watch.ts';
import { TimedRun } from '../../src/kernel/index.ts';
import { compile } from '../../src/scenario/index.ts';
import { page } from '../book.ts';
import { type Options, play, type Script, type State, say } from './faults/scripted.ts';
import { crash, fault, node } from './small.ts';

/** n1 says a, b, c, d to n2, which hears them at 11, 21, 31 and 41. */
const four: Script = ['a', 'b', 'c', 'd'].map((text, i) => [10 * (i + 1), 'n1', say('n2', text)]);
const any = { kind: undefined, node: undefined, from: undefined };
const at = (time: number): Moment => ({ kind: 'time', at: ms(time) });
const on = (nth: number, pattern: Partial<EventPattern> = {}): Moment => ({
  kind: 'trigger',
  trigger: { nth, on: { event: 'message', ...any, ...pattern } },
});
const edgeOf = (name: string, edge: 'begins' | 'ends'): Moment => ({ kind: 'fault', name, edge });
const server: Target = { select: 'group', group: 'server' };
const heard = (count: number): Moment => ({
  kind: 'trigger',
  trigger: {
    nth: 1,
    when: { of: server, test: ((state: State) => state.heard >= count) as (state: never) => boolean },
  },
});
const all = (value: (state: State) => Plain): Moment => ({
  kind: 'all',
  group: 'server',
  value: value as (state: never) => Plain,
});

/** From and until in ms. */
function seen(watch: Watch, options: Options = {}): readonly (number | undefined)[] {
  const { result } = play({ script: four, count: 3, ...options, watches: [watch] });
  const { from, until } = result.watched![0]!;
  return [from, until].map((time) => time && time / 1000);
}

describe('moments', () => {
  test('an event, the nth time, and from it the next', () => {
    expect(seen({ from: on(1), until: on(1) })).toEqual([11, 21]);
    expect(seen({ from: on(2), until: on(2) })).toEqual([21, 41]);
    expect(seen({ from: on(1), until: on(9) })).toEqual([11, undefined]);
    expect(seen({ from: on(9), until: on(1) })).toEqual([undefined, undefined]);
    expect(seen({ from: at(0), until: on(1, { node: node('n1') }) })).toEqual([0, undefined]);
  });

  test('a time, and an event at that very instant counts', () => {
    expect(seen({ from: at(15), until: on(1) })).toEqual([15, 21]);
    expect(seen({ from: at(21), until: on(1) })).toEqual([21, 21]);
  });

  test('a state that one comes into', () => {
    expect(seen({ from: at(0), until: heard(3) })).toEqual([0, 31]);
    expect(seen({ from: at(25), until: heard(2) })).toEqual([25, undefined]);
  });

  test('a fault that begins and ends, by kind or by name; one that does nothing does not count', () => {
    const nobody: Target = { select: 'role', role: 'nobody' };
    const idle = { ...fault(ms(2), { kind: 'crash', targets: [nobody] }, ms(3)), name: 'idle' };
    const faults = [idle, crash(ms(5), 'n3', ms(8))];
    expect(seen({ from: edgeOf('crash', 'begins'), until: edgeOf('crash', 'ends') }, { faults })).toEqual([5, 8]);
    expect(seen({ from: at(0), until: edgeOf('crash', 'ends') }, { faults })).toEqual([0, 8]);
    expect(seen({ from: at(0), until: edgeOf('idle', 'begins') }, { faults })).toEqual([0, undefined]);
  });

  test('all of a group are so: those that are up, and at once if they are already', () => {
    const done = (count: number) => all((state) => (state.heard >= count ? true : null));
    expect(seen({ from: at(0), until: done(1) })).toEqual([0, undefined]);
    const others = [crash(ms(3), 'n1'), crash(ms(4), 'n3')];
    // n2 alone is up; it has heard nothing, and with n1 gone never will.
    expect(seen({ from: at(0), until: done(1) }, { faults: others })).toEqual([0, undefined]);
    expect(seen({ from: at(0), until: done(2) }, { faults: [crash(ms(30), 'n1'), crash(ms(30), 'n3')] })).toEqual([
      0, 30,
    ]);
    expect(seen({ from: at(12), until: all((state) => state.heard >= 0) })).toEqual([12, 12]);
  });

  test('a node that has not started yet is not down: all have to', () => {
    const { result } = play({ script: four, count: 3, watches: [{ from: at(0), until: all(() => true) }] });
    // Their starts are the events 0, 1 and 2.
    expect(result.watched).toEqual([{ from: 0, until: 0, event: 2 }]);
  });

  test('all say the same, and null is nothing said', () => {
    const faults = [crash(ms(15), 'n1'), crash(ms(25), 'n3')];
    expect(seen({ from: at(12), until: all((state) => state.heard) }, { faults })).toEqual([12, 25]);
    expect(seen({ from: at(12), until: all(() => null) }, { faults })).toEqual([12, undefined]);
    expect(seen({ from: at(12), until: all((state) => ({ n: state.heard })) }, { faults })).toEqual([12, 25]);
  });
});

describe('Figure 16 watched, and looked at event by event', () => {
  const { scenario } = page('scenarios/paper/raft-figure-16.yaml');
  const row = scenario.sweep!.rows!.find(({ name }) => name === '150-155')!.scenario;

  /** The same question, asked of all states after every event. */
  function lookedAt(run: TimedRun): number | undefined {
    for (;;) {
      run.run(run.world.events + 1);
      if (run.isDone) return undefined;
      const up = run.world.nodes.flatMap(({ state }) =>
        state === undefined ? [] : [state as { leader: string | null }],
      );
      const isCrashed = run.world.windows.length > 0;
      const [first] = up;
      if (isCrashed && first!.leader !== null && up.every(({ leader }) => leader === first!.leader)) {
        return run.world.time;
      }
    }
  }

  test.each(['1', '2', '3', '4', '5', '6', '7', '8'])('seed %s: at the same time', (seed) => {
    const { plan } = compile(row, { seed });
    const run = new TimedRun(plan);
    run.run();
    const { watched, windows, fingerprint } = run.result();
    expect(watched![0]!.from).toBe(windows[0]!.from);
    expect(watched![0]!.until).toBe(lookedAt(new TimedRun(plan)));
    const unwatched = new TimedRun({ ...plan, watches: [] });
    unwatched.run();
    expect(unwatched.result().fingerprint).toBe(fingerprint);
  });

  test('a run that goes on from a checkpoint sees the same', () => {
    const { plan } = compile(row, { seed: '3' });
    const whole = new TimedRun({ ...plan, limits: { ...plan.limits } }, { level: 'full' });
    whole.run();
    expect(whole.checkpoints.length).toBeGreaterThan(1);
    for (const checkpoint of whole.checkpoints) {
      const rest = new TimedRun(plan, {}, checkpoint);
      rest.run();
      expect(rest.result().watched).toEqual(whole.result().watched);
    }
  });
});
