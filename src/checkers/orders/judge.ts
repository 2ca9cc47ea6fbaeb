// One judge for each level: from operations to what breaks it. It blames nobody in particular; see `../check-level.ts`.
import { unreachable } from '../../base/assert.ts';
import type { Level } from '../levels.ts';
import { accessesOf } from './accesses.ts';
import type { BrokenAccess } from './broken.ts';
import { type Causal, causalOrder, isBroken } from './causal-order.ts';
import { HELD, type Judged, type Task, violatedBy } from './judged.ts';
import { judgeSequential, searchAll } from './sequential.ts';
import { judgeCausalConvergence, judgeCausalMemory, judgeGuarantee } from './views.ts';

export function judgeOrders(task: Task, level: Level): Judged {
  const found = accessesOf(task.operations, task.model, task.initial, task.options);
  switch (found.kind) {
    case 'unknown':
      return level === 'sequential' ? searchAll(task) : { verdict: 'unknown', configurations: 0, reason: found.reason };
    case 'thin-air':
      return { verdict: 'violated', configurations: 0, broken: { kind: 'thin-air', ...found.thinAir } };
    case 'accesses': {
      const causal = causalOrder(found.accesses);
      if (isBroken(causal)) return violatedBy(causal, found.accesses);
      if (level === 'sequential') return judgeSequential(causal, task);
      const broken = brokenBy(level, causal);
      return broken === undefined ? HELD : violatedBy(broken, found.accesses);
    }
  }
}

function brokenBy(level: Exclude<Level, 'sequential'>, causal: Causal): BrokenAccess | undefined {
  switch (level) {
    case 'causal':
      return judgeCausalMemory(causal);
    case 'causal-convergence':
      return judgeCausalConvergence(causal);
    case 'read-your-writes':
    case 'monotonic-reads':
    case 'monotonic-writes':
    case 'writes-follow-reads':
      return judgeGuarantee(causal, level);
    default:
      return unreachable(level);
  }
}
