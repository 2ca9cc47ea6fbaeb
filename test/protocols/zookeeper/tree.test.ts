// The data tree, its watches, and when sessions end.
import { expect, test } from 'vitest';
import { seconds } from '../../../src/contract/time.ts';
import { bucketOf } from '../../../src/protocols/zookeeper/sessions.ts';
import type { Leading } from '../../../src/protocols/zookeeper/state.ts';
import { applied, type Command, emptyTree, ephemeralsOf, type Tree } from '../../../src/protocols/zookeeper/tree.ts';
import { fired as firedWatches, withWatch } from '../../../src/protocols/zookeeper/watches.ts';
import { zxidOf } from '../../../src/protocols/zookeeper/zxid.ts';
import { sent } from '../recording-context.ts';
import { fired, leading, learner, logOf, settings, told } from './server.ts';

const session = 1;
const opened = applied(emptyTree, { op: 'createSession', timeout: seconds(4) }, session, null).tree;
const node = (path: string, over: Partial<Extract<Command, { op: 'create' }>> = {}): Command => ({
  op: 'create',
  path,
  data: null,
  isEphemeral: false,
  isSequential: false,
  ...over,
});
/** The results of commands one after another, and the tree in the end. */
function after(tree: Tree, ...commands: readonly Command[]) {
  const results = [];
  let now = tree;
  for (const [index, command] of commands.entries()) {
    const step = applied(now, command, index + 2, session);
    now = step.tree;
    results.push(step.result.ok ? step.result.value : step.result.code);
  }
  return { tree: now, results };
}

test('sequential names go on after a deletion', () => {
  const lock = node('/l/x-', { isSequential: true });
  const { results } = after(opened, node('/l'), lock, { op: 'delete', path: '/l/x-0000000000', version: -1 }, lock);
  expect(results).toEqual(['/l', '/l/x-0000000000', '/l/x-0000000000', '/l/x-0000000002']);
});

test('versions count the changes of the data, and are asked for', () => {
  const set = (data: string, version: number): Command => ({ op: 'setData', path: '/a', data, version });
  expect(after(opened, node('/a'), set('x', 0), set('y', 0), set('z', 1), set('w', -1)).results).toEqual([
    '/a',
    'x',
    'bad-version',
    'z',
    'w',
  ]);
});

test('what cannot be done is refused and changes nothing', () => {
  const made = after(opened, node('/a'), node('/a/b'), node('/e', { isEphemeral: true })).tree;
  const { tree, results } = after(
    made,
    node('/a'),
    node('/x/y'),
    node('/e/c'),
    { op: 'delete', path: '/a', version: -1 },
    { op: 'setData', path: '/x', data: 1, version: -1 },
  );
  expect(results).toEqual(['node-exists', 'no-node', 'no-children', 'not-empty', 'no-node']);
  expect(tree).toBe(made);
});

test('with a session its ephemeral nodes end, and it can do nothing more', () => {
  const made = after(opened, node('/a'), node('/e', { isEphemeral: true })).tree;
  expect(ephemeralsOf(made)).toEqual(['/e']);
  const closed = applied(made, { op: 'closeSession', session }, 9, null);
  expect(Object.keys(closed.tree.nodes)).toEqual(['/', '/a']);
  expect(closed.changes).toContainEqual({ type: 'deleted', path: '/e' });
  expect(after(closed.tree, node('/b')).results).toEqual(['session-expired']);
});

test('a watch fires once, for all that happens until it is set again', () => {
  const read = { op: 'getData', path: '/a', isWatched: true } as const;
  const watches = withWatch([], 'c1', read, true);
  const change = { type: 'changed', path: '/a' } as const;
  const first = firedWatches(watches, change);
  expect(first.fired).toEqual([{ client: 'c1', path: '/a', on: 'data' }]);
  expect(firedWatches(first.kept, change).fired).toEqual([]);
  expect(withWatch(watches, 'c1', read, true)).toBe(watches);
});

test('data watches tell of the node, child watches of its children; only exists waits for what is not there', () => {
  const watch = (op: 'getData' | 'exists' | 'getChildren', hasNode: boolean) =>
    withWatch([], 'c1', { op, path: '/a', isWatched: true }, hasNode);
  const isFired = (watches: ReturnType<typeof watch>, type: 'created' | 'changed' | 'children' | 'deleted') =>
    firedWatches(watches, { type, path: '/a' }).fired.length;
  expect(watch('getData', false)).toEqual([]);
  expect(isFired(watch('exists', false), 'created')).toBe(1);
  expect(isFired(watch('getData', true), 'children')).toBe(0);
  expect(isFired(watch('getChildren', true), 'changed')).toBe(0);
  expect(isFired(watch('getChildren', true), 'children')).toBe(1);
  expect(isFired(watch('getChildren', true), 'deleted')).toBe(1);
});

test('who watches is told before who asked for the change is answered', () => {
  const clients = { c1: { connection: 1, session }, c2: { connection: 7, session } };
  const watches = [{ client: 'c2', path: '/', on: 'data' } as const];
  const serving = leading(logOf(session), { tree: opened, applied: 1, clients, watches, learners: { n1: learner() } });
  const operation = { op: 'setData', path: '/', data: 'x', version: -1 };
  const { state } = told(serving, { kind: 'Request', connection: 1, xid: 1, operation }, 'c1');
  const zxid = zxidOf(0, 2);
  const committed = told(
    told(state, { kind: 'Ack', connection: 0, zxid }, 'n2').state,
    { kind: 'Ack', connection: 1, zxid },
    'n1',
  );
  const toClients = sent(committed).filter(({ kind }) => kind === 'WatchEvent' || kind === 'Reply');
  expect(toClients.map(({ kind }) => kind)).toEqual(['WatchEvent', 'Reply']);
});

test('sessions end at whole ticks, never sooner than their timeout', () => {
  expect(bucketOf(seconds(4), settings.tickTime)).toBe(seconds(6));
  expect(bucketOf(seconds(5.9), settings.tickTime)).toBe(seconds(6));
});

test('the leader ends a session whose bucket has come, and no other', () => {
  const leases = { [session]: { timeout: seconds(4), expires: seconds(6) } };
  const serving = leading(logOf(session), { tree: opened, applied: 1, leases, learners: { n1: learner() } });
  expect(sent(fired(serving, 'expiry', { time: seconds(4) }), 'n1')).toEqual([]);
  const due = fired(serving, 'expiry', { time: seconds(6) });
  expect(sent(due, 'n1')).toMatchObject([{ kind: 'Proposal', entry: { command: { op: 'closeSession', session } } }]);
  expect((due.state as Leading).leases).toEqual({});
});

test('what followers heard of their clients makes sessions last', () => {
  const leases = { [session]: { timeout: seconds(4), expires: seconds(6) } };
  const serving = leading(logOf(session), { tree: opened, applied: 1, leases, learners: { n1: learner() } });
  const { state } = told(serving, { kind: 'Pong', connection: 1, touched: [session] }, 'n1', { time: seconds(5) });
  // 5 s and 4 s are 9 s: the next tick is at 10 s.
  expect((state as Leading).leases[session]!.expires).toBe(seconds(10));
});
