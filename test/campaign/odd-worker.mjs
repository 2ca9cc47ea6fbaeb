// A worker that does what its task says: answer, answer late, answer when asked to stop, answer and throw, hang, throw,
// exit.
import { parentPort } from 'node:worker_threads';

parentPort.on('message', ({ task, progress }) => {
  const [what, number] = task.split(' ');
  const view = new Int32Array(progress);
  if (what === 'hang') {
    view[0] = Number(number);
    for (;;);
  }
  if (what === 'answer') {
    while (Atomics.load(view, 4) === 0);
    return parentPort.postMessage(`stopped at ${number}`);
  }
  if (what === 'after') {
    parentPort.postMessage(`done ${task}`);
    const dies = () => {
      throw new Error('after all');
    };
    return number === 'now' ? dies() : setTimeout(dies, Number(number));
  }
  if (what === 'throw') throw new Error('odd');
  if (what === 'exit') process.exit(3);
  setTimeout(() => parentPort.postMessage(`done ${task}`), what === 'wait' ? Number(number) : 0);
});
