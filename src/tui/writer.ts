// Whole frames onto a terminal: what differs from the frame before is written, line by line at absolute positions, inside
// a synchronized update. Ink's own writer clears the whole screen where a frame is as tall as it, and prints nothing under
// CI (docs/decisions/0037).
export const ENTER = '\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?2004h';
/** From the top: a terminal that has grown meanwhile keeps what stands above the cursor, and would show it to the shell. */
export const LEAVE = '\x1b[?2004l\x1b[H\x1b[J\x1b[?7h\x1b[?25h\x1b[?1049l';
const BEGIN = '\x1b[?2026h';
const END = '\x1b[?2026l';

export class Writer {
  private shown: readonly string[] = [];
  private readonly write: (text: string) => void;

  constructor(write: (text: string) => void) {
    this.write = write;
  }

  /** The terminal shows nothing of ours any more: the next frame is drawn whole. */
  forget(): void {
    this.shown = [];
  }

  /** `rows`: of the terminal; what is more is left out. */
  draw(frame: string, rows: number): void {
    const lines = frame.split('\n').slice(0, rows);
    const isWhole = this.shown.length === 0;
    let changes = '';
    for (let i = 0; i < (isWhole ? rows : Math.max(lines.length, this.shown.length)); i++) {
      if (!isWhole && lines[i] === this.shown[i]) continue;
      // Erased first: behind the last column the cursor stands on it, and would erase what was written.
      changes += `\x1b[${i + 1};1H\x1b[2K${lines[i] ?? ''}\x1b[0m`;
    }
    this.shown = lines;
    if (changes !== '') this.write(`${BEGIN}${changes}${END}`);
  }
}
