// What an administrator with `admin: random …` asks for: one voter in, out, or in the place of another, all of them anew,
// or another leader.
import type { NodeId } from '../../../contract/ids.ts';
import type { Task } from './plan.ts';

type Drawing = {
  group(name: string): readonly NodeId[];
  choose<A>(label: string, options: readonly A[]): A;
};

export function drawnTask(voters: readonly NodeId[], ctx: Drawing): Task {
  const servers = ctx.group('server');
  const spare = servers.filter((id) => !voters.includes(id));
  const possible = [
    'transfer',
    ...(spare.length > 0 ? ['add', 'replace'] : []),
    ...(voters.length > 1 ? ['remove'] : []),
  ];
  switch (ctx.choose('task', possible)) {
    case 'add':
      return changeTo([...voters, ctx.choose('newcomer', spare)]);
    case 'replace': {
      const leaving = ctx.choose('leaving', voters);
      return changeTo([...voters.filter((id) => id !== leaving), ctx.choose('newcomer', spare)]);
    }
    case 'remove': {
      const leaving = ctx.choose('leaving', voters);
      return changeTo(voters.filter((id) => id !== leaving));
    }
    default:
      return { do: 'transfer', target: ctx.choose('target', voters) };
  }
}

function changeTo(voters: readonly NodeId[]): Task {
  return { do: 'change', voters, learners: [] };
}
