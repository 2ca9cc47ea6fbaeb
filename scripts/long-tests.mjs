// Tests that `npm run test:deep` runs and `npm test` does not: each shows at length, or by dozens of processes, what a shorter
// one shows in part. They are kept where their subject is.
export const longTests = [
  // test/mutants/matrix.test.ts and directed.test.ts plant bugs in process.
  'test/mutants/hunt.test.ts',
  'test/paper-figures/raft-figure-8.test.ts',
  'test/cli/explore/mutants.test.ts',
  'test/cli/minimise/timed.test.ts',
  // test/deep/raft.test.ts draws options, faults and networks too, fewer of them.
  'test/protocols/raft/generated-plans.test.ts',
  'test/protocols/raft/random-plans.test.ts',
  // test/search/explore/random-systems.test.ts compares the two explorers on small systems.
  'test/search/protocol-model/agreement.test.ts',
  // test/scenario/mutations.test.ts does it in process.
  'test/cli/mutations.test.ts',
  // test/docs.test.ts has modules and hunts as users call them; test/campaign what can go wrong with them, in process.
  'test/cli/use.test.ts',
  'test/cli/hunt/hunt.test.ts',
  'test/packed/packed.test.ts',
  // test/search/minimise and test/campaign minimise in process; test/transcripts has what is printed.
  'test/cli/minimise/minimise.test.ts',
  // test/display and test/scenario/frame.test.ts escape what is printed, in process.
  'test/cli/escapes.test.ts',
  // test/scenario/mutations.test.ts spoils scenarios, in process and by hundreds.
  'test/scenario/fuzz.test.ts',
  // test/campaign/hunt/campaign.test.ts kills and resumes a campaign that is not guided.
  'test/cli/hunt/guided.test.ts',
  'test/campaign/hunt/drawn-options.test.ts',
  'test/cli/documents.test.ts',
  // docs/consistency.md and README.md check histories, and test/checkers judges them.
  'test/cli/check.test.ts',
  // docs/consistency.md checks such histories, and test/checkers/transactions judges them.
  'test/cli/check-transactions.test.ts',
  // docs/searching.md explores, and test/campaign/explore does so in process.
  'test/cli/explore/explore.test.ts',
  // test/checkers/transactions/agreement.test.ts compares fewer histories.
  'test/checkers/transactions/deep.test.ts',
];
