// `start:`: what is on the disks of some nodes at the beginning, as the system's groups read it.
import { type PlainRecord, plainProblem } from '../../base/plain.ts';
import type { NodeId } from '../../contract/ids.ts';
import { nodesText } from '../targets.ts';
import { quoted } from '../text/printable.ts';
import type { Context } from './context.ts';

export function buildStart(context: Context): ReadonlyMap<NodeId, PlainRecord> {
  const { draft, names, system, options, problems } = context;
  const states = new Map<NodeId, PlainRecord>();
  for (const [id, written] of Object.entries(draft.start ?? {})) {
    const path = ['start', id];
    const node = names.nodes.find((candidate) => candidate.id === id);
    if (node === undefined) {
      problems.add('unknown-name', path, `there is no node ${quoted(id)}: ${nodesText(names)}`, { part: 'key' });
      continue;
    }
    if (node.group === 'client') {
      problems.add('contradiction', path, `${id} is a client, and clients have no disk: name a server`, {
        part: 'key',
      });
      continue;
    }
    const wrong = plainProblem(written, 'the state');
    if (wrong !== undefined) {
      problems.add('not-plain', path, `${wrong}: expected plain data`);
      continue;
    }
    const spec = system.durable?.[node.group];
    const read = spec === undefined ? { durable: written as PlainRecord } : spec.read(written as PlainRecord, options);
    if ('durable' in read) states.set(id, read.durable);
    else problems.add('wrong-value', read.key === undefined ? path : [...path, read.key], read.problem);
  }
  return states;
}
