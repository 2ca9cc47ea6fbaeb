// Carries out what a handler asked for, in the order asked. The only interpreter of effects: every driver uses it.
import { unreachable } from '../base/assert.ts';
import { trueClock, trueDelay } from '../clock/clock.ts';
import type { Kind } from '../contract/context.ts';
import { type Effect, timerName } from '../contract/effects.ts';
import { errorCode, errorCodes } from '../contract/errors.ts';
import type { Duration } from '../contract/time.ts';
import { delayOf, happens } from '../network/conditions.ts';
import { isCut } from '../network/cuts.ts';
import { issue } from '../storage/disk.ts';
import { FloodError, MisuseError } from './context.ts';
import { haltNode } from './down.ts';
import { closeOperation, record } from './history.ts';
import { forgetTimer } from './inbox.ts';
import type { Node } from './node.ts';
import { DELIVER, NONE, WRITE } from './pending.ts';
import { conditionsNow, leavingTime, sendOnStream } from './streams.ts';
import { armTimer } from './timers.ts';
import type { World } from './world.ts';

/** `cause` is the index of the event whose handler asked. */
export function carryOut(world: World, node: Node, cause: number): void {
  const { effects, effectCount } = world;
  for (let i = 0; i < effectCount; i++) {
    const effect = effects[i]!;
    switch (effect.effect) {
      case 'send': {
        const to = world.byId.get(effect.to);
        if (to === undefined) throw new MisuseError(noSuchNode(node, effect), node.id);
        // What it waits for can never be durable.
        if (effect.durable && node.isUntold) break;
        if (effect.durable && node.disk.pending.length > 0) hold(node, to.index, effect.message, cause);
        else transmit(world, node, to.index, effect.message, cause);
        break;
      }
      case 'setTimer':
        setTimer(world, node, effect.timer, effect.min, effect.max, cause);
        break;
      case 'cancelTimer':
        if (node.timers.delete(effect.name)) {
          forgetTimer(node, effect.name);
          node.touch();
        }
        break;
      case 'persist':
        write(world, node, effect, cause);
        break;
      case 'halt':
        return haltNode(world, node, effect.reason);
      case 'note':
        world.trace?.note(cause, node.id, effect.text);
        break;
      case 'invoke':
        if (node.operation !== undefined)
          throw new MisuseError(`${node.id} began an operation while one was open`, node.id);
        node.operation = effect.operation;
        node.touch();
        record(world, node, { type: 'invoke', value: effect.operation.value });
        break;
      case 'complete':
        finish(world, node, effect);
        break;
      default:
        unreachable(effect);
    }
  }
}

/** Writes, and sends that wait for one, that a node may have pending. */
const PENDING_MAX = 10_000;

function flood({ id }: Node, what: string): string {
  return `${id} has more than ${PENDING_MAX} ${what} pending`;
}

function noSuchNode(node: Node, send: Extract<Effect, { effect: 'send' }>): string {
  return `${node.id} sent ${send.message.kind} to ${JSON.stringify(send.to)}, and there is no such node`;
}

/** A message on its way over the network, or round the loopback. */
export function transmit(world: World, node: Node, to: number, message: Kind, cause: number): void {
  const from = node.index;
  if (to === from) {
    world.schedule(world.time, DELIVER, to, from, cause, node.incarnation, message);
    return;
  }
  world.counts.sent++;
  world.tallies?.onSent(message.kind);
  if (world.plan.streams !== undefined) return sendOnStream(world, node, to, message, cause);
  if (world.cuts.length > 0 && isCut(world.cuts, from, to)) {
    world.counts.dropped++;
    world.trace?.lost(cause, from, to, message, 'cut');
    return;
  }
  const conditions = conditionsNow(world, from, to);
  const draw = world.sources.link(node, world.nodes[to]!);
  if (conditions.loss.numerator > 0 && happens(conditions.loss, draw)) {
    world.counts.lost++;
    world.trace?.lost(cause, from, to, message, 'loss');
    return;
  }
  const leaves = leavingTime(world, from, to, conditions.spacing);
  world.schedule(leaves + delayOf(conditions, draw), DELIVER, to, from, cause, NONE, message);
  if (conditions.duplicate.numerator > 0 && happens(conditions.duplicate, draw)) {
    world.counts.duplicated++;
    world.schedule(leaves + delayOf(conditions, draw), DELIVER, to, from, cause, NONE, message);
  }
}

/** A durable send leaves once every write issued so far is durable: the youngest of them is the one to wait for. */
function hold(node: Node, to: number, message: Kind, cause: number): void {
  if (node.held.length >= PENDING_MAX) throw new FloodError(flood(node, 'sends that wait for a write'));
  node.held = [...node.held, { after: node.disk.issued - 1, to, message, cause }];
  node.touch();
}

function write(world: World, node: Node, effect: Extract<Effect, { effect: 'persist' }>, cause: number): void {
  if (node.disk.pending.length >= PENDING_MAX) throw new FloodError(flood(node, 'disk writes'));
  if (node.isUntold) {
    world.counts.failedWrites++;
    return;
  }
  const { patch, kind } = effect;
  world.tallies?.onWritten(kind);
  const latency = writeLatency(world, node, kind);
  node.disk = issue(node.disk, patch, kind, world.time + latency);
  node.touch();
  const issued = node.disk.pending[node.disk.pending.length - 1]!;
  world.schedule(issued.due, WRITE, node.index, NONE, cause, issued.id, kind);
}

function writeLatency(world: World, node: Node, kind: string): Duration {
  const { disk } = world.plan;
  const special = disk.kinds !== undefined && Object.hasOwn(disk.kinds, kind) ? disk.kinds[kind] : undefined;
  const span = node.troubles.length === 0 ? special : (node.latest('slowDisk')?.latency ?? special);
  const min = span === undefined ? disk.latencyMin : span.min;
  const max = span === undefined ? disk.latencyMax : span.max;
  return max > min ? min + world.sources.disk(node).int(max - min + 1) : min;
}

function setTimer(world: World, node: Node, timer: Kind, min: Duration, max: Duration, cause: number): void {
  const name = timerName(timer.kind, typeof timer['key'] === 'string' ? timer['key'] : undefined);
  const local = max > min ? min + world.sources.timer(node, timer.kind).int(max - min + 1) : min;
  const due = world.time + (node.clock === trueClock ? local : trueDelay(node.clock, local));
  if (node.timers.has(name)) forgetTimer(node, name);
  armTimer(world, node, { name, timer, min, max }, due, cause);
}

function finish(world: World, node: Node, effect: Extract<Effect, { effect: 'complete' }>): void {
  if (node.operation === undefined)
    throw new MisuseError(`${node.id} completed an operation that it had not begun`, node.id);
  if (effect.type === 'ok') record(world, node, { type: 'ok', value: effect.value });
  else {
    const { definite } = errorCode(effect.code);
    if (definite !== (effect.type === 'fail')) throw new MisuseError(wrongOutcome(node, effect), node.id);
    const error = { code: effect.code, definite };
    record(world, node, { type: effect.type, value: node.operation.value, error });
  }
  closeOperation(world, node, effect.type === 'info');
}

/** A `fail` says that nothing happened and nothing will: checkers leave it out. Only definite codes may say so. */
function wrongOutcome({ id }: Node, { type, code }: { readonly type: string; readonly code: string }): string {
  const kind = type === 'fail' ? 'definite' : 'indefinite';
  const codes = Object.entries(errorCodes).filter(([, { definite }]) => definite === (type === 'fail'));
  return `${id} ended an operation as ${type} with ${JSON.stringify(code)}; expected a code that is ${kind}: ${codes.map(([name]) => name).join(', ')}`;
}
