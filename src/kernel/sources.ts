// Where the draws of a world come from: a source for each purpose, made when it is first asked for. What the hot path
// asks for again and again is kept at its node.
import type { Chooser, Source, SourceState } from './chooser.ts';
import type { Node } from './node.ts';

export class Sources {
  private chooser: Chooser;
  private readonly byLabel = new Map<string, Source>();

  constructor(chooser: Chooser) {
    this.chooser = chooser;
  }

  /** The source for a purpose, such as `crash/n1`; `from` continues one of a checkpoint. */
  of(label: string, from?: SourceState): Source {
    let source = this.byLabel.get(label);
    if (source === undefined) {
      source = this.chooser.source(label, from);
      this.byLabel.set(label, source);
    }
    return source;
  }

  link(from: Node, to: Node): Source {
    let source = from.links.get(to.index);
    if (source === undefined) {
      source = this.of(`link/${from.id}>${to.id}`);
      from.links.set(to.index, source);
    }
    return source;
  }

  timer(node: Node, kind: string): Source {
    let source = node.timerSources.get(kind);
    if (source === undefined) {
      source = this.of(`timer/${node.id}/${kind}`);
      node.timerSources.set(kind, source);
    }
    return source;
  }

  choice(node: Node, label: string): Source {
    let source = node.choiceSources.get(label);
    if (source === undefined) {
      source = this.of(`choice/${node.id}/${label}`);
      node.choiceSources.set(label, source);
    }
    return source;
  }

  disk(node: Node): Source {
    return this.of(`disk/${node.id}`);
  }

  /** The purposes that are concerned draw from another chooser from now on; nodes have to ask for theirs again. */
  replace(chooser: Chooser, isConcerned: (label: string) => boolean): void {
    this.chooser = chooser;
    for (const label of [...this.byLabel.keys()]) if (isConcerned(label)) this.byLabel.delete(label);
  }

  get size(): number {
    return this.byLabel.size;
  }

  save(): readonly SourceState[] {
    return Array.from(this.byLabel.values(), (source) => source.save());
  }
}
