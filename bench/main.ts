import { seconds } from '../src/contract/time.ts';
import { heapLoop } from './cases/heap-loop.ts';
import { pingPong } from './cases/ping-pong.ts';
import { raft } from './cases/raft.ts';
import { measure } from './measure.ts';

const r = raft(seconds(60));
const res = r.result();
console.log(
  res.ending,
  res.stop,
  res.events,
  res.counts,
  res.violations,
  res.history.length,
  res.exercised,
  res.windows.filter((w) => w.skipped),
);
for (const [name, run] of Object.entries({
  heapLoop,
  pingPong: () => pingPong(),
  pingPongBare: () => pingPong({}),
  raft: () => raft(seconds(60)).world.events,
  raftBare: () => raft(seconds(60), {}).world.events,
  raftLong: () => raft(seconds(600)).world.events,
})) {
  console.log(name, measure(run));
}
