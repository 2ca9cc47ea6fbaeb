// The screen of `faultline step`: a session on a terminal until somebody has seen enough. The first frame is written
// before React and Ink are loaded; from then on Ink lays out what is shown.
import { withoutExit } from '../campaign/own-thread.ts';
import type { Session } from '../debugger/index.ts';
import { type Paint, paint } from '../display/step/paint.ts';
import type { Mounted } from './app.tsx';
import { Driver } from './driver.ts';
import { frameOf, rowsOf } from './frame.ts';
import { type Screen, screenOf } from './screen.ts';
import { FrameStore } from './store.ts';
import { Terminal, type Tty } from './terminal.ts';

export type ShowOptions = {
  readonly session: Session;
  readonly tty: Tty;
  readonly paint: Paint;
  readonly save: (session: Session, file: string) => string;
};

/** How it ended: with an exit code, or with an error that is ours. */
export async function show({ session, tty, paint: how, save }: ShowOptions): Promise<number> {
  let mounted: Mounted | undefined;
  let end: (code: number) => void = () => {};
  let fail: (error: unknown) => void = () => {};
  const ended = new Promise<number>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  // It may have failed before anybody waits for it: then nobody has failed to.
  ended.catch(() => {});
  let isOver = false;
  const finish = () => {
    isOver = true;
    driver.end();
    mounted?.unmount();
    terminal.close();
  };
  const stopWith = (error: unknown) => {
    finish();
    fail(error);
  };
  const frameNow = (screen: Screen) => withoutExit(() => frameOf(screen, terminal.size));
  const terminal = new Terminal(tty, {
    input: (chunk) => driver.input(chunk),
    resized: () => {
      mounted?.resize(terminal.size.columns);
      driver.wake();
    },
    ended: (code) => {
      finish();
      end(code);
    },
    failed: stopWith,
  });
  const driver = new Driver(screenOf(session), {
    publish: (screen) => {
      const frame = frameNow(screen);
      if (store === undefined) terminal.draw(textOf(frame, how));
      else store.publish(frame);
    },
    suspend: () => terminal.suspend(),
    quit: () => {
      finish();
      end(0);
    },
    copy: (text) => tty.output.write(`\x1b]52;c;${Buffer.from(text).toString('base64')}\x07`),
    save,
    failed: stopWith,
  });
  let store: FrameStore | undefined;
  terminal.open();
  try {
    const first = frameNow(driver.screen);
    terminal.draw(textOf(first, how));
    const { mount } = await import('./app.tsx');
    if (isOver) return ended;
    store = new FrameStore(frameNow(driver.screen));
    mounted = mount(
      store,
      { ...how, columns: terminal.size.columns },
      {
        draw: (frame) => terminal.draw(frame),
        failed: stopWith,
      },
    );
    driver.wake();
  } catch (error) {
    stopWith(error);
  }
  return ended;
}

function textOf(frame: ReturnType<typeof frameOf>, how: Paint): string {
  return rowsOf(frame)
    .map((line) => paint(line, how))
    .join('\n');
}
