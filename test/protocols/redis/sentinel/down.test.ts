// When a Sentinel calls a server down, and when enough of them do.
import { expect, test } from 'vitest';
import { ms, seconds } from '../../../../src/contract/time.ts';
import { all, info, Sentinel, saysDown, withoutPrimary } from './sentinels.ts';

const isDown = ({ state }: Sentinel, node = 'n1') => state.instances[node]!.downSince !== null;

test('PING each second, INFO each ten, hello each two', () => {
  const s1 = new Sentinel();
  const counts = { Ping: 0, AskInfo: 0, Hello: 0 };
  for (let time = ms(100); time <= seconds(30); time += ms(100)) {
    s1.live(time);
    for (const kind of ['Ping', 'AskInfo'] as const) counts[kind] += s1.sent('n1', kind).length;
    counts.Hello += s1.sent('s2', 'Hello').length;
  }
  // A tick is 0.1 s, and "more than a second has passed" is true at the eleventh: 30 / 1.1, 1 + 29.9 / 10.1, 1 + 29.9 / 2.1.
  expect(counts).toEqual({ Ping: 27, AskInfo: 3, Hello: 15 });
});

test('who answers is up; who has left a PING without an answer for more than down-after is down', () => {
  const s1 = new Sentinel().live(seconds(10));
  expect(isDown(s1)).toBe(false);
  const { answeredAt } = s1.state.instances['n1']!;
  // The PING without an answer is the one that follows, 1.1 s later; down-after is 5 s.
  s1.live(answeredAt + ms(1_100) + seconds(5), withoutPrimary);
  expect(isDown(s1)).toBe(false);
  expect(isDown(s1.live(s1.time + ms(100), withoutPrimary))).toBe(true);
  expect(isDown(s1, 'n2')).toBe(false);
});

test('one answer, and it is up again', () => {
  const s1 = new Sentinel().live(seconds(10)).live(seconds(17), withoutPrimary);
  expect(isDown(s1)).toBe(true);
  expect(isDown(s1.on({ kind: 'Pong' }, 'n1').live(s1.time + ms(100), withoutPrimary))).toBe(false);
});

test('a primary that calls itself a replica for down-after and two periods of INFO is down, though it answers', () => {
  const answers = { ...all, n1: info('replica', 'n2') };
  const s1 = new Sentinel().live(seconds(5)).live(seconds(16), answers);
  const { role, roleSince } = s1.state.instances['n1']!;
  expect(role).toBe('replica');
  expect(isDown(s1.live(roleSince + seconds(25), answers))).toBe(false);
  expect(isDown(s1.live(s1.time + ms(100), answers))).toBe(true);
});

test('down for one of three is not down for a quorum; with another one it is', () => {
  const s1 = new Sentinel().live(seconds(17), withoutPrimary);
  expect(s1.state.isObjectivelyDown).toBe(false);
  s1.on({ ...saysDown(), isDown: false }, 's2').live(s1.time + ms(100), withoutPrimary);
  expect(s1.state.isObjectivelyDown).toBe(false);
  s1.on(saysDown(), 's2').live(s1.time + ms(100), withoutPrimary);
  expect(s1.state.isObjectivelyDown).toBe(true);
});

test('a quorum of 1 is the Sentinel itself', () => {
  const s1 = new Sentinel('s1', { quorum: 1 }).live(seconds(17), withoutPrimary);
  expect(s1.state.isObjectivelyDown).toBe(true);
});

test('the others are asked each second while the primary is down for this one, and not while it is up', () => {
  const s1 = new Sentinel().live(seconds(2));
  let asked = 0;
  for (let time = seconds(2.1); time <= seconds(3); time += ms(100))
    asked += s1.live(time).sent('s2', 'IsPrimaryDown').length;
  expect(asked).toBe(0);
  s1.live(seconds(17), withoutPrimary);
  for (let time = seconds(17.1); time <= seconds(20.4); time += ms(100)) {
    asked += s1.live(time, withoutPrimary).sent('s2', 'IsPrimaryDown').length;
  }
  // 3.4 s in steps of 1.1 s.
  expect(asked).toBe(3);
});

test("another Sentinel's word is forgotten after 5 s", () => {
  const s1 = new Sentinel('s1', { quorum: 3 }).live(seconds(17), withoutPrimary).on(saysDown(), 's2');
  const heard = s1.time;
  expect(s1.live(heard + seconds(5), withoutPrimary).state.peers['s2']!.saysDown).toBe(true);
  expect(s1.live(heard + seconds(5.1), withoutPrimary).state.peers['s2']!.saysDown).toBe(false);
});

test('a word about another primary counts for nothing', () => {
  const s1 = new Sentinel().live(seconds(17), withoutPrimary);
  expect(s1.on({ ...saysDown(), primary: 'n2' }, 's2').state.peers['s2']!.saysDown).toBe(false);
});

test('asked by another, it says what it sees itself', () => {
  const s1 = new Sentinel().live(seconds(10));
  const question = { kind: 'IsPrimaryDown', primary: 'n1', epoch: 0, candidate: null };
  const answer = (isDownNow: boolean) => [
    { kind: 'PrimaryIsDown', primary: 'n1', isDown: isDownNow, leader: null, leaderEpoch: 0 },
  ];
  expect(s1.on(question, 's2').sent('s2')).toEqual(answer(false));
  s1.live(seconds(17), withoutPrimary);
  expect(s1.on(question, 's2').sent('s2')).toEqual(answer(true));
  expect(s1.on({ ...question, primary: 'n2' }, 's2').sent('s2')).toMatchObject([{ isDown: false }]);
});

test('a clock that jumps by more than two seconds, or back: in TILT for 30 s it judges nobody, and says so of nobody', () => {
  for (const jump of [ms(2_001), -ms(1)]) {
    const s1 = new Sentinel().live(seconds(17), withoutPrimary);
    s1.at(s1.time + jump).tick();
    const noticed = s1.time;
    expect(s1.state.tiltSince).toBe(noticed);
    expect(s1.on({ kind: 'IsPrimaryDown', primary: 'n1', epoch: 0, candidate: null }, 's2').sent('s2')).toMatchObject([
      { isDown: false },
    ]);
    s1.on(saysDown(), 's2').live(noticed + seconds(30), withoutPrimary);
    expect([s1.state.tiltSince, s1.state.isObjectivelyDown]).toEqual([noticed, false]);
    expect(s1.live(noticed + seconds(30.1), withoutPrimary).state.tiltSince).toBe(null);
  }
  const late = new Sentinel().live(seconds(17));
  expect(late.at(late.time + seconds(2)).tick().state.tiltSince).toBe(null);
});
