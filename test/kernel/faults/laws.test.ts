// Laws that hold whatever the faults: a run is watched event by event against a bookkeeping of its own.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { equalPlain, type Plain, type PlainRecord } from '../../../src/base/plain.ts';
import type { TraceEvent } from '../../../src/contract/trace.ts';
import { type RunPlan, TimedRun } from '../../../src/kernel/index.ts';
import type { Node } from '../../../src/kernel/node.ts';
import { type Draft, drafts, type Item, planFrom } from './random-plans.ts';

const handled = ['deliver', 'timer', 'reset', 'failure'];
const merged = (patches: readonly PlainRecord[]): PlainRecord => Object.assign({}, ...patches);

/** What this test knows of a disk: what must be on it, and what was written and is not yet there. */
class DiskModel {
  durable: PlainRecord = {};
  pending: PlainRecord[] = [];

  /** All that a crash may leave; torn: also a part of a patch. */
  outcomes(isTorn: boolean): readonly PlainRecord[] {
    const prefixes = Array.from({ length: this.pending.length + 1 }, (_, kept) =>
      merged([this.durable, ...this.pending.slice(0, kept)]),
    );
    if (!isTorn) return prefixes;
    // Every patch has two keys.
    const parts = this.pending.flatMap((patch, kept) =>
      Object.keys(patch).map((key) => ({ ...prefixes[kept], [key]: patch[key]! })),
    );
    return [...prefixes, ...parts];
  }
}

/** As `expect`, which would take most of the time here. */
function law(holds: boolean, what: string): void {
  if (!holds) expect.fail(what);
}

/** Watches one run; each law is an expectation. */
class Watched {
  readonly run: TimedRun;
  private readonly disks: readonly DiskModel[];
  private readonly last = new Map<string, readonly [life: number, count: number]>();
  private readonly arrived = new Map<string, number>();
  private readonly waiting = new Map<string, TraceEvent>();
  private noted = 0;
  private failed = 0;
  private readonly plan: RunPlan;

  constructor(plan: RunPlan) {
    this.plan = plan;
    this.run = new TimedRun(plan, { level: 'full' });
    this.disks = plan.nodes.map(() => new DiskModel());
    while (!this.run.isDone) this.next();
    expect([...this.waiting.keys()], 'what was held was taken up, or lost with a crash or a reset').toEqual([]);
    for (const { inbox, held, isServing } of this.run.world.nodes)
      expect({ inbox, held, isServing }, 'in the end nothing waits').toEqual({ inbox: [], held: [], isServing: false });
    for (const { waiting } of this.run.world.links.all()) expect(waiting, 'nor on a link').toEqual([]);
  }

  private next(): void {
    const { run, plan } = this;
    const { nodes, events } = run.world;
    const isStoppedNow = ({ pausedBy, disk }: Node) =>
      pausedBy.length > 0 || (plan.disk.blocking === true && disk.pending.length > 0);
    const before = nodes.map((node) => ({
      isUp: node.state !== undefined,
      isStopped: isStoppedNow(node),
      isUntold: node.isUntold,
    }));
    run.run(events + 1);
    if (run.world.events === events) return;
    for (const node of nodes) {
      const isIdle = !node.isServing && !isStoppedNow(node);
      law(!isIdle || node.inbox.length === 0, `${node.id} leaves waiting what it could handle, event ${events}`);
    }
    const event = run.trace!.at(events);
    const at = nodes.findIndex(({ id }) => id === event.node);
    const { isUp, isStopped, isUntold } = before[at] ?? { isUp: true, isStopped: false, isUntold: false };
    if (handled.includes(event.kind)) law(isUp && !isStopped, `${event.kind} at ${event.node}, event ${events}`);
    for (const note of run.trace!.notes.slice(this.noted))
      if (note.text.startsWith('writes ')) {
        // Before it is told of a failure all that a node writes fails too.
        if (isUntold && event.kind !== 'failure') this.failed++;
        else this.disks[at]!.pending.push(JSON.parse(note.text.slice(7)) as PlainRecord);
      }
    this.noted = run.trace!.notes.length;
    for (const [index, node] of nodes.entries()) this.checkDisk(node, event, before[index]!.isUp);
    this.checkMessage(event, nodes, before);
  }

  private checkDisk(node: Node, event: TraceEvent, wasUp: boolean): void {
    const model = this.disks[node.index]!;
    const begun = this.run.world.windows.findLast((window) => window.event === event.index);
    const isHit = begun?.skipped === undefined && begun?.nodes.flat().includes(node.id) === true;
    const { durable } = node.disk;
    if (event.kind === 'write' && event.node === node.id) {
      const failures = this.run.world.counts.failedWrites - this.failed;
      this.failed += failures;
      if (failures > 0) {
        expect(failures, 'a failed write takes all that were issued after it').toBe(model.pending.length);
        model.pending = [];
      } else model.durable = merged([model.durable, model.pending.shift()!]);
    }
    if (isHit && begun?.kind === 'replace') model.durable = {};
    else if (wasUp && node.state === undefined) {
      const isTorn = this.plan.faults.some(({ action }) => action.kind === 'crash' && action.unsynced === 'torn');
      expect(model.outcomes(isTorn), 'a crash leaves a prefix of the writes, or of a torn one a part').toContainEqual(
        durable,
      );
      model.durable = durable;
    } else if (isHit && begun?.kind === 'corrupt' && Object.keys(model.durable).length > 0) {
      const kept = Object.entries(model.durable).filter(([key]) => Object.hasOwn(durable, key));
      expect(kept.length).toBeLessThan(Object.keys(model.durable).length);
      model.durable = Object.fromEntries(kept);
    }
    if (node.state === undefined) model.pending = [];
    law(equalPlain(durable, model.durable), `the disk of ${node.id} after event ${event.index}`);
  }

  private checkMessage(event: TraceEvent, nodes: readonly Node[], before: readonly { isUp: boolean }[]): void {
    const { kind, node, from, payload } = event;
    const isMessage = isItem(payload);
    const name = isMessage ? `${from}>${node} ${payload.kind} ${payload.life}.${payload.count}` : `${node} ${from}`;
    if (kind === 'hold' && isMessage) this.waiting.set(name, event);
    else if (kind === 'deliver' && isMessage) {
      this.waiting.delete(name);
      const times = (this.arrived.get(name) ?? 0) + 1;
      this.arrived.set(name, times);
      law(times <= (this.plan.streams === undefined ? 2 : 1), `${name} arrived ${times} times`);
      if (this.plan.streams !== undefined) this.checkOrder(`${from}>${node} ${payload.kind}`, payload);
    } else if (kind === 'drop') this.waiting.delete(name);
    // Its sender is told, now or when it goes on: the connection is gone with what waited for it.
    else if (from !== undefined) this.forget((held) => held.from === node && held.node === from);
    const crashed = nodes.filter(({ index, state }) => before[index]!.isUp && state === undefined);
    for (const { id } of crashed) this.forget((held) => held.node === id || held.from === id);
  }

  private checkOrder(link: string, { life, count }: Item): void {
    const [lifeBefore, countBefore] = this.last.get(link) ?? [0, 0];
    const isAfter = life > lifeBefore || (life === lifeBefore && count > countBefore);
    law(isAfter, `${link}: ${life}.${count} came after ${lifeBefore}.${countBefore}`);
    this.last.set(link, [life, count]);
  }

  private forget(isLost: (held: TraceEvent) => boolean): void {
    for (const [name, held] of this.waiting) if (isLost(held)) this.waiting.delete(name);
  }
}

function isItem(payload: Plain): payload is Item {
  return typeof payload === 'object' && payload !== null && 'count' in payload;
}

for (const isStream of [false, true]) {
  describe(isStream ? 'on streams' : 'on datagram links', () => {
    test('whatever the faults: stopped nodes handle nothing, disks hold a prefix of what was written, streams keep their order, nothing waits for ever', () => {
      const seen = { crashes: 0, holds: 0, resets: 0, failedWrites: 0 };
      const watch = (draft: Draft) => {
        const { run } = new Watched(planFrom(draft, isStream));
        const { counts, windows } = run.result();
        seen.crashes += windows.filter(({ kind }) => kind === 'crash').length;
        seen.resets += counts.resets;
        seen.failedWrites += counts.failedWrites;
        for (let i = 0; i < run.world.events; i++) if (run.trace!.at(i).kind === 'hold') seen.holds++;
      };
      fc.assert(fc.property(drafts(false), watch), { seed: 11, numRuns: 100 });
      // It has tested something.
      expect(Math.min(seen.crashes, seen.holds, seen.failedWrites)).toBeGreaterThan(50);
      expect(seen.resets > 50).toBe(isStream);
    });

    test('a run repeats itself: from its plan, and from each checkpoint', () => {
      const repeat = (draft: Draft) => {
        const plan = planFrom(draft, isStream);
        const full = new TimedRun(plan, { level: 'full' });
        full.run();
        const again = new TimedRun(plan);
        again.run();
        expect(again.result()).toEqual(full.result());
        for (const checkpoint of full.checkpoints) {
          const rest = new TimedRun(plan, {}, checkpoint);
          rest.run();
          expect(rest.result()).toEqual(full.result());
        }
      };
      fc.assert(fc.property(drafts(false), repeat), { seed: 12, numRuns: 60 });
    });
  });
}

test('on streams where nothing crashes, fails or is cut for long, every message arrives once, in order', () => {
  const arrive = (draft: Draft) => {
    const { sent, delivered, dropped, duplicated, resets } = new Watched(planFrom(draft, true)).run.result().counts;
    expect(sent).toBeGreaterThan(100);
    expect({ delivered, dropped, duplicated, resets }).toEqual({
      delivered: sent,
      dropped: 0,
      duplicated: 0,
      resets: 0,
    });
  };
  fc.assert(fc.property(drafts(true), arrive), { seed: 13, numRuns: 60 });
});
