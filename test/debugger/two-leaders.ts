// A violation that one message leads to: the second vote of a server in one term.
export const twoLeaders = `faultline: 1
name: Two leaders of one term
about: Votes are not synced, and power fails while the first leader is made.
system: raft-kv
nodes: 3
options: { preset: paper, sync: false }
seed: 1
disk: { latency: 1ms..3ms, vote: 50ms..90ms }
workload: { kind: register, clients: 1, rate: 2/s, reads: 0%, from: 4s }
faults:
  - { on: { write: log }, crash: servers, unsynced: lost, restart: 5ms }
run: 5s
expect:
  - violates: election-safety
`;
