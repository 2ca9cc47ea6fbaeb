// Faults that an event or a state sets off: they strike after the handler of the event, before anything it led to.
import { expect, test } from 'vitest';
import type { EventPattern, Fault, FaultAction, StatePattern, Target } from '../../../src/contract/faults.ts';
import { ms } from '../../../src/contract/time.ts';
import { crash, fault, node } from '../small.ts';
import {
  alarm,
  all,
  type C,
  type Options,
  persist,
  play,
  type Script,
  type State,
  say,
  sayDurable,
} from './scripted.ts';

const there: Target = { select: 'trigger', which: 'node' };
const sender: Target = { select: 'trigger', which: 'sender' };
const kill: FaultAction = { kind: 'crash', targets: [there], unsynced: 'lost' };
const any = { kind: undefined, node: undefined, from: undefined };
type Rest = { readonly nth?: number; readonly at?: number; readonly lasts?: number; readonly action?: FaultAction };

function onEvent(pattern: Partial<EventPattern>, { nth = 1, at = 0, lasts, action = kill }: Rest = {}): Fault {
  const on = { event: 'message' as const, ...any, ...pattern };
  return { ...fault(ms(at), action), trigger: { nth, on }, lasts: lasts && ms(lasts) };
}
function onState(when: StatePattern, { nth = 1, at = 0, lasts, action = kill }: Rest = {}): Fault {
  return { ...fault(ms(at), action), trigger: { nth, when }, lasts: lasts && ms(lasts) };
}

/** n1 says a, b, c, d to n2, which hears them at 11, 21, 31 and 41. */
const four: Script = ['a', 'b', 'c', 'd'].map((text, i) => [10 * (i + 1), 'n1', say('n2', text)]);
/** When, in ms, the fault began; and on whom. */
const struck = (fault: Fault, options: Options = {}) => {
  const { result } = play({ script: four, faults: [fault], roles, ...options });
  return result.windows.map(({ from, nodes, skipped }) => skipped ?? `${nodes.flat()} @${from / 1000}`);
};
const heardAtLeast = (count: number) => (state: State) => state.heard >= count;
const roles = {
  proud: { about: 'has heard two', group: 'server', is: heardAtLeast(2) as (state: never) => boolean },
};
const proud: Target = { select: 'role', role: 'proud' };

test('a message sets it off when it is handled: of a kind, from and to a node, group or role; the nth; from a time on', () => {
  expect(struck(onEvent({}))).toEqual(['n2 @11']);
  expect(struck(onEvent({}, { nth: 3 }))).toEqual(['n2 @31']);
  expect(struck(onEvent({}, { at: 15 }))).toEqual(['n2 @21']);
  expect(struck(onEvent({}, { at: 15, nth: 2 }))).toEqual(['n2 @31']);
  const mixed: Script = [[5, 'n2', say('n1', 'x')], [6, 'n1', (ctx) => ctx.send('n2', { kind: 'Ask', text: 'q' })], ...four]; // biome-ignore format: a script
  // x is there at 6, the question at 7, its answer at 8.
  expect(struck(onEvent({}), { script: mixed })).toEqual(['n1 @6']);
  expect(struck(onEvent({ kind: 'Ask' }), { script: mixed })).toEqual(['n2 @7']);
  expect(struck(onEvent({ kind: 'Say', node: node('n2') }), { script: mixed })).toEqual(['n2 @11']);
  expect(struck(onEvent({ from: node('n2') }, { nth: 2 }), { script: mixed })).toEqual(['n1 @8']);
  expect(struck(onEvent({ node: { select: 'group', group: 'server' } }))).toEqual(['n2 @11']);
  expect(struck(onEvent({ node: { select: 'group', group: 'client' } }))).toEqual(['nothing set it off']);
  // n2 has heard two when the third comes.
  expect(struck(onEvent({ node: proud }))).toEqual(['n2 @31']);
  expect(struck(onEvent({ from: proud }))).toEqual(['nothing set it off']);
});

test('a timer, a write and a start set it off', () => {
  const script: Script = [[10, 'n1', all(alarm(5), persist({ x: 1 }, 'vote'), persist({ y: 1 }, 'log'))]];
  const options = {
    script,
    disk: { latencyMin: ms(2), latencyMax: ms(2), kinds: { log: { min: ms(9), max: ms(9) } } },
  };
  expect(struck(onEvent({ event: 'timer', kind: 'alarm' }), options)).toEqual(['n1 @15']);
  expect(struck(onEvent({ event: 'timer' }), options)).toEqual(['n1 @10']);
  expect(struck(onEvent({ event: 'write' }), options)).toEqual(['n1 @12']);
  expect(struck(onEvent({ event: 'write', kind: 'log' }), options)).toEqual(['n1 @19']);
  expect(struck(onEvent({ event: 'start', node: node('n2') }), options)).toEqual(['n2 @0']);
});

test('a write that fails sets nothing off', () => {
  const script: Script = [[10, 'n1', persist({ x: 1 })], [20, 'n1', persist({ x: 2 })]]; // biome-ignore format: a script
  const failing = fault(ms(5), { kind: 'failWrites', targets: [node('n1')], write: undefined }, ms(15));
  const set = onEvent({ event: 'write' });
  const from = (faults: readonly Fault[]) => play({ script, faults }).result.windows.at(-1)!.from;
  expect([from([failing, set]), from([set])]).toEqual([ms(22), ms(12)]);
});

test('the message that sets it off has been handled; its loopback, its writes and what waits for them are lost', () => {
  const hear = (ctx: C, text: string) =>
    text === 'b' && all(persist({ x: 1 }), sayDurable('n1', 'durable'), say('n1', 'at-once'), say('n2', 'loop'))(ctx);
  const options: Options = { script: four, hear };
  const played = play({ ...options, faults: [onEvent({}, { nth: 2, lasts: 5 })] });
  // b at 21; down until 26.
  expect(played.of('n2')).toEqual(['a @11', 'b @21', 'c @31', 'd @41']);
  expect(played.of('n1')).toEqual(['at-once @22']);
  expect(played.starts('n2').at(-1)).toBe('2 empty {} @26');
  const without = play(options);
  expect(without.of('n2').slice(0, 3)).toEqual(['a @11', 'b @21', 'loop @21']);
  expect(without.of('n1')).toEqual(['at-once @22', 'durable @24']);
});

test('a write that sets it off is durable', () => {
  const script: Script = [[10, 'n1', persist({ x: 1 })], [10.5, 'n1', persist({ y: 1 })]]; // biome-ignore format: a script
  const faults = [onEvent({ event: 'write' }, { lasts: 5 })];
  expect(play({ script, faults }).starts('n1').at(-1)).toBe('2 intact {"x":1} @17');
});

test('a state sets it off when a node comes into it, not while it stays; the nth time; of a node, a group or a role', () => {
  const of = node('n2');
  expect(struck(onState({ of, test: heardAtLeast(2) }))).toEqual(['n2 @21']);
  expect(struck(onState({ of, test: heardAtLeast(2) }, { nth: 2 }))).toEqual(['nothing set it off']);
  expect(struck(onState({ of: proud, test: undefined }))).toEqual(['n2 @21']);
  expect(struck(onState({ of: proud, test: heardAtLeast(3) }))).toEqual(['n2 @31']);
  expect(struck(onState({ of: { select: 'group', group: 'server' }, test: heardAtLeast(1) }))).toEqual(['n2 @11']);
  expect(struck(onState({ of: node('n1'), test: heardAtLeast(1) }))).toEqual(['nothing set it off']);
  // It was proud from 21 on: at 25 it is, but comes into it no more.
  expect(struck(onState({ of: proud, test: undefined }, { at: 25 }))).toEqual(['nothing set it off']);
});

test('a node comes into a state again after a crash took it', () => {
  const down = crash(ms(15), 'n2', ms(16));
  const second = onState({ of: node('n2'), test: heardAtLeast(1) }, { nth: 2 });
  expect(struck(second, { faults: [down, second] })).toEqual(['n2 @15', 'n2 @21']);
});

test('a state strikes before what the handler asked for comes about', () => {
  const faults = [onState({ of: node('n2'), test: heardAtLeast(2) }, { lasts: 5 })];
  const hear = (ctx: C, text: string) => ctx.self === 'n2' && text !== 'loop' && say('n2', 'loop')(ctx);
  const heard = play({ script: four, hear, faults }).of('n2');
  // The loop of a is heard at 11, and is the second thing heard: what b says to itself is not lost, for it is up again.
  expect(heard.slice(0, 4)).toEqual(['a @11', 'loop @11', 'b @21', 'loop @21']);
  const first = play({
    script: four,
    hear,
    faults: [onState({ of: node('n2'), test: heardAtLeast(1) }, { lasts: 5 })],
  });
  expect(first.of('n2').slice(0, 3)).toEqual(['a @11', 'b @21', 'loop @21']);
});

test('it may strike the sender of the message', () => {
  const pause: FaultAction = { kind: 'pause', targets: [sender] };
  expect(struck(onEvent({}, { action: pause, lasts: 5 }))).toEqual(['n1 @11']);
  const timer = onEvent({ event: 'timer' }, { action: pause });
  expect(struck(timer)).toEqual(['what set the fault off has no sender']);
});

test('it lasts from its beginning, and once', () => {
  const { result } = play({ script: four, faults: [onEvent({}, { nth: 2, lasts: 5 })] });
  expect(result.windows.map(({ from, to }) => [from, to])).toEqual([[ms(21), ms(26)]]);
});

test('one that is set off after the time at which it was to end is over at once', () => {
  const pause: Fault = { ...onEvent({}, { nth: 2, action: { kind: 'pause', targets: [there] } }), until: ms(15) };
  const { result, run } = play({ script: four, faults: [pause] });
  expect(result.windows.map(({ from, to }) => [from, to])).toEqual([[ms(21), ms(21)]]);
  const times = Array.from({ length: result.events }, (_, index) => run.trace!.at(index).time);
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

test('one that nothing sets off says so', () => {
  expect(struck(onEvent({}, { nth: 5 }))).toEqual(['nothing set it off']);
});

test('a restart sets off the next crash', () => {
  const faults = [crash(ms(10), 'n2', ms(20)), onEvent({ event: 'start', node: node('n2') }, { nth: 2, lasts: 5 })];
  const starts = play({ faults }).starts('n2');
  expect(starts.map((start) => start.split('@')[1])).toEqual(['0', '20', '25']);
});

test('a message that is held counts when it is taken up, one that is dropped not at all', () => {
  const pause = fault(ms(10), { kind: 'pause', targets: [node('n2')] }, ms(25));
  expect(struck(onEvent({}), { faults: [pause, onEvent({})] })).toEqual(['n2 @10', 'n2 @25']);
  const cut = fault(ms(5), { kind: 'cut', from: [node('n1')], to: [node('n2')] }, ms(15));
  expect(struck(onEvent({}), { faults: [cut, onEvent({})] }).at(-1)).toBe('n2 @21');
  const onStreams: Options = { streams: { retransmit: ms(20), resetAfter: ms(50) }, faults: [cut, onEvent({})] };
  expect(struck(onEvent({}), onStreams).at(-1)).toBe('n2 @16');
});

test('it strikes between two messages that waited, and the second is lost', () => {
  const pause = fault(ms(10), { kind: 'pause', targets: [node('n2')] }, ms(25));
  expect(play({ script: four, faults: [pause, onEvent({}, { lasts: 1 })] }).of('n2')).toEqual([
    'a @25',
    'c @31',
    'd @41',
  ]);
});
