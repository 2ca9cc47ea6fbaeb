// A state of the model as properties see it.
import type { Plain, PlainRecord } from '../../base/plain.ts';
import type { Kind } from '../../contract/context.ts';
import type { GroupName, NodeId } from '../../contract/ids.ts';
import type { RunPlan } from '../../kernel/plan.ts';
import { type Layout, type ModelState, NODES } from './layout.ts';
import type { Broken } from './memories.ts';
import type { Moves } from './moves.ts';

export type NodeView = {
  readonly id: NodeId;
  readonly group: GroupName;
  /** Undefined: it is down. */
  readonly state: Plain | undefined;
  /** How often it has started. */
  readonly incarnation: number;
  readonly durable: PlainRecord;
};

type Host = { readonly plan: RunPlan; readonly layout: Layout; readonly moves: Moves };

export class StateView {
  private readonly host: Host;
  private readonly at: ModelState;

  constructor(host: Host, state: ModelState) {
    this.host = host;
    this.at = state;
  }

  get nodes(): readonly NodeView[] {
    const { plan, moves } = this.host;
    return plan.nodes.map(({ id, group }, index) => {
      const { state, incarnation, disk } = moves.records.nodes.items[this.at[NODES + index]!]!.checkpoint;
      return { id, group, state, incarnation, durable: disk.durable };
    });
  }

  /** In flight; in a bag some of them several times. */
  get messages(): readonly { readonly from: NodeId; readonly to: NodeId; readonly message: Kind }[] {
    const { plan, layout, moves } = this.host;
    return this.at.slice(layout.messages).map((id) => {
      const { from, to, message } = moves.records.messages.items[id]!;
      return { from: plan.nodes[from]!.id, to: plan.nodes[to]!.id, message };
    });
  }

  /** What each monitor of the plan remembers. */
  get memories(): readonly Plain[] {
    const { layout, moves } = this.host;
    return moves.memories.interned.items[this.at[layout.memory]!]!.memories;
  }

  get violations(): readonly Broken[] {
    const { layout, moves } = this.host;
    return moves.memories.violations.items[this.at[layout.violations]!]!.broken;
  }
}
