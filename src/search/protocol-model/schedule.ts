// A path of the model as a schedule, which is a run of the asynchronous model too: it can be played, kept and minimised.
import { unreachable } from '../../base/assert.ts';
import type { Fault } from '../../contract/faults.ts';
import type { NodeId } from '../../contract/ids.ts';
import { ms } from '../../contract/time.ts';
import type { Entry, RunPlan, Schedule } from '../../kernel/index.ts';
import type { ProtocolBounds } from './bounds.ts';
import type { Move, NodeMove } from './records.ts';

export function scheduleOf(plan: RunPlan, { disk }: Pick<ProtocolBounds, 'disk'>, moves: readonly Move[]): Schedule {
  const writer = new ScheduleWriter(plan);
  for (const move of moves) if (move.happening !== undefined) writer.add(move);
  const { faults, entries } = writer;
  return { faults, entries, writes: disk === 'events' ? 'named' : 'automatic' };
}

class ScheduleWriter {
  readonly faults: Fault[] = [];
  readonly entries: Entry[] = [];
  private readonly plan: RunPlan;
  /** Messages of which a copy was left behind: they may arrive again. */
  private readonly copied = new Set<number>();
  /** Which fault holds a node down. */
  private readonly heldDownBy = new Map<NodeId, number>();

  constructor(plan: RunPlan) {
    this.plan = plan;
  }

  add(move: NodeMove): void {
    const node = this.plan.nodes[move.after.index]!.id;
    const { kept } = move;
    if (kept !== undefined) this.entries.push({ do: 'stall', node });
    const entry = this.entryOf(move, node);
    this.entries.push(move.choices === undefined ? entry : { ...entry, choices: move.choices });
    if (kept === undefined) return;
    for (let i = 0; i < kept; i++) this.entries.push({ do: 'write', node });
    this.entries.push(this.crash(node));
  }

  private entryOf(move: NodeMove, node: NodeId): Entry {
    const { happening, message } = move;
    switch (happening.do) {
      case 'deliver': {
        const isAgain = message !== undefined && this.copied.has(message.id);
        if (message !== undefined && move.isCopy) this.copied.add(message.id);
        const from = this.plan.nodes[happening.from]!.id;
        return { do: 'deliver', node, from, message: happening.message, ...(isAgain ? { again: true } : {}) };
      }
      case 'timer':
        return { do: 'timer', node, timer: happening.timer.name };
      case 'write':
        return { do: 'write', node };
      case 'crash':
        return this.crash(node);
      case 'restart':
        return this.restart(node);
      case 'start':
        throw new Error('nodes start by themselves');
      default:
        return unreachable(happening);
    }
  }

  private crash(node: NodeId): Entry {
    const fault = this.faults.length;
    const targets = [{ select: 'node', node }] as const;
    const action = { kind: 'crash', targets, unsynced: 'lost' } as const;
    this.faults.push({ name: 'crash', at: 0, until: undefined, action, text: `crash ${node}` });
    this.heldDownBy.set(node, fault);
    return { do: 'begin', fault };
  }

  private restart(node: NodeId): Entry {
    const fault = this.heldDownBy.get(node);
    if (fault === undefined) return this.revive(node);
    this.heldDownBy.delete(node);
    // Which time that is makes no difference: it ends when the entry says so.
    this.faults[fault] = { ...this.faults[fault]!, until: ms(1) };
    return { do: 'end', fault };
  }

  /** No fault holds it down: it has ended itself. */
  private revive(node: NodeId): Entry {
    const targets = [{ select: 'node', node }] as const;
    const action = { kind: 'restart', targets } as const;
    this.faults.push({ name: 'restart', at: 0, until: undefined, action, text: `restart ${node}` });
    return { do: 'begin', fault: this.faults.length - 1 };
  }
}
