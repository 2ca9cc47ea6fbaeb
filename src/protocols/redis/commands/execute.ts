// The interpreter: a command on a keyspace at a time gives a reply and writes. It knows no server, no replica and no
// client, so that whatever is built on keys and scripts can be tried here alone. Replicas take the writes (`applyAll`).
import { unreachable } from '../../../base/assert.ts';
import type { Plain } from '../../../base/plain.ts';
import type { LocalTime } from '../../../contract/time.ts';
import type { Command } from './command.ts';
import { applyAll, isOverdue, type Keyspace, lookUp, type Write } from './keyspace.ts';
import type { Published, Ran } from './script.ts';
import { scripts } from './scripts.ts';

export type Executed = {
  readonly keyspace: Keyspace;
  readonly value: Plain;
  readonly writes: readonly Write[];
  readonly published: readonly Published[];
};

/** On a primary. A key that has expired is deleted first, and the deletion is a write like any other (db.c, expireIfNeeded). */
export function execute(keyspace: Keyspace, command: Command, now: LocalTime): Executed {
  const overdue: readonly Write[] = isOverdue(keyspace, command.key, now) ? [{ name: 'DEL', key: command.key }] : [];
  const { value, writes, published = [] } = evaluate(applyAll(keyspace, overdue), command, now);
  const all = [...overdue, ...writes];
  return { keyspace: applyAll(keyspace, all), value, writes: all, published };
}

/** On a replica, which deletes nothing by itself but shows nothing that has expired, by its own clock. */
export function readOnly(keyspace: Keyspace, key: string, now: LocalTime): Plain {
  return lookUp(keyspace, key, now)?.value ?? null;
}

function evaluate(keyspace: Keyspace, command: Command, now: LocalTime): Ran {
  const { key } = command;
  const entry = lookUp(keyspace, key, now);
  switch (command.name) {
    case 'GET':
      return { value: entry?.value ?? null, writes: [] };
    case 'SET': {
      if (command.nx === true && entry !== undefined) return { value: null, writes: [] };
      const expireAt = command.px === undefined ? null : now + command.px;
      return { value: 'OK', writes: [{ name: 'SET', key, value: command.value, expireAt }] };
    }
    case 'SETNX':
      if (entry !== undefined) return { value: 0, writes: [] };
      return { value: 1, writes: [{ name: 'SET', key, value: command.value, expireAt: null }] };
    case 'PEXPIRE':
      if (entry === undefined) return { value: 0, writes: [] };
      return { value: 1, writes: [{ name: 'SET', key, value: entry.value, expireAt: now + command.px }] };
    case 'DEL':
      return entry === undefined ? { value: 0, writes: [] } : { value: 1, writes: [{ name: 'DEL', key }] };
    case 'EVAL':
      return scripts[command.script]({ key, entry, now, read: (other) => lookUp(keyspace, other, now) }, command.args);
    default:
      return unreachable(command);
  }
}
