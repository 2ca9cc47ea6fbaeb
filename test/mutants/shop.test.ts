// Planted bugs of sagas, of TCC and of the outbox (`saga.json`, `tcc.json`, `outbox.json`): each is caught by a property that
// it names, within some tens of seeds of one kind of ground, and none shows where nothing fails.
import { describe, expect, test } from 'vitest';
import type { System } from '../../src/contract/system.ts';
import { findSystem } from '../../src/protocols/registry.ts';
import { type Mutant, mutantsOf } from './apply.ts';
import { builtProduct, plantedSystem } from './planted.ts';

const { runSync } = await builtProduct();
const SEEDS = 60;

const exported = { saga: 'saga', tcc: 'tcc', outbox: 'outboxSystem' } as const;
type Name = keyof typeof exported;

/** The system with the bug: its folder and those that it builds on, loaded once more. */
const planted = (name: Name, mutant: Mutant): Promise<System> =>
  plantedSystem(mutant, { folders: ['kv', 'shop', name], module: `${name}/system.js`, name: exported[name] });

const grounds = {
  /** One order or deposit at a time, and none that is turned down. */
  calm: {
    network: '{ latency: 1ms }',
    disk: '{ latency: 1ms }',
    workload: 'clients: 1, rate: 10/s, cas: 20%',
    faults: '',
  },
  /** A plan of everything that is over long before the closing, over links that lose, copy and reorder. */
  all: {
    network: '{ latency: 0.5ms..5ms, loss: 3%, duplicate: 15%, reorder: 10%, reorderBy: 300ms }',
    disk: '{ latency: 0.5ms..5ms }',
    workload: 'clients: 5, rate: 40/s, cas: 20%, fresh: 1/4',
    faults: 'faults: 8..14, kinds: [crash, partition, cut, pause, network]',
  },
  /** Crashes, short and many, of nodes with slow disks. */
  crashes: {
    network: '{ latency: 0.5ms..2ms, loss: 1% }',
    disk: '{ latency: 5ms..20ms }',
    workload: 'clients: 5, rate: 40/s, cas: 20%, fresh: 1/4',
    faults: 'faults: 20..30, lasting: 5ms..150ms, kinds: [crash]',
  },
} as const;

function ground(name: Name, { options = {}, profile }: Mutant, isCalm: boolean): string {
  const kind = isCalm ? 'calm' : profile === 'crashes' ? 'crashes' : 'all';
  const { network, disk, workload, faults } = grounds[kind];
  const { stock, ...others } = options;
  const chosen = { closing: '14s', ...others, ...(isCalm || stock === undefined ? {} : { stock }) };
  const written = Object.entries(chosen).map(([key, value]) => `${key}: ${value}`);
  return `
faultline: 1
name: Ground for planted bugs
about: Orders and deposits.
system: ${name}
options: { ${written.join(', ')} }
network: ${network}
disk: ${disk}
workload: { kind: order, ${workload}, attempt: 2s, deadline: 400ms, to: 5s }
${isCalm ? '' : `faults: { generate: { ${faults}, from: 200ms, to: 4s, healed: 6s } }`}
run: 15s
`;
}

describe.each(Object.keys(exported) as Name[])('%s', (name) => {
  const mutants = mutantsOf(name);
  const promised = findSystem(name)!.promises.map(({ property }) => property);

  test('each bug names a promise that it breaks; ids are unique', () => {
    expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
    for (const { kind, properties = [] } of mutants) {
      expect(properties.length > 0).toBe(kind !== 'benign');
      for (const property of properties) expect(promised).toContain(property);
    }
  });

  test.each(mutants.map((mutant) => [mutant.id, mutant] as const))('%s', async (_id, mutant) => {
    const systems = [await planted(name, mutant)];
    const broken = (seed: number, isCalm: boolean, use?: readonly System[]) => {
      const { report } = runSync(ground(name, mutant, isCalm), { seed, checked: false, ...(use && { systems: use }) });
      return Object.keys(report.consistency).filter((property) => report.consistency[property] === 'violated');
    };
    expect(broken(1, true, systems)).toEqual([]);
    if (mutant.kind === 'benign') {
      for (let seed = 1; seed <= 4; seed++) expect(broken(seed, false, systems), `seed ${seed}`).toEqual([]);
      return;
    }
    let seed = 0;
    let found: readonly string[] = [];
    while (seed < SEEDS && !found.some((property) => mutant.properties!.includes(property))) {
      seed++;
      found = broken(seed, false, systems);
    }
    if (process.env['SHOW_SEEDS'] !== undefined)
      process.stdout.write(`${mutant.id} seed ${seed}: ${found.join(' ')}\n`);
    expect(
      found.filter((property) => mutant.properties!.includes(property)),
      `${SEEDS} seeds`,
    ).not.toEqual([]);
    // The product itself, in the same world.
    expect(broken(seed, false)).toEqual([]);
  });
});
