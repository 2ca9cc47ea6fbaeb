// Stream links while their connections last: in order, nothing lost, nothing twice; what a cut stops comes later.
import { expect, test } from 'vitest';
import type { Fault } from '../../../src/contract/faults.ts';
import { ms } from '../../../src/contract/time.ts';
import { always, fault, node, steady } from '../small.ts';
import { notes, type Options, play, type Script, say } from './scripted.ts';

/** A lost transmission costs 20 ms, then 40, then 80, …; a connection that stands still for 50 ms is given up. */
const streams = { retransmit: ms(20), resetAfter: ms(50) };
const half = { numerator: 1, denominator: 2 };
const ten = Array.from({ length: 10 }, (_, i) => `m${i + 1}`);
const tenAtOnce: Script = [[10, 'n1', say('n2', ...ten)]];
const texts = (heard: readonly string[]) => heard.map((note) => note.split(' ')[0]);
const times = (heard: readonly string[]) => heard.map((note) => Number(note.split('@')[1]));

const part = (from: number, until?: number): Fault =>
  fault(ms(from), { kind: 'partition', sides: [[node('n1')], [node('n2')]] }, until && ms(until));
const cut = (from: string, to: string, at: number, until?: number): Fault =>
  fault(ms(at), { kind: 'cut', from: [node(from)], to: [node(to)] }, until && ms(until));

test('messages of random latency arrive in the order sent on a stream, on a datagram link they do not', () => {
  const network = { ...steady, latencyMax: ms(20) };
  const onStream = notes('n2', { script: tenAtOnce, network, streams });
  expect(texts(onStream)).toEqual(ten);
  expect(times(onStream)).toEqual([...times(onStream)].sort((a, b) => a - b));
  expect(new Set(times(onStream)).size).toBeGreaterThan(1);
  expect(texts(notes('n2', { script: tenAtOnce, network }))).not.toEqual(ten);
});

test('a stream shows nothing of loss, duplicates and reordering, whatever the conditions say', () => {
  const network = { ...steady, loss: half, duplicate: always, reorder: always, reorderBy: ms(30) };
  const onStream = play({ script: tenAtOnce, network, streams, until: ms(10_000) });
  expect(texts(onStream.of('n2'))).toEqual(ten);
  expect(onStream.result.counts).toMatchObject({ sent: 10, delivered: 10, duplicated: 0 });
  expect(onStream.result.counts.lost).toBeGreaterThan(0);
  const onDatagrams = play({ script: tenAtOnce, network });
  expect(new Set(texts(onDatagrams.of('n2'))).size).toBeLessThan(10);
  expect(onDatagrams.result.counts.duplicated).toBeGreaterThan(0);
});

test('reordering and duplication cost nothing on a stream: the time is that of the plain latency', () => {
  const network = { ...steady, duplicate: always, reorder: always, reorderBy: ms(30) };
  expect(new Set(times(notes('n2', { script: tenAtOnce, network, streams })))).toEqual(new Set([11]));
});

test('the first lost transmission costs the timeout, each further one twice as much as the one before', () => {
  const delays = new Set<number>();
  const network = { ...steady, loss: half };
  for (let seed = 1; seed <= 80; seed++) {
    const script: Script = [[10, 'n1', say('n2', 'm')]];
    delays.add(times(notes('n2', { script, network, streams, seed: String(seed), until: ms(400) }))[0]! - 10);
  }
  // 1 ms and none, one, two, three lost: + 20, + 40, + 80; more than four losses in a row are rare, but may be.
  const expected = [1, 21, 61, 141, 301];
  expect([...delays].filter((delay) => delay < 300).sort((a, b) => a - b)).toEqual(expected.slice(0, 4));
});

test('each transmission is lost by the conditions of its own time: a while of total loss delays, and no more', () => {
  const script: Script = [[10, 'n1', say('n2', 'a')], [95, 'n1', say('n2', 'b')]]; // biome-ignore format: a script
  const gone = fault(ms(5), { kind: 'network', conditions: { loss: always } }, ms(100));
  // a: 11, 31 and 71 are lost, 151 is not. b: 96 is lost, 116 is not; it waits for a.
  expect(notes('n2', { script, streams, faults: [gone], until: ms(400) })).toEqual(['a @151', 'b @151']);
  expect(notes('n2', { script, streams, until: ms(400) })).toEqual(['a @11', 'b @96']);
});

test('what follows a message that a crashed sender lost is lost with it: nothing overtakes it', () => {
  const script: Script = [[10, 'n1', say('n2', 'a')], [10.5, 'n1', say('n2', 'b')], [10.6, 'n1', say('n2', 'c')]]; // biome-ignore format: a script
  const gone = fault(ms(10.9), { kind: 'network', conditions: { loss: always } }, ms(11.2));
  const dies = fault(ms(11.3), { kind: 'crash', targets: [node('n1')] });
  expect(notes('n2', { script, streams, faults: [gone, dies] })).toEqual([]);
  expect(texts(notes('n2', { script, streams, faults: [gone] }))).toEqual(['a', 'b', 'c']);
  expect(texts(notes('n2', { script, streams, faults: [dies] }))).toEqual(['a', 'b', 'c']);
});

test('what a cut held goes over the link at its rate', () => {
  const network = { ...steady, spacing: ms(10) };
  const held = [...Array.from({ length: 4 }, (_, i) => [20 + i, 'n1', say('n2', `m${i}`)] as const)];
  const patient = { ...streams, resetAfter: ms(500) };
  const options = { script: held, network, streams: patient, until: ms(400) };
  expect(times(notes('n2', { ...options, faults: [part(15, 80)] }))).toEqual([81, 91, 101, 111]);
  expect(times(notes('n2', options))).toEqual([21, 31, 41, 51]);
});

test('what a crashed sender had to send again is gone', () => {
  const script: Script = [[10, 'n1', say('n2', 'a')]];
  const gone = fault(ms(5), { kind: 'network', conditions: { loss: always } }, ms(12));
  const dies = fault(ms(20), { kind: 'crash', targets: [node('n1')] });
  expect(notes('n2', { script, streams, faults: [gone, dies] })).toEqual([]);
  expect(notes('n2', { script, streams, faults: [gone] })).toEqual(['a @31']);
});

test('what is sent behind a message that has to be sent again waits for it', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const script: Script = [[10, 'n1', say('n2', 'a')], [12, 'n1', say('n2', 'b')]]; // biome-ignore format: a script
    const lossy = fault(ms(5), { kind: 'network', conditions: { loss: half } }, ms(12));
    const [a, b] = times(notes('n2', { script, streams, faults: [lossy], seed: String(seed), until: ms(2000) }));
    // b is not lost itself.
    expect(b).toBe(Math.max(a!, 13));
  }
});

const aroundTheCut: Script = [
  [12, 'n1', say('n2', 'before')],
  [14.5, 'n1', say('n2', 'in-flight')],
  [20, 'n1', say('n2', 'during')],
  [39.5, 'n1', say('n2', 'last')],
  [40.2, 'n1', say('n2', 'after')],
];

test('what a cut stops is held until it heals and then arrives in order with what is sent around that time', () => {
  const faults = [part(15, 40)];
  // Sent again at 40. `last` gets through the healed link at 40.5, and waits for the two before it.
  const onStream = ['before @13', 'in-flight @41', 'during @41', 'last @41', 'after @41.2'];
  expect(notes('n2', { script: aroundTheCut, streams, faults })).toEqual(onStream);
  expect(notes('n2', { script: aroundTheCut, faults })).toEqual(['before @13', 'after @41.2']);
  const freely = ['before @13', 'in-flight @15.5', 'during @21', 'last @40.5', 'after @41.2'];
  expect(notes('n2', { script: aroundTheCut, streams })).toEqual(freely);
});

test('what was held is held again by a cut that begins before it has arrived', () => {
  const options: Options = { script: [[20, 'n1', say('n2', 'a', 'b')]], streams };
  expect(notes('n2', { ...options, faults: [part(15, 40)] })).toEqual(['a @41', 'b @41']);
  expect(notes('n2', { ...options, faults: [part(15, 40), part(40.5, 60)] })).toEqual(['a @61', 'b @61']);
});

test('of two cuts that overlap the one that ends last lets the messages go', () => {
  const faults = [part(15, 30), cut('n1', 'n2', 25, 50)];
  expect(notes('n2', { script: [[20, 'n1', say('n2', 'a')]], streams, faults })).toEqual(['a @51']);
});

test('a cut of one direction holds that one only', () => {
  const script: Script = [[20, 'n1', say('n2', 'there')], [20, 'n2', say('n1', 'back')]]; // biome-ignore format: a script
  const played = play({ script, streams, faults: [cut('n1', 'n2', 15, 40)] });
  expect([played.of('n1'), played.of('n2')]).toEqual([['back @21'], ['there @41']]);
});

test('a connection that was stopped for less than the limit is not given up, and the next stop counts from its own beginning', () => {
  // Stopped from 21 to 60 and from 67 to 110; the limit is 50 ms. At 71 it stands still, but not since 21.
  const script: Script = [[20, 'n1', say('n2', 'a')], [66, 'n1', say('n2', 'b')]]; // biome-ignore format: a script
  const played = play({ script, streams, faults: [part(15, 60), part(65, 110)] });
  expect(played.of('n2')).toEqual(['a @61', 'b @111']);
  expect(played.result.counts.resets).toBe(0);
});

test('what has reached a paused node waits in order, and a cut does not stop it any more', () => {
  const script: Script = [11.5, 13, 20].map((at) => [at, 'n1', say('n2', `sent-${at}`)]);
  const pause = fault(ms(12), { kind: 'pause', targets: [node('n2')] }, ms(30));
  const faults = [pause, part(15, 60)];
  expect(notes('n2', { script, streams, faults })).toEqual(['sent-11.5 @30', 'sent-13 @30', 'sent-20 @61']);
  expect(notes('n2', { script, streams, faults: [pause] })).toEqual(['sent-11.5 @30', 'sent-13 @30', 'sent-20 @30']);
});

test('a loopback is no stream: no cut and no loss touches it', () => {
  const script: Script = [[20, 'n1', say('n1', 'to-myself')]];
  const network = { ...steady, loss: always };
  expect(notes('n1', { script, streams, network, faults: [part(15, 40)] })).toEqual(['to-myself @20']);
});
