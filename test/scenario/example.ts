// A scenario that uses every part of the format.
export const example = `# yaml-language-server: $schema=../scenario.schema.json
faultline: 1
name: A minority partition
about: >-
  A CP store refuses on the minority side, serves on the majority side after an election,
  and stays linearizable.
claims:
  - { document: 'a paper, section 5', says: 'at most one leader', verdict: confirms }
notes:
  - { at: 2s, says: The leader is cut off. }
system: fake-kv
nodes: 5
options: { heartbeat: 150ms, fsync: never }
seed: 7
network: { latency: 1ms..3ms, loss: 0.5%, duplicate: 1/3 }
disk: { latency: 4ms }
workload: { kind: register, clients: 6, rate: 50/s, reads: 75%, cas: 20%, keys: 3, values: 5, deadline: 1s, attempt: 200ms, from: 1s, to: 11s }
clients: { home: [n2, n5], contact: any }
faults:
  - { at: 2s, partition: [[leader, follower(1)], rest], until: 7s }
  - { at: 3s, cut: { from: followers, to: leader }, for: 500ms, name: mute }
  - { at: 9s, crash: leader, restart: 1s }
  - { at: 9.5s, crash: [n1, n2] }
  - { at: 10s, restart: n1 }
  - { at: 10s, network: { loss: 20%, latency: 5ms..9ms }, between: [n1, rest], until: 11s }
  - { at: 10s, network: { reorder: 10%, reorderBy: 30ms }, from: random(2) }
run: 12s
sweep: { seeds: 200, quick: 5 }
limits: { events: 1000000 }
expect:
  - available: { side: minority, during: partition, atMost: 0% }
  - available: { side: majority, during: partition, longestGap: 2.5s, gapAtLeast: 1s }
  - available: { side: majority, from: 5s, to: 7s, atLeast: 99% }
  - violates: linearizable
  - holds: log-matching
  - becomes: { role: leader, atLeast: 1, atMost: 3, from: 2s, to: 9s }
  - state: { of: leader, at: 7s, field: term, atLeast: 3, atMost: 9 }
  - state: { of: servers, field: role, equals: follower, same: true }
  - operations: { answered: { atLeast: 100 }, f: write, client: c1 }
  - latency: { f: read, p50: 5ms, p99: 50ms, max: 900ms, atLeast: { p50: 1ms } }
`;
