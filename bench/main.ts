// The benchmark: each case warm, median of five, in one process. Compare the ratios, not the figures: machines differ,
// and so does one machine from minute to minute.
import { withAmbientGuard } from '../src/campaign/ambient.ts';
import { seconds } from '../src/contract/time.ts';
import { checker } from './cases/checker.ts';
import { gossip } from './cases/gossip.ts';
import { heapLoop } from './cases/heap-loop.ts';
import { pingPong } from './cases/ping-pong.ts';
import { raft } from './cases/raft.ts';
import { firstFrameMs, frameTimes, memoryOfFrames } from './cases/screen.ts';
import { minimised, search } from './cases/search.ts';
import { stepTimes } from './cases/step-back.ts';
import { transactions } from './cases/transactions.ts';
import { type Case, type Figure, measureInTurn, measureTime, memoryOf } from './measure.ts';
import { startTimes } from './start.ts';

const isJson = process.argv.includes('--json');
const log = (text: string): void => {
  if (!isJson) process.stdout.write(`${text}\n`);
};

/** Cases that are compared are run in turn. */
const groups: readonly { readonly [name: string]: Case }[] = [
  { heapLoop, pingPong: () => pingPong(), pingPongUntraced: () => pingPong({}) },
  {
    raft: () => raft(seconds(60)).world.events,
    raftUntraced: () => raft(seconds(60), { level: 'verdict' }).world.events,
  },
  // By itself: what it keeps makes every collection dearer for whoever runs in turn with it.
  { raftLong: () => raft(seconds(600)).world.events },
  // By itself, and last of the Raft cases: what it freezes has other shapes for the engine, which slows the others.
  { raftChecked: () => withAmbientGuard((guard) => raft(seconds(20), { level: 'full', guard }).world.events) },
  { gossip: () => gossip().world.events },
  checker,
  transactions,
  search,
];

const figures: { [name: string]: Figure } = {};
log('                         per second      events');
for (const group of groups) {
  for (const [name, figure] of Object.entries(measureInTurn(group))) {
    figures[name] = figure;
    log(`${name.padEnd(22)}${String(figure.eventsPerSecond).padStart(13)}${String(figure.events).padStart(12)}`);
  }
}

const rate = (name: string): number => figures[name]!.eventsPerSecond;
const round = (value: number): number => Math.round(value * 100) / 100;
const converged = gossip();
/** A step of the debugger, from a random event, at three lengths of the run. */
const stepBack = stepTimes([1_000, 10_000, 100_000]);
/** The same with a frame of 120 by 40 composed and painted after it. */
const frames = frameTimes([1_000, 10_000, 100_000]);
const firstFrame = await firstFrameMs();
const starts = startTimes();
const slowest = (list: readonly number[]): number => Math.max(...list) / Math.min(...list);
const long = memoryOf(() => raft(seconds(600)));
const short = memoryOf(() => raft(seconds(60)));

const ratios = {
  'heapLoop / pingPong (at most 6)': round(rate('heapLoop') / rate('pingPong')),
  'raftLong / raft (at least 0.67)': round(rate('raftLong') / rate('raft')),
  'transactions100k / transactions10k (at least 0.5)': round(rate('transactions100k') / rate('transactions10k')),
  'raftUntraced / raft (at most 1.3)': round(rate('raftUntraced') / rate('raft')),
  'stepBack, slowest / fastest of three lengths (at most 2)': round(slowest(stepBack.map(({ backMs }) => backMs))),
  'keyToFrame, slowest / fastest of three lengths (at most 2)': round(slowest(frames.map(({ backMs }) => backMs))),
  'first frame / node -e 0 (at most 8)': round(firstFrame / starts['startNodeMs']!),
};
const facts = {
  ...Object.fromEntries(frames.map(({ events, ...times }) => [`keyToFrameMs, ${events} events`, times])),
  firstFrameMs: firstFrame,
  heapMBOfFrames: await memoryOfFrames(),
  ...Object.fromEntries(stepBack.map(({ events, ...times }) => [`stepBackMs, ${events} events`, times])),
  raftBytesPerEvent: Math.round(short / figures['raft']!.events),
  raftLongBytesPerEvent: Math.round(long / figures['raftLong']!.events),
  gossipConvergedAfterSimulatedMs: Math.round(converged.world.time / 1000),
  gossipConvergedInMs: measureTime(() => gossip()),
  minimiseMs: measureTime(minimised),
  ...starts,
};

if (isJson) process.stdout.write(`${JSON.stringify({ ...figures, stepBack, ratios, facts }, null, 2)}\n`);
else {
  log('');
  for (const [name, value] of Object.entries({ ...ratios, ...facts }))
    log(`${name.padEnd(58)} ${typeof value === 'object' ? JSON.stringify(value) : value}`);
}
