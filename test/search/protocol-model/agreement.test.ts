// Two explorers that have only the kernel in common agree on states and transitions.
import { expect, test } from 'vitest';
import { defaultBounds, Exploration, type ProtocolBounds } from '../../../src/search/index.ts';
import { explorePlain } from './plain.ts';
import { echoText, gossipText, planOf, raftText, singleText } from './scenarios.ts';

const only = (kinds: { readonly [kind: string]: number }) => ({
  timers: 100,
  timerRules: Object.entries(kinds).map(([kind, firings]) => ({ kind, node: undefined, firings })),
});

const cases: readonly (readonly [string, string, Partial<ProtocolBounds>])[] = [
  ['echo: two clients', echoText, { operations: 2, timers: 1 }],
  ['echo: a loss', echoText, { operations: 2, timers: 1, losses: 1 }],
  ['echo: a duplicate and a crash of the server', echoText, { operations: 1, timers: 0, duplicates: 1, crashes: 1 }],
  ['gossip: two rounds', gossipText, { timers: 2 }],
  ['gossip: two rounds and a crash', gossipText, { timers: 2, crashes: 1, disk: 'atomic' }],
  ['gossip: a round and a crash, each write an event', gossipText, { timers: 1, crashes: 1, disk: 'events' }],
  ['single: a crash at the end of a handler', singleText, { operations: 1, timers: 1, crashes: 1 }],
  ['single: each write an event', singleText, { operations: 1, timers: 1, crashes: 1, disk: 'events' }],
  ['raft: one candidate', raftText, only({ election: 1, heartbeat: 0 })],
  [
    'raft: a crash at the end of a handler',
    raftText.replace('nodes: 3', 'nodes: 2'),
    { ...only({ election: 1, heartbeat: 0 }), crashes: 1 },
  ],
  [
    'raft: two candidates, a loss',
    raftText.replace('nodes: 3', 'nodes: 2'),
    { ...only({ election: 2, heartbeat: 0 }), losses: 1 },
  ],
];

for (const [name, text, some] of cases) {
  test(name, () => {
    const bounds = { ...defaultBounds, ...some };
    const plan = planOf(text);
    const { states, transitions, completeness } = new Exploration(plan, { bounds }).run();
    expect(completeness).toEqual({ complete: true });
    expect({ states, transitions }).toEqual(explorePlain(plan, bounds));
    expect(states).toBeGreaterThan(20);
  });
}
