// The workload of ephemeral nodes: each client keeps one of its own for as long as it has a session, and looks whether the
// others' are there. What a service registry or a group of workers does with ZooKeeper.
import type { AnyProtocol } from '../../../contract/protocol.ts';
import type { Workload } from '../../../contract/system.ts';
import type { SessionId } from '../tree.ts';
import { type Script, scriptClient } from './client.ts';
import type { ClientSettings } from './link.ts';

type Asked = { readonly f: 'create' | 'exists' };
/** The session with which it made its node; null before. */
type Memory = { readonly madeBy: SessionId | null };

export function ephemeralClient(workload: Workload, settings: ClientSettings): AnyProtocol {
  return scriptClient(script, workload, settings);
}

const script: Script<Asked, Memory> = {
  name: 'zookeeper-ephemeral-client',
  memory: { madeBy: null },
  next(_number, { memory: { madeBy }, session }, ctx) {
    if (session === null || madeBy !== session) {
      const path = `/${ctx.self}`;
      return {
        asked: { f: 'create' },
        invocation: { f: 'create', key: ctx.self, value: null },
        step: { op: 'create', path, data: null, isEphemeral: true, isSequential: false },
      };
    }
    const key = ctx.peers.length === 0 ? ctx.self : ctx.choose('client', ctx.peers);
    return {
      asked: { f: 'exists' },
      invocation: { f: 'exists', key, value: null },
      step: { op: 'exists', path: `/${key}`, isWatched: false },
    };
  },
  after(asked, _step, result, { memory, session }) {
    if (asked.f === 'exists') return result.ok ? { ok: result.value, memory } : { fail: 'unavailable', memory };
    // It is there from an attempt that went unanswered.
    if (result.ok || result.code === 'node-exists') return { ok: null, memory: { madeBy: session } };
    return { fail: 'unavailable', memory };
  },
  again: () => null,
};
