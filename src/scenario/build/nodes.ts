// The nodes of a run and their names, and where clients stand.
import type { GroupName } from '../../contract/ids.ts';
import type { Group, System } from '../../contract/system.ts';
import type { Problems } from '../problem.ts';
import type { ClientEntry } from '../scenario.ts';
import type { Draft } from '../schema/draft.ts';
import { SERVERS_MAX } from '../schema/schema.ts';
import { didYouMean, oneOf } from '../suggest.ts';
import type { NodeEntry } from '../targets.ts';
import { quoted } from '../text/printable.ts';

/** Clients are made from the workload, not listed among a system's groups. */
const CLIENT = 'client';

function groupsOf(system: System): readonly (readonly [GroupName, Group])[] {
  return Object.entries(system.groups).filter(([name]) => name !== CLIENT);
}

export function buildNodes(draft: Draft, system: System, problems: Problems): readonly NodeEntry[] {
  const counts = nodeCounts(draft, system, problems);
  const nodes: NodeEntry[] = [];
  for (const [group, { prefix, count }] of groupsOf(system)) {
    const letter = prefix ?? (group === 'server' ? 'n' : group[0]!);
    const size = counts.get(group) ?? count;
    for (let number = 1; number <= size; number++) nodes.push({ id: `${letter}${number}`, group });
  }
  if (nodes.length > SERVERS_MAX) {
    problems.add('wrong-count', ['nodes'], `found ${nodes.length} nodes in all, expected at most ${SERVERS_MAX}`);
    return nodes.slice(0, SERVERS_MAX);
  }
  const twice = nodes.find((node, at) => nodes.findIndex((other) => other.id === node.id) !== at);
  if (twice !== undefined) {
    const message = `two groups of ${system.name} name a node ${twice.id}: give one of them a prefix of its own`;
    problems.add('repeated', ['system'], message);
  }
  return nodes;
}

function nodeCounts(draft: Draft, system: System, problems: Problems): ReadonlyMap<GroupName, number> {
  const { nodes } = draft;
  const names = groupsOf(system).map(([name]) => name);
  if (nodes === undefined) return new Map();
  if (typeof nodes === 'number') {
    if (names.includes('server')) return new Map([['server', nodes]]);
    const example = names.map((name) => `${name}: ${system.groups[name]!.count}`).join(', ');
    problems.add('wrong-count', ['nodes'], `${system.name} has no group of servers: write nodes: { ${example} }`);
    return new Map();
  }
  for (const name of Object.keys(nodes)) {
    if (names.includes(name)) continue;
    const message =
      name === CLIENT
        ? 'the number of clients stands in the workload: write workload: { clients: … }'
        : `${system.name} has no group ${quoted(name)}: expected ${oneOf(names)}`;
    problems.add('unknown-name', ['nodes', name], message, { hint: didYouMean(name, names), part: 'key' });
  }
  return new Map(Object.entries(nodes));
}

/** What clients talk to: the group `server`, or all nodes of a system without that group. */
export function serversOf(nodes: readonly NodeEntry[]): readonly string[] {
  const servers = nodes.filter((node) => node.group === 'server');
  return (servers.length > 0 ? servers : nodes).map((node) => node.id);
}

/** Clients c1, c2, … with their homes: round robin over `home:`, by default over all servers. */
export function buildClients(draft: Draft, servers: readonly string[], problems: Problems): readonly ClientEntry[] {
  const { workload, clients } = draft;
  if (workload?.clients !== undefined && clients?.count !== undefined) {
    const message = 'the number of clients stands in the workload already: keep one of the two';
    problems.add('contradiction', ['clients', 'count'], message);
  }
  const homes = homesOf(draft, servers, problems);
  const count = workload?.clients ?? clients?.count ?? (workload === undefined ? 0 : 1);
  const contact = clients?.contact ?? 'any';
  return Array.from({ length: homes.length === 0 ? 0 : count }, (_, index) => {
    const home = homes[index % homes.length]!;
    const at = servers.indexOf(home);
    const others = [...servers.slice(at + 1), ...servers.slice(0, at)];
    return { id: `c${index + 1}`, home, servers: contact === 'home' ? [home] : [home, ...others] };
  });
}

function homesOf(draft: Draft, servers: readonly string[], problems: Problems): readonly string[] {
  const home = draft.clients?.home;
  if (home === undefined) return servers;
  const listed = typeof home === 'string' ? [home] : home;
  const known = listed.filter((name, index) => {
    if (servers.includes(name)) return true;
    const path = typeof home === 'string' ? ['clients', 'home'] : ['clients', 'home', index];
    const span = servers.length > 2 ? `${servers[0]} to ${servers[servers.length - 1]}` : oneOf(servers, 'and');
    const message = `a home is a server: found ${quoted(name)}, expected one of ${span}`;
    problems.add('unknown-name', path, message, { hint: didYouMean(name, servers.length > 9 ? [] : servers) });
    return false;
  });
  return known.length === 0 ? servers : known;
}
