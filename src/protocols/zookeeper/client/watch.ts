// The workload of watches: c1, c3, … read a node with a watch and wait until they are told that it has changed; c2, c4, …
// change it. A watch is good for one telling, so of changes that come fast most are never told of.
import type { AnyProtocol } from '../../../contract/protocol.ts';
import type { Workload } from '../../../contract/system.ts';
import { numberOf } from '../../kv/index.ts';
import { type Script, scriptClient } from './client.ts';
import type { ClientSettings } from './link.ts';

const PATH = '/watched';

type Asked = { readonly f: 'watch' | 'write'; readonly value: number | null };
type Memory = { readonly isMade: boolean };

export function watchClient(workload: Workload, settings: ClientSettings): AnyProtocol {
  return scriptClient(script, workload, settings);
}

const watch = { op: 'exists', path: PATH, isWatched: true } as const;

const script: Script<Asked, Memory> = {
  name: 'zookeeper-watch-client',
  memory: { isMade: false },
  next(number, { memory }, ctx) {
    if (numberOf(ctx.self) % 2 === 1) {
      return { asked: { f: 'watch', value: null }, invocation: { f: 'watch', value: null }, step: watch };
    }
    const asked = { f: 'write', value: number } as const;
    return { asked, invocation: asked, step: memory.isMade ? setData(number) : create(number) };
  },
  after({ f, value }, step, result) {
    if (f === 'watch') return { waits: true };
    if (!result.ok && step.op === 'create') return { step: setData(value) };
    return result.ok ? { ok: value, memory: { isMade: true } } : { fail: 'unavailable', memory: { isMade: false } };
  },
  again: ({ f }) => (f === 'watch' ? watch : null),
  onWatch: ({ f }, { memory }) => (f === 'watch' ? { ok: null, memory } : { waits: true }),
};

function create(data: number) {
  return { op: 'create', path: PATH, data, isEphemeral: false, isSequential: false } as const;
}

function setData(data: number | null) {
  return { op: 'setData', path: PATH, data, version: -1 } as const;
}
