// A schedule in words: who did what, by role and node, in a paragraph that ends with what is wrong. Only what led to the
// failure is told: what happened before it at its nodes, and what these had heard of.
import type { Kind } from '../../contract/context.ts';
import { type Entry, Player, playsRole, type RunPlan, type World } from '../../kernel/index.ts';
import type { Failing } from './attempt.ts';
import { causesOf } from './consequences.ts';

/** Characters. A capsule takes no more than 20,000, and nobody reads as much. */
const STORY_MAX = 8_000;

export function storyOf(plan: RunPlan, { schedule, failure }: Failing): string {
  const player = new Player(plan, schedule);
  const slice = causalSlice(plan, { schedule, failure });
  const sentences: string[] = [];
  const { faults } = schedule;
  for (const [at, entry] of schedule.entries.entries()) {
    const id = 'node' in entry ? entry.node : undefined;
    const before = id === undefined ? '' : rolesOf(player.world, id);
    const told = sentenceOf(entry, { role: before, faultText: (index) => faults[index]!.text });
    player.play(entry);
    if (!slice.has(at)) continue;
    const after = id === undefined ? '' : rolesOf(player.world, id);
    const becomes = after === before ? '' : after === '' ? ', and goes down' : `, and becomes ${after}`;
    sentences.push(`${told}${becomes}.`);
  }
  return ended([...merged(sentences), `${capital(failure.property)} is violated: ${failure.reason}.`]);
}

/** Of a long story the end: a schedule that could not be made small has hundreds of sentences. */
export function ended(sentences: readonly string[]): string {
  let from = sentences.length;
  for (let length = 0; from > 0; from--) {
    length += sentences[from - 1]!.length + 1;
    if (length > STORY_MAX) break;
  }
  const told = sentences.slice(from).join(' ');
  return from === 0 ? told : `Left out: the first ${from} of ${sentences.length} sentences. ${told}`;
}

/** The positions of entries that the failure depends on: the past of its last entry, and of the nodes that it names. */
export function causalSlice(plan: RunPlan, { schedule, failure }: Failing): ReadonlySet<number> {
  const { entries } = schedule;
  const causes = causesOf(plan, schedule);
  const slice = new Set<number>();
  /** Nodes whose past counts from some position on backwards. */
  const words = new Set(failure.reason.split(/[^\w-]+/));
  const touched = new Set(plan.nodes.map(({ id }) => id).filter((id) => words.has(id)));
  const needed = new Set<number>([entries.length - 1]);
  for (let at = entries.length - 1; at >= 0; at--) {
    const nodes = nodesAt(entries[at]!, schedule);
    if (!needed.has(at) && !nodes.some((node) => touched.has(node))) continue;
    slice.add(at);
    for (const node of nodes) touched.add(node);
    const cause = causes[at];
    if (cause !== undefined) needed.add(cause);
  }
  return slice;
}

function nodesAt(entry: Entry, { faults }: Failing['schedule']): readonly string[] {
  if (entry.do !== 'begin' && entry.do !== 'end') return [entry.node];
  const { action } = faults[entry.fault]!;
  if (!('targets' in action)) return [];
  return action.targets.flatMap((target) => (target.select === 'node' ? [target.node] : []));
}

function rolesOf(world: World, id: string): string {
  const node = world.byId.get(id);
  if (node?.state === undefined) return '';
  const { roles } = world.plan;
  return Object.keys(roles)
    .filter((name) => playsRole(roles, name, node, node.state))
    .join(' and ');
}

type Words = { readonly role: string; readonly faultText: (fault: number) => string };

function sentenceOf(entry: Entry, { role, faultText }: Words): string {
  const who = (node: string) => (role === '' ? node : `${capital(role)} ${node}`);
  switch (entry.do) {
    case 'deliver': {
      const again = entry.again === true ? ' once more' : '';
      const from = entry.from === entry.node ? 'itself' : entry.from;
      return `${who(entry.node)} receives ${messageText(entry.message)} from ${from}${again}`;
    }
    case 'timer':
      return `${who(entry.node)} sees its ${entry.timer} timer fire`;
    case 'write':
      return `The disk of ${entry.node} is through with a write`;
    case 'stall':
      return `From here on nothing that ${entry.node} writes becomes durable`;
    case 'reset':
      return `${who(entry.node)} is told that its connection to ${entry.from} broke`;
    case 'failure':
      return `${who(entry.node)} is told that a write failed`;
    case 'begin':
      return `A fault strikes: ${faultText(entry.fault)}`;
    case 'end':
      return 'That fault is over';
  }
}

/** `RequestVote of term 2`, `a Vote that is not granted`: numbers that count eras, and answers of yes and no. */
function messageText(message: Kind): string {
  const numbers = ['term', 'epoch', 'view', 'ballot', 'round'].flatMap((key) => {
    const value = message[key];
    return typeof value === 'number' ? [`${key} ${value}`] : [];
  });
  const answers = Object.entries(message).flatMap(([key, value]) =>
    typeof value === 'boolean' ? [`${value ? '' : 'not '}${key}`] : [],
  );
  const of = numbers.length === 0 ? '' : ` of ${numbers.join(' and ')}`;
  return `${message.kind}${of}${answers.length === 0 ? '' : ` (${answers.join(', ')})`}`;
}

/** What is said several times in a row is said once. */
function merged(sentences: readonly string[]): readonly string[] {
  return sentences.filter((sentence, at) => sentence !== sentences[at - 1]);
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
