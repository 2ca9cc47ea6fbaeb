// The clock of the screen: keys are taken at once, the simulation goes on in slices between them, and frames are published
// at most 30 times a second, 10 where nobody has touched anything. What a person sees is never older than that.
import { withoutExit } from '../campaign/own-thread.ts';
import { advance, type Command, isBusy, type Request, reduce, type Session, speeds } from '../debugger/index.ts';
import { KeyReader } from './key-reader.ts';
import { type Screen, take } from './screen.ts';

export const SLICE_MS = 8;
const FRAME_MS = 33;
const IDLE_FRAME_MS = 100;
const ESCAPE_MS = 30;

export type Outside = {
  readonly publish: (screen: Screen) => void;
  /** Why it cannot be, if so. */
  readonly suspend: () => string | undefined;
  readonly quit: () => void;
  /** Puts a text on the clipboard. */
  readonly copy: (text: string) => void;
  /** What became of it, in a sentence. */
  readonly save: (session: Session, file: string) => string;
  readonly failed: (error: unknown) => void;
};

export class Driver {
  screen: Screen;
  private readonly outside: Outside;
  private readonly reader = new KeyReader();
  private isEnded = false;
  private isSliced = false;
  private published = Number.NEGATIVE_INFINITY;
  private frame: NodeJS.Timeout | undefined;
  private escape: NodeJS.Timeout | undefined;
  private player: NodeJS.Timeout | undefined;
  private played = 0;
  private owed = 0;

  constructor(screen: Screen, outside: Outside) {
    this.screen = screen;
    this.outside = outside;
  }

  /** Takes what the terminal sent. */
  input(chunk: string): void {
    clearTimeout(this.escape);
    this.guard(() => this.take(this.reader.read(chunk)));
    if (this.reader.isWaiting) {
      this.escape = setTimeout(() => this.guard(() => this.take(this.reader.flush())), ESCAPE_MS);
    }
  }

  /** Everything goes on: called once at the start, and whenever something may be to do. */
  wake(isTouched = true): void {
    if (this.isEnded) return;
    this.schedulePublish(isTouched ? FRAME_MS : IDLE_FRAME_MS);
    this.schedulePlay();
    if (this.isSliced || !isBusy(this.screen.session)) return;
    this.isSliced = true;
    setImmediate(() => this.slice());
  }

  end(): void {
    this.isEnded = true;
    for (const timer of [this.frame, this.escape, this.player]) clearTimeout(timer);
  }

  private take(inputs: ReturnType<KeyReader['read']>): void {
    for (const input of inputs) {
      if (this.isEnded) return;
      this.step((screen) => take(screen, input));
    }
    this.wake();
  }

  private step(change: (screen: Screen) => Screen): void {
    this.screen = withoutExit(() => change(this.screen));
    this.answer();
  }

  /** Does what the session asks for outside. */
  private answer(): void {
    const { request } = this.screen.session;
    if (request === undefined) return;
    if (request.do === 'quit') return this.outside.quit();
    const notice = this.done(request);
    const done: Command = notice === undefined ? { do: 'done' } : { do: 'done', notice };
    this.screen = { ...this.screen, session: reduce(this.screen.session, done) };
  }

  /** What there is to say of it. */
  private done(request: Exclude<Request, { do: 'quit' }>): string | undefined {
    switch (request.do) {
      case 'save':
        return this.outside.save(this.screen.session, request.file);
      case 'copy':
        this.outside.copy(request.text);
        return `copied ${request.text}`;
      case 'suspend':
        return this.outside.suspend();
    }
  }

  private slice(): void {
    this.isSliced = false;
    if (this.isEnded) return;
    this.guard(() => {
      const until = performance.now() + SLICE_MS - 1;
      const isTimeUp = () => performance.now() >= until;
      this.step((screen) => ({ ...screen, session: advance(screen.session, { isTimeUp }) }));
      this.wake(false);
    });
  }

  private schedulePublish(every: number): void {
    const wait = Math.max(0, this.published + every - performance.now());
    if (this.frame !== undefined && every === IDLE_FRAME_MS) return;
    clearTimeout(this.frame);
    this.frame = setTimeout(() => {
      this.frame = undefined;
      this.guard(() => withoutExit(() => this.outside.publish(this.screen)));
      this.published = performance.now();
    }, wait);
  }

  private schedulePlay(): void {
    const { isPlaying } = this.screen.session.play;
    if (!isPlaying || this.player !== undefined) return;
    this.played = performance.now();
    this.owed = 0;
    const tick = () => {
      this.player = undefined;
      if (this.isEnded || !this.screen.session.play.isPlaying) return;
      this.guard(() => this.tick());
      this.player = setTimeout(tick, FRAME_MS);
    };
    this.player = setTimeout(tick, FRAME_MS);
  }

  private tick(): void {
    const now = performance.now();
    // A pause of the process is not made up for.
    this.owed += (Math.min(250, now - this.played) / 1000) * speeds[this.screen.session.play.speed]!;
    this.played = now;
    const events = Math.floor(this.owed);
    if (events === 0) return;
    this.owed -= events;
    this.step((screen) => ({ ...screen, session: reduce(screen.session, { do: 'tick', events }) }));
    this.wake();
  }

  private guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.end();
      this.outside.failed(error);
    }
  }
}
