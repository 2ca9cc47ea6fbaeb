// Stream links when their connections break: who is told, when, what is lost, and that the next message opens a new one.
import { expect, test } from 'vitest';
import type { Fault } from '../../../src/contract/faults.ts';
import { ms, seconds } from '../../../src/contract/time.ts';
import { always, crash, fault, node, steady } from '../small.ts';
import { notes, type Options, play, type Script, say } from './scripted.ts';

/** A connection that a cut stops for 50 ms is given up. */
const streams = { retransmit: ms(20), resetAfter: ms(50) };
const part = (from: number, until?: number): Fault =>
  fault(ms(from), { kind: 'partition', sides: [[node('n1')], [node('n2')]] }, until && ms(until));
const down = (id: string, from: number, until?: number): Fault => crash(ms(from), id, until && ms(until));

const oneWay = (from: string, to: string, at: number, until?: number): Fault =>
  fault(ms(at), { kind: 'cut', from: [node(from)], to: [node(to)] }, until && ms(until));

/** n1 says its texts to n2 at the times. */
const saying = (...when: readonly (readonly [number, string])[]): Script =>
  when.map(([at, text]) => [at, 'n1', say('n2', text)]);
/** What n1 and n2 noted. */
const both = (options: Options) => {
  const played = play({ streams, ...options });
  return { n1: played.of('n1'), n2: played.of('n2') };
};

test('a connection that a cut stops for too long is given up: its messages are lost, its sender told, the next ones flow', () => {
  const script = saying([20, 'a'], [60, 'b'], [80, 'c']);
  // Stopped since 21, when a arrived at the cut: 21 + 50.
  expect(both({ script, faults: [part(15, 75)] })).toEqual({ n1: ['reset by n2 @71'], n2: ['c @81'] });
  expect(both({ script, faults: [part(15, 70.5)] })).toEqual({ n1: [], n2: ['a @71.5', 'b @71.5', 'c @81'] });
});

test('where cuts overlap the connection stands still from the first to the end of the last', () => {
  // From 21 to 90, without a moment to get through: it is given up at 71. One from 21 to 65 is not.
  const overlapping = (until: number) => [part(15, 60), oneWay('n1', 'n2', 55, until)];
  const script = saying([20, 'a']);
  expect(both({ script, faults: overlapping(90) })).toEqual({ n1: ['reset by n2 @71'], n2: [] });
  expect(both({ script, faults: overlapping(65) })).toEqual({ n1: [], n2: ['a @66'] });
});

test('while the cut lasts the new connection is held as the old one was', () => {
  const faults = [part(15, 100)];
  const n2 = ['b @101'];
  expect(both({ script: saying([20, 'a'], [80, 'b']), faults })).toEqual({ n1: ['reset by n2 @71'], n2 });
});

const reset = (at: number): Fault => fault(ms(at), { kind: 'reset', from: [node('n1')], to: [node('n2')] });

test('a reset loses what is under way both ways and tells both ends; the next messages open new connections', () => {
  const script: Script = [...saying([20, 'a'], [30, 'b']), [20.2, 'n2', say('n1', 'c')], [30, 'n2', say('n1', 'd')]];
  const told = { n1: ['reset by n2 @20.5', 'd @31'], n2: ['reset by n1 @20.5', 'b @31'] };
  expect(both({ script, faults: [reset(20.5)] })).toEqual(told);
  expect(both({ script })).toEqual({ n1: ['c @21.2', 'd @31'], n2: ['a @21', 'b @31'] });
});

test('a reset also loses what a cut held, and leaves other links alone', () => {
  const script: Script = [...saying([20, 'a']), [40.2, 'n1', say('n3', 'x')]];
  const played = play({ script, streams, count: 3, faults: [oneWay('n1', 'n2', 15, 60), reset(40.5)] });
  expect([played.of('n1'), played.of('n2'), played.of('n3')]).toEqual([['reset by n2 @40.5'], [], ['x @41.2']]);
});

test('on datagram links a reset does nothing, and says so', () => {
  const played = play({ script: saying([20, 'a']), faults: [reset(20.5)] });
  expect(played.of('n2')).toEqual(['a @21']);
  expect(played.result.windows.map(({ skipped }) => skipped)).toEqual([
    'links are no streams: there is no connection to reset',
  ]);
});

test('the trace shows a reset, and one that waits for its node, with the other end and no payload', () => {
  const pause = fault(ms(70), { kind: 'pause', targets: [node('n1')] }, ms(80));
  const { run, result } = play({ script: saying([20, 'a']), streams, faults: [part(15), pause] });
  const events = Array.from({ length: result.events }, (_, index) => run.trace!.at(index));
  const told = events.filter((event) => event.node === 'n1' && event.from === 'n2');
  expect(told.map(({ kind, time, payload }) => [kind, time, payload])).toEqual([
    ['hold', ms(71), null],
    ['reset', ms(80), null],
  ]);
});

test('a node without a handler for it is not told of a reset, and its messages are lost all the same', () => {
  const script = saying([20, 'a'], [30, 'b']);
  expect(both({ script, faults: [reset(20.5)], lacks: ['linkReset'] })).toEqual({ n1: [], n2: ['b @31'] });
});

test('the sender to a node that is down is told after the way there and back', () => {
  const script = saying([20, 'a'], [21.5, 'b'], [40, 'c']);
  const faults = [down('n2', 15, 30)];
  // There at 21, back at 22. b is sent on the connection that has broken already.
  expect(both({ script, faults })).toEqual({ n1: ['reset by n2 @22'], n2: ['c @41'] });
  expect(both({ script, faults, streams: undefined }).n1).toEqual([]);
});

test('a restarted receiver knows nothing of the connection: what is sent on it is refused once, then a new one works', () => {
  const script = saying([10, 'a'], [20, 'b'], [30, 'c']);
  const faults = [down('n2', 15, 16)];
  expect(both({ script, faults })).toEqual({ n1: ['reset by n2 @22'], n2: ['a @11', 'c @31'] });
  expect(both({ script, faults, streams: undefined })).toEqual({ n1: [], n2: ['a @11', 'b @21', 'c @31'] });
});

test('a sender that has no connection open loses nothing when the receiver restarts', () => {
  const faults = [down('n2', 15, 16)];
  expect(both({ script: saying([20, 'first']), faults })).toEqual({ n1: [], n2: ['first @21'] });
  // b is refused, n1 is told at 22; n2 restarts again before n1 has said anything on a new connection.
  const again = [...faults, down('n2', 25, 26)];
  const script = saying([10, 'a'], [20, 'b'], [30, 'c']);
  expect(both({ script, faults: again })).toEqual({ n1: ['reset by n2 @22'], n2: ['a @11', 'c @31'] });
});

test('what a crashed sender had sent arrives, what a cut held for it is gone, also what meets the cut later', () => {
  const script = saying([10, 'a'], [20, 'b']);
  const faults = [down('n1', 10.2, 14)];
  expect(both({ script, faults }).n2).toEqual(['a @11', 'b @21']);
  expect(both({ script, faults: [part(5, 30), down('n1', 12, 14)] }).n2).toEqual(['b @31']);
  expect(both({ script, faults: [part(5, 30)] }).n2).toEqual(['a @31', 'b @31']);
  // a leaves at 10, its sender crashes at 10.2, the cut begins at 10.5: there is nobody to send it again.
  expect(both({ script, faults: [...faults, part(10.5, 30)] }).n2).toEqual(['b @31']);
});

test('what the sender’s next life says does not overtake what the one before had sent', () => {
  // a leaves while messages take 5 ms, and arrives at 15. b takes 1 ms.
  const late = fault(ms(5), { kind: 'network', conditions: { latencyMin: ms(5), latencyMax: ms(5) } }, ms(10.1));
  const script = saying([10, 'a'], [11, 'b']);
  const life = down('n1', 10.2, 10.5);
  expect(both({ script, faults: [late, life] }).n2).toEqual(['a @15', 'b @15']);
  expect(both({ script, faults: [late, life], streams: undefined }).n2).toEqual(['b @12', 'a @15']);
});

test('what was sent to an earlier life of the receiver does not reach the next one, even if its sender is gone too', () => {
  const options: Options = {
    script: saying([10, 'a'], [20, 'b']),
    network: { ...steady, latencyMin: ms(5), latencyMax: ms(5) },
  };
  const faults = [down('n2', 11, 12), down('n1', 13, 14)];
  expect(both({ ...options, faults })).toEqual({ n1: [], n2: ['b @25'] });
});

test('a refusal that a cut stops reaches the sender when the cut heals, or the sender gives up', () => {
  const script = saying([10, 'a'], [90, 'b']);
  const back = (until: number) => [oneWay('n2', 'n1', 5, until), down('n2', 8, 22)];
  // Refused at 11; sent again until the way back heals, and for 50 ms at most.
  expect(both({ script, faults: back(25) })).toEqual({ n1: ['reset by n2 @26'], n2: ['b @91'] });
  expect(both({ script, faults: back(80) })).toEqual({ n1: ['reset by n2 @61'], n2: ['b @91'] });
});

test('what is sent on a connection that was refused is lost too, also where the way back was cut', () => {
  // n2 knows nothing of a, which came first; so b, which comes when n2 is up again, is refused as well.
  const script = saying([10, 'a'], [30, 'b'], [45, 'c']);
  const faults = [oneWay('n2', 'n1', 5, 40), down('n2', 8, 22)];
  expect(both({ script, faults })).toEqual({ n1: ['reset by n2 @41'], n2: ['c @46'] });
  expect(both({ script, faults: faults.slice(0, 1) })).toEqual({ n1: [], n2: ['a @11', 'b @31', 'c @46'] });
});

test('the connection breaks once a message was sent 16 times and lost each time: Linux’s 924.6 s with its 200 ms', () => {
  const network = { ...steady, loss: always };
  const patient = { retransmit: ms(200), resetAfter: seconds(924.6) };
  const options: Options = { script: saying([10, 'a']), streams: patient, until: seconds(1000) };
  // Counted from when it would have arrived, 1 ms later.
  expect(notes('n1', { ...options, network })).toEqual([`reset by n2 @${11 + 924_600}`]);
  expect(notes('n1', options)).toEqual([]);
});
