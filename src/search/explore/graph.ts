// The transitions among the states met, kept only where an `eventually` property needs them: 12 bytes a state and 4 a
// transition, and a quarter of slack.
import { grown, grownLength } from './state-table.ts';

export class Graph {
  /** Of each state, bit k: the k-th `eventually` property holds in it. */
  met = new Int32Array(1024);
  /** The transitions of state n lead to `targets[starts[n]]` … `targets[ends[n] - 1]`; none while the end is 0. */
  starts = new Int32Array(1024);
  ends = new Int32Array(1024);
  targets = new Int32Array(1024);
  private size = 0;

  /** Makes a row for a state. Numbers come in order. */
  addState(number: number, met: number): void {
    if (number === this.met.length) {
      const length = grownLength(number);
      this.met = grown(this.met, length);
      this.starts = grown(this.starts, length);
      this.ends = grown(this.ends, length);
    }
    this.met[number] = met;
  }

  /** Begins the transitions of a state: those added from here on are its own. */
  begin(number: number): void {
    this.starts[number] = this.size;
  }

  add(source: number, target: number): void {
    if (this.size === this.targets.length) this.targets = grown(this.targets, grownLength(this.size));
    this.targets[this.size++] = target;
    this.ends[source] = this.size;
  }
}
