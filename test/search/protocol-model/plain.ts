// A plain explorer of protocols to compare with. A state is the list of what was done: it is reached by doing all of it
// again on a new world, and known by the canonical JSON of all that a later event can see. No hashes, nothing is kept or
// shared, no node by itself. It has the kernel in common with the fast one, and nothing else. For a few thousand states.
import { slice } from '../../../src/base/paged-list.ts';
import type { Plain } from '../../../src/base/plain.ts';
import type { Chooser } from '../../../src/kernel/chooser.ts';
import { crashNode, restartNode } from '../../../src/kernel/down.ts';
import type { Node } from '../../../src/kernel/node.ts';
import { DELIVER, NONE, type Pending, START, TIMER, WRITE } from '../../../src/kernel/pending.ts';
import type { RunPlan } from '../../../src/kernel/plan.ts';
import { step } from '../../../src/kernel/step.ts';
import { World } from '../../../src/kernel/world.ts';
import type { ProtocolBounds } from '../../../src/search/index.ts';
import { keyOf } from '../explore/reference.ts';

type Deed = {
  readonly do: 'deliver' | 'again' | 'lose' | 'drop' | 'timer' | 'write' | 'crash' | 'restart';
  /** The node, and the message or timer. */
  readonly at: number;
  readonly what: string;
  /** So many writes are through, then the node crashes; undefined: it does not. */
  readonly kept?: number;
  /** What `ctx.choose` is to answer. */
  readonly picks: readonly number[];
};

export function explorePlain(plan: RunPlan, bounds: ProtocolBounds): { states: number; transitions: number } {
  const known = new Set<string>();
  const queue: (readonly Deed[])[] = [];
  let transitions = 0;
  const meet = (path: readonly Deed[], key: string): void => {
    if (known.has(key)) return;
    known.add(key);
    queue.push(path);
  };
  meet([], new Run(plan, bounds, []).key());
  for (const path of queue) {
    for (const deed of new Run(plan, bounds, path).deeds()) {
      const results = new Set<string>();
      for (const branch of branchesOf(plan, bounds, path, deed)) {
        const next = [...path, branch];
        const run = new Run(plan, bounds, next);
        if (!run.isWithin()) continue;
        const key = run.key();
        if (results.has(key)) continue;
        results.add(key);
        transitions++;
        meet(next, key);
      }
    }
  }
  return { states: known.size, transitions };
}

/** One for each way in which the choices can come out. */
function branchesOf(plan: RunPlan, bounds: ProtocolBounds, path: readonly Deed[], deed: Deed): readonly Deed[] {
  const asked = new Run(plan, bounds, [...path, deed]).asked;
  const at = deed.picks.length;
  if (asked.length <= at) return [deed];
  return Array.from({ length: asked[at]! }, (_, pick) =>
    branchesOf(plan, bounds, path, { ...deed, picks: [...deed.picks, pick] }),
  ).flat();
}

class Run {
  /** Of the last deed's choices: among how many. */
  asked: number[] = [];
  private readonly world: World;
  private readonly bounds: ProtocolBounds;
  private pending: Pending[] = [];
  private picks: readonly number[] = [];
  private readonly spent = { timers: 0, crashes: 0, losses: 0, duplicates: 0, operations: 0, revivals: 0 };
  private readonly fired = new Map<string, number>();

  constructor(plan: RunPlan, bounds: ProtocolBounds, path: readonly Deed[]) {
    this.bounds = bounds;
    const never = { numerator: 0, denominator: 1 };
    const network = { latencyMin: 0, latencyMax: 0, loss: never, duplicate: never, reorder: never, reorderBy: 0 };
    const chooser: Chooser = {
      source: (label) => ({
        label,
        int: (bound) => this.draw(label, bound),
        save: () => ({ label, position: [] as never }),
      }),
    };
    const add = (pending: Pending) => void this.pending.push(pending);
    this.world = new World(
      { ...plan, network, faults: [], disk: { latencyMin: 0, latencyMax: 0 } },
      { size: 0, add, toArray: () => this.pending },
      chooser,
    );
    this.world.begin();
    for (const start of this.pending.splice(0)) this.step(start);
    this.settle();
    for (const deed of path) this.carryOut(deed);
  }

  private draw(label: string, bound: number): number {
    if (!label.startsWith('choice/')) return 0;
    this.asked.push(bound);
    return this.picks[this.asked.length - 1] ?? 0;
  }

  private step(pending: Pending): void {
    step(this.world, { ...pending, time: 0 });
  }

  private carryOut(deed: Deed): void {
    const { world, spent } = this;
    const node = world.nodes[deed.at]!;
    this.asked = [];
    this.picks = deed.picks;
    const operations = this.operations();
    switch (deed.do) {
      case 'crash':
        spent.crashes++;
        crashNode(world, node, 'lost');
        node.heldDownBy = [0];
        node.touch();
        break;
      case 'restart':
        if (node.heldDownBy.length === 0) spent.revivals++;
        else node.heldDownBy = [];
        node.touch();
        restartNode(world, node);
        this.step(
          this.pending.splice(
            this.pending.findIndex(({ kind }) => kind === START),
            1,
          )[0]!,
        );
        break;
      case 'write':
        this.flush(node);
        break;
      case 'timer': {
        const { timer } = node.timers.get(deed.what)!;
        this.fired.set(timer.kind, (this.fired.get(timer.kind) ?? 0) + 1);
        this.step({
          time: 0,
          seq: 0,
          kind: TIMER,
          node: deed.at,
          from: NONE,
          cause: NONE,
          tag: NONE,
          payload: deed.what,
        });
        if (this.operations() === operations) spent.timers++;
        break;
      }
      default: {
        // Not a loopback of an earlier life, which has the same text.
        const at = this.pending.indexOf(this.inFlight().find((each) => textOf(each) === deed.what)!);
        const [message] = deed.do === 'again' ? [this.pending[at]!] : this.pending.splice(at, 1);
        if (deed.do === 'again') spent.duplicates++;
        if (deed.do === 'lose') spent.losses++;
        else if (deed.do !== 'drop') this.step(message!);
      }
    }
    spent.operations += this.operations() - operations;
    if (deed.kept === undefined) return this.settle();
    for (let i = 0; i < deed.kept; i++) this.flush(node);
    spent.crashes++;
    crashNode(world, node, 'lost');
    node.heldDownBy = [0];
    node.touch();
  }

  private operations(): number {
    return slice(this.world.history, 0).filter(({ type }) => type === 'invoke').length;
  }

  private settle(): void {
    if (this.bounds.disk === 'events') return;
    for (const node of this.world.nodes) while (node.disk.pending.length > 0) this.flush(node);
  }

  private flush(node: Node): void {
    const { id } = node.disk.pending[0]!;
    const at = this.pending.findIndex((each) => each.kind === WRITE && each.node === node.index && each.tag === id);
    this.step(this.pending.splice(at, 1)[0]!);
  }

  /** Messages that can still arrive. */
  private inFlight(): readonly Pending[] {
    return this.pending.filter(({ kind, node, from, tag }) => {
      if (kind !== DELIVER) return false;
      const { state, incarnation } = this.world.nodes[node]!;
      return from !== node || (state !== undefined && tag === incarnation);
    });
  }

  /** What may be done next, before the bounds are asked. */
  deeds(): readonly Deed[] {
    const { world, bounds } = this;
    const deeds: Deed[] = [];
    const add = (deed: Omit<Deed, 'picks'>) => {
      deeds.push({ ...deed, picks: [] });
      if (bounds.disk !== 'crashpoint' || world.nodes[deed.at]!.group === 'client') return;
      if (deed.do !== 'deliver' && deed.do !== 'timer' && deed.do !== 'again') return;
      for (let kept = 0; kept < 4; kept++) deeds.push({ ...deed, kept, picks: [] });
    };
    const isBusy = (at: number) => this.ownOf(at).length > 0;
    for (const what of new Set(this.inFlight().map(textOf))) {
      const { node: at, from } = this.pending.find((each) => each.kind === DELIVER && textOf(each) === what)!;
      if (world.nodes[at]!.state === undefined) add({ do: 'drop', at, what });
      else if (from === at ? this.ownOf(at)[0] === what : !isBusy(at)) {
        add({ do: 'deliver', at, what });
        if (from !== at) add({ do: 'again', at, what });
      }
      if (from !== at) add({ do: 'lose', at, what });
    }
    for (const node of world.nodes) {
      const at = node.index;
      for (const name of node.timers.keys())
        if (!isBusy(at) && this.blockersOf(node, name).length === 0) add({ do: 'timer', at, what: name });
      if (node.disk.pending.length > 0) add({ do: 'write', at, what: '' });
      if (node.group !== 'client') add({ do: node.state === undefined ? 'restart' : 'crash', at, what: '' });
    }
    // A crash in a handler that writes less is none.
    return deeds.filter((deed) => deed.kept === undefined || this.writesOf(deed) > deed.kept);
  }

  /** What a node has sent to itself, in order. */
  private ownOf(at: number): readonly string[] {
    return this.inFlight()
      .filter(({ node, from }) => node === at && from === at)
      .map(textOf);
  }

  private writesOf(deed: Deed): number {
    const { kept: _, ...plain } = deed;
    const copy = new Run(this.world.plan, { ...this.bounds, disk: 'events' }, []);
    for (const node of copy.world.nodes) node.restore(this.world.nodes[node.index]!.save());
    copy.pending = [...this.pending];
    copy.carryOut(plain);
    return copy.world.nodes[deed.at]!.disk.pending.length;
  }

  isWithin(): boolean {
    const { spent, bounds, fired } = this;
    const most = { ...bounds, revivals: bounds.crashes + 1 };
    const isFew = (Object.keys(spent) as (keyof typeof spent)[]).every((what) => spent[what] <= most[what]);
    return isFew && bounds.timerRules.every(({ kind, firings }) => (fired.get(kind) ?? 0) <= firings);
  }

  private blockersOf(node: Node, name: string): readonly string[] {
    const own = node.timers.get(name)!;
    const latest = ({ due, min, max }: typeof own) => due + max - min;
    return [...node.timers.values()]
      .filter((other) => {
        if (other === own) return false;
        if (other.seq < own.seq) return latest(other) <= own.due;
        return other.cause === own.cause && latest(other) < own.due;
      })
      .map((other) => other.name)
      .sort();
  }

  key(): string {
    const { world, spent } = this;
    const nodes = world.nodes.map((node): Plain => {
      const { state, incarnation, bootDisk, disk, operation, held } = node;
      const base = disk.issued - disk.pending.length;
      const timers = [...node.timers.values()].map((set): Plain => {
        return {
          name: set.name,
          timer: set.timer,
          due: set.due,
          span: set.max - set.min,
          after: this.blockersOf(node, set.name),
        };
      });
      return {
        ...(state === undefined ? {} : { state }),
        disk: [
          incarnation,
          bootDisk,
          node.heldDownBy.length,
          disk.durable,
          disk.isEmpty,
          disk.pending.map(({ patch }) => patch),
        ],
        held: held.map(({ after, to, message }) => [after - base, to, message]),
        timers: timers.map(keyOf).sort(),
        operation: operation === undefined ? [] : [operation.f, operation.value],
      };
    });
    const others = this.inFlight().filter(({ node, from }) => node !== from);
    const messages = [others.map(textOf).sort(), world.nodes.map(({ index }) => this.ownOf(index))];
    const fired = this.bounds.timerRules.map(({ kind }) => this.fired.get(kind) ?? 0);
    const broken = world.violations.map(({ property }) => property);
    return keyOf([nodes, messages, Object.values(spent), fired, world.memories, broken]);
  }
}

function textOf({ from, node, payload }: Pending): string {
  return `${from}>${node} ${keyOf(payload)}`;
}
