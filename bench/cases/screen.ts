// The screen: how long a key takes until its frame is composed and painted, at three lengths of a run; how long it takes
// from the start of the process until the first frame is out; and whether 20,000 frames leave anything behind.
import { spawn } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { RandomStream } from '../../src/base/random.ts';
import { advance, branchOf, openSession, reduce, type Session } from '../../src/debugger/index.ts';
import { paint } from '../../src/display/step/paint.ts';
import type { mount as Mount } from '../../src/tui/app.tsx';
import { frameOf, rowsOf } from '../../src/tui/frame.ts';
import { press, type Screen, screenOf } from '../../src/tui/screen.ts';
import { FrameStore } from '../../src/tui/store.ts';
import { median } from '../measure.ts';
import { source } from './step-back.ts';

const size = { columns: 120, rows: 40 };
const how = { hasColour: true, isAscii: false };
const built = (path: string) => fileURLToPath(new URL(`../../../dist/${path}`, import.meta.url));
const rounded = (value: number) => Math.round(value * 100) / 100;

function drawn(screen: Screen): number {
  return rowsOf(frameOf(screen, size)).reduce((sum, line) => sum + paint(line, how).length, 0);
}

export type FrameTimes = {
  readonly events: number;
  readonly forwardMs: number;
  readonly backMs: number;
  readonly p99Ms: number;
};

/** A key at a random event, and the whole frame after it. */
export function frameTimes(sizes: readonly number[]): readonly FrameTimes[] {
  let session: Session = openSession(source, { event: 0 });
  return sizes.map((events) => {
    session = advance(session, { events: events - branchOf(session).known });
    const random = new RandomStream('frame', String(events));
    const timesOf = (key: string) =>
      Array.from({ length: 200 }, () => {
        const event = 1 + random.int(events - 2);
        const at = screenOf(reduce(session, { do: 'event', event }));
        drawn(at);
        const begun = performance.now();
        drawn(press(at, key));
        return performance.now() - begun;
      });
    const [forward, back] = [timesOf('n'), timesOf('p')];
    const all = [...forward, ...back].sort((a, b) => a - b);
    const p99Ms = rounded(all[Math.floor(all.length * 0.99)]!);
    return {
      events: branchOf(session).known,
      forwardMs: rounded(median(forward)),
      backMs: rounded(median(back)),
      p99Ms,
    };
  });
}

/** Until the end of the first synchronized update, as a whole process: header, nodes and first events. */
export async function firstFrameMs(): Promise<number> {
  const preload = pathToFileURL(fileURLToPath(new URL('../../../test/tui/pretend-tty.mjs', import.meta.url))).href;
  const scenario = fileURLToPath(new URL('../../../scenarios/faults/no-sync.yaml', import.meta.url));
  const times: number[] = [];
  for (let i = 0; i < 7; i++) {
    const begun = performance.now();
    const child = spawn(process.execPath, ['--import', preload, built('cli/main.js'), 'step', scenario]);
    await new Promise<void>((resolve) => {
      let text = '';
      child.stdout.setEncoding('utf8').on('data', (more: string) => {
        text += more;
        if (text.includes('\x1b[?2026l')) resolve();
      });
      child.on('close', () => resolve());
    });
    times.push(performance.now() - begun);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.on('close', resolve));
  }
  return Math.round(median(times));
}

/** Bytes of the heap that 18,000 further frames add to what 2,000 have taken, through the bundle of Ink as it is shipped. */
export async function memoryOfFrames(): Promise<{ readonly after2000: number; readonly after20000: number }> {
  const { mount } = (await import(pathToFileURL(built('tui/app.js')).href)) as { readonly mount: typeof Mount };
  const session = advance(openSession(source, { event: 0 }), { events: 20_000 });
  const store = new FrameStore(frameOf(screenOf(session), size));
  const mounted = mount(
    store,
    { ...how, columns: size.columns },
    {
      draw: () => {},
      failed: (error) => {
        throw error;
      },
    },
  );
  let here = session;
  const show = async (frames: number): Promise<number> => {
    for (let i = 0; i < frames; i++) {
      here = reduce(here, { do: 'next' });
      store.publish(frameOf(screenOf(here), size));
      if (i % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    const { gc } = globalThis as { gc?: () => void };
    gc?.();
    return Math.round(process.memoryUsage().heapUsed / 1e5) / 10;
  };
  const after2000 = await show(2000);
  const after20000 = await show(17_900);
  mounted.unmount();
  return { after2000, after20000 };
}
