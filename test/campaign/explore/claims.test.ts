// What a scenario's `explore:` and the flags ask of all paths, as the report has it.
import { expect, test } from 'vitest';
import { type ExploreOptions, exploreScenario } from '../../../src/campaign/explore/explore-scenario.ts';
import { gossipText, raftText, scenarioOf } from '../../search/protocol-model/scenarios.ts';

const explored = (text: string, options: ExploreOptions) => exploreScenario(scenarioOf(text), text, options).report;
const found = (report: ReturnType<typeof explored>, name: string) =>
  report.properties.find((property) => property.name === name);

test('a rumour that need never be told: the path goes round, and its round is shown', () => {
  const claim = 'servers.rumours>=1';
  // n2 and n3 may tell each other nothing for ever. Timers have no bound, so the search has one.
  const bounds = { timers: Number.POSITIVE_INFINITY };
  const report = explored(gossipText, { bounds, states: 2_000, eventually: [claim] });
  expect(report.verdict).toBe('violated');
  expect(found(report, claim)).toMatchObject({ kind: 'eventually', verdict: 'violated' });
  expect(report.counterexample).toMatchObject({ property: claim, capsule: null });
  expect(report.counterexample?.cycle?.length).toBeGreaterThan(0);
});

test('where the bounds cut paths short, nothing is known of what they come to', () => {
  const bounds = { timers: 1 };
  const report = explored(raftText, { bounds, eventually: ['leader'], sometimes: ['n1.role=candidate'] });
  expect(found(report, 'n1.role=candidate')?.verdict).toBe('reached');
  expect(report.properties.at(-1)).toMatchObject({ name: 'a leader', kind: 'eventually', verdict: 'unknown' });
  expect(report.verdict).toBe('inconclusive');
});

test('a scenario has its bounds and its beginning in itself, and an option stands in their place', () => {
  const own = `${raftText}
explore:
  timers: election@n1=1,election@n2=0,election@n3=0,heartbeat=0
  depth: 1
  schedule: [{ timer: election, node: n1 }]
  sometimes: [n1.role=candidate]
`;
  const report = explored(own, {});
  expect(report.bounds).toContain('1 firing of election at n1');
  expect(report.bounds).toContain('depth 1');
  // It begins as one, at no cost of the firing that is left.
  expect(found(report, 'n1.role=candidate')?.steps).toBe(0);
  expect(explored(own, { depth: 2, reached: true }).bounds).toContain('depth 2');
  const row = '- { timer: election, node: n1 }';
  expect(found(explored(own, { reached: true }), 'n1.role=candidate')?.schedule).toEqual([row]);
});

test('what is reached can be pasted, with writes that are events too', () => {
  const bounds = { disk: 'events', timers: 1 } as const;
  const claim = 'n1.votedFor=n2';
  const { schedule } = found(explored(raftText, { bounds, states: 300, sometimes: [claim], reached: true }), claim)!;
  expect(schedule).toContain('- { write: n2 }');
  const own = `${raftText}
explore:
  schedule:
${schedule!.map((row) => `    ${row}`).join('\n')}
`;
  expect(found(explored(own, { bounds, states: 1, sometimes: [claim] }), claim)?.steps).toBe(0);
  // None is named, and all are through: without them no vote would be asked for.
  const automatic = own.replaceAll(/^ +- \{ write: .*\n/gm, '');
  expect(found(explored(automatic, { bounds, states: 1, sometimes: [claim] }), claim)?.steps).toBe(0);
});

test('a field that no view shows is refused, not taken for a violation', () => {
  expect(() => explored(raftText, { bounds: { timers: 1 }, eventually: ['n1.comit>=1'] })).toThrow(
    'n1.comit>=1: no view ever has a field "comit"',
  );
  expect(() => explored(raftText, { sometimes: ['boss'] })).toThrow('--sometimes: there is no role "boss"');
});
