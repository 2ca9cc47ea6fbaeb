// Which of the states that differ only by the names of like nodes stands for all of them. No permutations are tried: each
// node gets a colour from what it is like with all names left out, colours are refined by whom a node mentions and by
// what is under way between two nodes, until no more of them can be told apart; then nodes are put in the order of their
// colours. Nodes of one colour stay in the order of their names: that may keep two states apart that are symmetric,
// which costs states and is not wrong.
import { equalPlain, type Plain } from '../../base/plain.ts';
import type { RunPlan } from '../../kernel/plan.ts';
import { ModelError } from '../explore/index.ts';
import type { ProtocolBounds } from './bounds.ts';
import { composed } from './compose.ts';
import { mix, partHash, tags } from './interned.ts';
import { type Layout, type ModelState, NODES } from './layout.ts';
import type { Moves } from './moves.ts';
import type { MessageRecord, NodeRecord } from './records.ts';
import { type Names, Renaming, withoutNames } from './rename.ts';

const CLIENTS = 'client';
const [SELF, OTHER] = ['\0self', '\0other'];

/** The nodes that may be exchanged, in classes of two or more, by position. */
export function interchangeable({ nodes }: RunPlan, { timerRules }: ProtocolBounds): readonly (readonly number[])[] {
  if (nodes.some(({ group }) => group === CLIENTS)) {
    throw new ModelError(
      'with clients no nodes are interchangeable: each client asks its servers in an order of its own',
    );
  }
  const isNamed = (id: string) => timerRules.some(({ node }) => node === id);
  const classes: number[][] = [];
  for (const [index, { id, group, durable }] of nodes.entries()) {
    if (isNamed(id)) continue;
    const like = classes.find(([first]) => {
      const other = nodes[first!]!;
      return other.group === group && equalPlain(other.durable ?? null, durable ?? null);
    });
    if (like === undefined) classes.push([index]);
    else like.push(index);
  }
  const real = classes.filter(({ length }) => length > 1);
  if (real.length > 0) return real;
  throw new ModelError('no two nodes are interchangeable: they begin with different disks, or the bounds name them');
}

const WAYS_MAX = 120;

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}

/** All ways in which the members of each class can exchange their names, that in which none does first. */
function waysOf(classes: readonly (readonly number[])[], identity: readonly number[]): readonly (readonly number[])[] {
  let ways: readonly (readonly number[])[] = [identity];
  for (const like of classes) {
    ways = ways.flatMap((way) =>
      permutations(like).map((taken) => {
        const to = [...way];
        for (const [at, index] of like.entries()) to[index] = taken[at]!;
        return to;
      }),
    );
  }
  return ways;
}

/** The given order first. */
function permutations(items: readonly number[]): readonly (readonly number[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((first) => permutations(items.filter((item) => item !== first)).map((rest) => [first, ...rest]));
}

export class Symmetry {
  private readonly classes: readonly (readonly number[])[];
  /** Every other way to name the nodes. */
  readonly exchanges: readonly Renaming[];
  private readonly layout: Layout;
  private readonly moves: Moves;
  private readonly ids: readonly string[];
  private readonly isLike: ReadonlySet<string>;
  private readonly renamings = new Map<string, Renaming>();
  /** Of nodes, messages and memories, by number: their colour as seen by a node, or without any. */
  private readonly known: { readonly [part in 'node' | 'message' | 'memory']: number[][] } = {
    node: [],
    message: [],
    memory: [],
  };

  constructor(plan: RunPlan, bounds: ProtocolBounds, layout: Layout, moves: Moves) {
    this.classes = interchangeable(plan, bounds);
    this.layout = layout;
    this.moves = moves;
    this.ids = plan.nodes.map(({ id }) => id);
    this.isLike = new Set(this.classes.flat().map((index) => this.ids[index]!));
    const ways = this.classes.reduce((product, { length }) => product * factorial(length), 1);
    if (ways > WAYS_MAX) {
      throw new ModelError(
        `there are ${ways} ways to name the nodes, and symmetry is checked for up to ${WAYS_MAX}, as five nodes have: explore without it`,
      );
    }
    const identity = this.ids.map((_, index) => index);
    this.exchanges = waysOf(this.classes, identity)
      .slice(1)
      .map((to) => this.renamingTo(to));
  }

  canonical(state: ModelState): ModelState {
    const { to, isSame } = this.ordered(this.colours(state));
    return isSame ? state : this.renamed(state, this.renamingTo(to));
  }

  namedOtherwise(state: ModelState): readonly ModelState[] {
    return this.exchanges.map((renaming) => this.renamed(state, renaming));
  }

  private renamed(state: ModelState, renaming: Renaming): ModelState {
    const { layout, moves } = this;
    const { nodes, messages } = moves.records;
    const renamedNodes: NodeRecord[] = [];
    for (let index = 0; index < layout.nodes; index++) {
      const node = renaming.node(nodes.items[state[NODES + index]!]!);
      renamedNodes[node.index] = node;
    }
    const memory = renaming.memory(moves.memories.interned.items[state[layout.memory]!]!);
    const inFlight = state.slice(layout.messages).map((id) => renaming.message(messages.items[id]!));
    const violations = moves.memories.violations.items[state[layout.violations]!]!;
    const left = state.slice(layout.budgets, layout.messages);
    return composed(layout, { nodes: renamedNodes, memory, violations, left, messages: inFlight });
  }

  private colours(state: ModelState): number[] {
    const { layout, moves } = this;
    const { nodes, messages } = moves.records;
    const records = this.ids.map((_, index) => nodes.items[state[NODES + index]!]!);
    const memory = moves.memories.interned.items[state[layout.memory]!]!;
    const inFlight: MessageRecord[] = [];
    for (let at = layout.messages; at < state.length; at++) inFlight.push(messages.items[state[at]!]!);
    let colours = records.map((record, index) => {
      const own = this.part('node', record.id, index, () => this.shown(record));
      return mix((own + this.part('memory', memory.id, index, () => memory.memories)) | 0);
    });
    for (let distinct = 0; ; ) {
      const now = new Set(colours).size;
      if (now === distinct || now === colours.length) return colours;
      distinct = now;
      colours = this.refined(colours, records, inFlight);
    }
  }

  /** By the colours of the nodes that a node mentions, and of those at the other ends of messages. */
  private refined(
    colours: readonly number[],
    records: readonly NodeRecord[],
    inFlight: readonly MessageRecord[],
  ): number[] {
    const next = colours.map((colour) => mix(colour ^ 0x3c6ef372));
    for (const [index, record] of records.entries()) {
      for (const like of this.classes.flat()) {
        if (like === index) continue;
        const mention = this.part('node', record.id, like, () => this.shown(record));
        next[index] = (next[index]! + mix(mention ^ mix(colours[like]!))) | 0;
        next[like] = (next[like]! + mix(mix(mention) ^ colours[index]!)) | 0;
      }
    }
    for (const { id, from, to, message } of inFlight) {
      for (const end of [from, to]) {
        const other = end === from ? to : from;
        const seen = this.part('message', id, end, () => message);
        next[end] = (next[end]! + mix(seen ^ mix(colours[other]! ^ (end === from ? 1 : 2)))) | 0;
      }
    }
    return next;
  }

  /** What a part looks like to one who knows only that node's name, and of the others only that they are like nodes. */
  private part(of: 'node' | 'message' | 'memory', id: number, index: number, value: () => Plain): number {
    this.known[of][id] ??= [];
    const known = this.known[of][id]!;
    const self = this.ids[index]!;
    const names: Names = (name) => (this.isLike.has(name) ? (name === self ? SELF : OTHER) : undefined);
    known[index] ??= partHash(tags.colour, withoutNames(value(), names)).low;
    return known[index]!;
  }

  /** All of a node that has names in it, and what it is like. */
  private shown({ checkpoint, timers, own }: NodeRecord): Plain {
    const { state, incarnation, disk, held, heldDownBy } = checkpoint;
    return [
      state === undefined ? [] : [state],
      [incarnation, heldDownBy.length, disk.durable, disk.pending.map(({ patch }) => patch)],
      held.map(({ after, to, message }) => [after, this.ids[to]!, message]),
      timers.map(({ timer }) => timer),
      own.map(({ message }) => message),
    ];
  }

  /** Within each class the nodes in the order of their colours take the names in order. */
  private ordered(colours: readonly number[]): { readonly to: readonly number[]; readonly isSame: boolean } {
    const to = this.ids.map((_, index) => index);
    for (const like of this.classes) {
      const sorted = [...like].sort((a, b) => colours[a]! - colours[b]! || a - b);
      for (const [at, index] of sorted.entries()) to[index] = like[at]!;
    }
    return { to, isSame: to.every((other, index) => other === index) };
  }

  private renamingTo(to: readonly number[]): Renaming {
    const key = to.join();
    let renaming = this.renamings.get(key);
    if (renaming === undefined) {
      const names = new Map(to.map((other, index) => [this.ids[index]!, this.ids[other]!]));
      const { records, memories } = this.moves;
      renaming = new Renaming(to, (name) => names.get(name), records, memories);
      this.renamings.set(key, renaming);
    }
    return renaming;
  }
}
