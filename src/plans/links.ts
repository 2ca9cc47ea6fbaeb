// Generated faults of links: partitions, one-way cuts, other conditions, resets.
import type { FaultAction, LinkConditions, Target } from '../contract/faults.ts';
import { ms } from '../contract/time.ts';
import { ratioOf } from './draw.ts';
import { drawClient, drawOne, drawOther, drawServer, node, random, rest, type Scene } from './whom.ts';

type ActionOf<K extends FaultAction['kind']> = Extract<FaultAction, { kind: K }>;
type Sides = readonly (readonly Target[])[];

/** Messages a second that a slow link carries: each divides a second into whole microseconds. */
const RATES = [10, 20, 50, 100, 200, 500, 1_000, 2_000];

export function drawPartition(scene: Scene): ActionOf<'partition'> {
  return { kind: 'partition', sides: drawSides(scene) };
}

function drawSides(scene: Scene): Sides {
  const { draw, limits, mode } = scene;
  const { servers, clients, groups } = limits;
  const count = servers.length;
  if (count === 1) return [[drawClient(scene)], [mode === 'role' ? drawOne(scene) : rest]];
  const isPlain = mode === 'plain' ? 1 : 0;
  return draw.weighted<Sides>([
    [30, () => [[drawOne(scene)], [rest]]],
    [clients.length > 0 ? 10 : 0, () => [withClient(drawOne(scene), scene), [rest]]],
    [count > 2 ? 20 : 0, () => [withSome(drawOne(scene), scene), [rest]]],
    [count > 2 ? 15 : 0, () => bridge(drawOne(scene), scene)],
    [isPlain * 30, () => split(scene)],
    [isPlain * 15, () => [[random(draw.int(1, count - 1))], [rest]]],
    [groups.length > 1 ? isPlain * 20 : 0, () => draw.shuffled(groups).slice(0, 2).map(all)],
  ]);
}

const all = (group: string): readonly Target[] => [{ select: 'group', group }];

/** The clients that stand elsewhere lose it; this one keeps it. */
function withClient(one: Target, scene: Scene): readonly Target[] {
  const client = drawClient(scene);
  return one.select === 'node' && client.select === 'node' && one.node === client.node ? [one] : [one, client];
}

/** Servers beside it: the side is a minority or a majority. */
function withSome(one: Target, { draw, limits }: Scene): readonly Target[] {
  const company = random(draw.int(1, limits.servers.length - 2));
  return one.select === 'random' ? [company] : [one, company];
}

/** Two sides that nothing joins but a node that stands on both. */
function bridge(one: Target, scene: Scene): Sides {
  const { draw, limits } = scene;
  // Drawn for each side anew it would be no bridge; a client is none either.
  const isServer = one.select !== 'node' || limits.servers.includes(one.node);
  const middle = one.select === 'random' || !isServer ? drawServer(scene) : one;
  const others = draw.shuffled(limits.servers.filter((id) => middle.select !== 'node' || middle.node !== id));
  const size = draw.int(1, others.length - 1);
  return [others.slice(0, size), others.slice(size)].map((side) => [middle, ...[...side].sort().map(node)]);
}

/** Two sides by name, or three. */
function split({ draw, limits }: Scene): Sides {
  const servers = draw.shuffled(limits.servers);
  const sides = servers.length > 2 && draw.percent(25) ? 3 : 2;
  const first = draw.int(1, servers.length - sides + 1);
  const second = sides === 2 ? servers.length : first + draw.int(1, servers.length - first - 1);
  const named = [servers.slice(0, first), servers.slice(first, second), servers.slice(second)];
  const texts = named.filter((side) => side.length > 0).map((side) => [...side].sort().map(node));
  return draw.percent(50) ? [...texts.slice(0, -1), [rest]] : texts;
}

type Ends = { readonly from: readonly Target[]; readonly to: readonly Target[] };

function drawEnds(scene: Scene): Ends {
  const one = drawOne(scene);
  const other = drawOther(one, scene);
  return scene.draw.percent(50) ? { from: [one], to: [other] } : { from: [other], to: [one] };
}

export const drawCut = (scene: Scene): ActionOf<'cut'> => ({ kind: 'cut', ...drawEnds(scene) });

/** The nodes that are meant come first: a reset has no direction. */
export function drawReset(scene: Scene): ActionOf<'reset'> {
  const one = drawOne(scene);
  return { kind: 'reset', from: [one], to: [drawOther(one, scene)] };
}

export function drawNetwork(scene: Scene): ActionOf<'network'> {
  const { draw, mode, limits } = scene;
  const conditions = drawConditions(scene);
  const isAlone = limits.servers.length + limits.clients.length < 2;
  return draw.weighted<ActionOf<'network'>>([
    [mode === 'role' ? 0 : 40, () => ({ kind: 'network', conditions })],
    [isAlone ? 0 : 30, () => ({ kind: 'network', conditions, ...drawEnds(scene) })],
    [15, () => ({ kind: 'network', conditions, from: [drawOne(scene)] })],
    [15, () => ({ kind: 'network', conditions, to: [drawOne(scene)] })],
  ]);
}

/** One to three conditions. */
function drawConditions({ draw, limits }: Scene): Partial<LinkConditions> {
  const share = (max: number) => ratioOf(draw.round({ min: 1, max }, 'uniform'), 100);
  const latency = (): Partial<LinkConditions> => {
    const { min, max } = draw.span({ min: 100, max: ms(500) });
    // No table of the run's own stays in the way.
    return { latencyMin: min, latencyMax: max, latencyTable: undefined };
  };
  const reorderBy = () => draw.round({ min: ms(1), max: ms(300) }, 'doublings');
  const any = [latency, () => ({ loss: share(90) }), () => ({ spacing: 1_000_000 / draw.oneOf(RATES) })];
  const ofDatagrams = [() => ({ duplicate: share(100) }), () => ({ reorder: share(100), reorderBy: reorderBy() })];
  const makers: readonly (() => Partial<LinkConditions>)[] = limits.streams ? any : [...any, ...ofDatagrams];
  const chosen = draw.shuffled(makers).slice(0, draw.small(3));
  return Object.assign({}, ...chosen.map((make) => make()));
}
