// The file format, `faultline: 1`: one schema, which checks a scenario's shape and yields the JSON Schema for editors.
// What the words mean for a system (its roles, options, workloads) is checked in `build/`.
import { z } from 'zod';
import { disk, network } from './conditions.ts';
import { expectation } from './expect.ts';
import { explore } from './explore.ts';
import { fault, on, when } from './faults.ts';
import {
  choice,
  duration,
  finite,
  label,
  line,
  list,
  mapping,
  paragraph,
  rate,
  ratio,
  target,
  whole,
  word,
} from './fields.ts';
import { generated } from './generate.ts';
import { measure, published } from './measure.ts';

export const SERVERS_MAX = 2_000;
export const CLIENTS_MAX = 200;

const SEED_MAX = Number.MAX_SAFE_INTEGER - 1_000_000;
const seedText = `a whole number from 0 to ${SEED_MAX}, or a short word`;
const nodesText = 'how many servers, 5, or how many of each group, { coordinator: 1, participant: 3 }';
const optionText = 'a number, a word, a duration, true or false';

const useText = 'a path that begins with ./ or ../, or the name of a package';

/** A path from the scenario's folder, an absolute one, or a package's name with an optional path in it. */
const use = z
  .string({ error: useText })
  .max(1_000, { error: useText })
  .regex(/^(\.{1,2}\/|\/|[A-Za-z]:[\\/])[ -~\u00a0-\uffff]+$|^(@[\w.~-]+\/)?[\w~-][\w.~-]*(\/[\w.~-]+)*$/, {
    error: useText,
  });

const claim = mapping('a claim, { document: "page, words", says: …, verdict: confirms }', {
  document: line('a document and the place in it', 300),
  says: paragraph('the words of the document'),
  verdict: choice(['confirms', 'refutes']),
});

const workloadFields = {
  kind: word('a kind of workload'),
  clients: whole(0, CLIENTS_MAX).optional().describe('How many clients. Default 1.'),
  rate: rate.optional().describe('Operations of all clients together, begun at even distances.'),
  think: duration.optional().describe('Pause between an answer and the next operation of a client. Default 20ms.'),
  reads: ratio.optional().describe('Share of reads. Default 50%.'),
  cas: ratio.optional().describe('Share of compare-and-set among what is not a read. Default 0%.'),
  keys: whole(1, 10_000).optional().describe('How many keys. Default 1.'),
  fresh: ratio
    .optional()
    .describe('Share of writes that go to a key of their own: what is lost of them shows exactly. Default 0%.'),
  values: z
    .union([whole(1, 1_000_000), z.literal('unique')], { error: 'a whole number from 1 to 1000000, or unique' })
    .optional()
    .describe('How many different values are written. Default unique: no two writes write the same.'),
  deadline: duration.optional().describe('An operation without an answer for so long is unknown. Default 2s.'),
  attempt: duration.optional().describe('A request without an answer for so long is sent again. Default 500ms.'),
  from: duration.optional().describe('No operation begins before. Default 0s.'),
  to: duration.optional().describe('No operation begins after. Default: the end of the run.'),
};
const workloadText = 'a workload, { kind: register, clients: 5, rate: 50/s }';

const workload = mapping(workloadText, workloadFields);

const clients = mapping('where clients stand, { home: [n1, n2], contact: home }', {
  count: whole(0, CLIENTS_MAX).optional(),
  home: z
    .union([target, list('a list of servers', target, CLIENTS_MAX)], {
      error: 'a server such as n2, or a list of servers',
    })
    .optional(),
  contact: choice(['home', 'any']).optional(),
});

const note = mapping('a note, { at: 2s, says: … } or { when: { becomes: leader }, says: … }', {
  at: duration.optional(),
  on: on.optional(),
  when: when.optional(),
  after: duration.optional().describe('With `on` or `when`: events before this time do not count. Default 0s.'),
  says: paragraph('words'),
});

const startText = 'durable states by node, { n1: { term: 3 } }';

const start = z.record(z.string(), z.record(z.string(), z.unknown(), { error: 'a durable state, { term: 3 }' }), {
  error: startText,
});

export const faults = list('a list of faults', fault, 1_000);

const nodes = z.union([whole(1, SERVERS_MAX), z.record(z.string(), whole(1, SERVERS_MAX), { error: nodesText })], {
  error: nodesText,
});

const options = z.record(z.string(), z.union([finite(), z.string(), z.boolean()], { error: optionText }), {
  error: 'options of the system, { heartbeat: 100ms }',
});

const limits = mapping('limits, { events: 5000000 }', {
  events: whole(1, 100_000_000).optional(),
  instant: whole(1, 10_000_000).optional(),
  pending: whole(1, 10_000_000).optional(),
});

const expectations = list('a list of expectations', expectation, 1_000);
const seeds = whole(1, 1_000_000);

/** What rows of a sweep and systems side by side may have of their own. */
const ownParts = {
  nodes: nodes.optional(),
  options: options.optional(),
  network: network.optional(),
  disk: disk.optional(),
  workload: mapping(workloadText, { ...workloadFields, kind: workloadFields.kind.optional() }).optional(),
  start: start.optional(),
};

/** What a row of a sweep may have of its own. Mappings are laid over the scenario's, key by key; the rest replaces it. */
export const row = mapping('a row, { name: fast, options: { heartbeat: 10ms } }', {
  name: label('a name'),
  seeds: seeds.optional().describe('Instead of the number of the sweep.'),
  ...ownParts,
  faults: faults.optional(),
  run: duration.optional(),
  limits: limits.optional(),
  published: published.optional(),
  expect: expectations.optional(),
});

export const sweep = mapping('a sweep over seeds, { seeds: 200, quick: 5 }', {
  seeds,
  quick: whole(0, 1_000_000).optional().describe('How many with --quick; 0 leaves the scenario out. Default 5.'),
  over: list('a list of rows', row, 100)
    .optional()
    .describe('The scenario several times, each time with something else: a table with a row each.'),
});

const systemText = 'the name of a system, or { system: raft-kv, name: …, options: … }';

/** One of several systems, with what the scenario is for it. As in rows of a sweep, mappings are laid over. */
export const entry = mapping(systemText, {
  system: word('the name of a system'),
  name: label('a name').optional().describe('Default: the name of the system.'),
  ...ownParts,
  limits: limits.optional(),
  as: z
    .record(z.string().max(60), target, { error: 'targets by target, { leader: primary }' })
    .optional()
    .describe('What targets of the scenario mean here: { leader: primary, follower(1): n2 }.'),
  expect: expectations.optional(),
});

const entries = list('a list of systems', z.union([word(systemText), entry], { error: systemText }), 20);

export const document = mapping('a scenario: a mapping that begins with "faultline: 1"', {
  faultline: z.literal(1, { error: 'format 1' }).describe('Version of the file format.'),
  name: line('a name', 120),
  about: paragraph('a paragraph on what is to be seen'),
  claims: list('a list of claims', claim, 100).optional(),
  notes: list('a list of notes', note, 100).optional(),
  use: use.optional().describe('A module whose default export is the system: a path from this file, or a package.'),
  system: word('the name of a system').optional().describe('What runs: see `faultline list systems`.'),
  systems: entries
    .optional()
    .describe('In place of `system`: the same workload and faults on each, compared in a table.'),
  nodes: nodes.optional(),
  options: options.optional(),
  seed: z
    .union([whole(0, SEED_MAX), word('a seed')], { error: seedText })
    .optional()
    .describe('Default 1.'),
  network: network.optional(),
  disk: disk.optional(),
  workload: workload.optional(),
  clients: clients.optional(),
  start: start.optional().describe('What is on the disks of some nodes at the beginning.'),
  faults: faults.optional(),
  run: duration.describe('How long the run lasts, in virtual time.'),
  sweep: sweep.optional(),
  limits: limits.optional(),
  measure: list('a list of measures', measure, 100).optional().describe('What each run yields a number of.'),
  explore: explore
    .optional()
    .describe('How `faultline explore` bounds its search, and what it asks; a run has no part in it.'),
  published: published.optional().describe('What others have published of the measures.'),
  expect: expectations.optional(),
});

/** The same with a generated plan in the place of the list. */
export const documentWithPlan = mapping('a scenario: a mapping that begins with "faultline: 1"', {
  ...document.shape,
  faults: generated,
});

export type Document = z.output<typeof document>;
export type EntryDocument = z.output<typeof entry>;
export type RowDocument = z.output<typeof row>;
export type DocumentWithPlan = z.output<typeof documentWithPlan>;
