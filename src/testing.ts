// `faultline/testing`: property-based tests of clusters with fast-check, and kept failures as tests. fast-check has to be
// installed beside Faultline; vitest is used where it runs the tests, and any other runner does as well.

export { type AssertClusterOptions, assertCluster, type Explored } from './testing/assert.ts';
export { type ClusterBase, ClusterError } from './testing/base.ts';
export {
  type CapsuleExpectation,
  type CapsuleOptions,
  expectCapsule,
  type HoldOptions,
} from './testing/capsules/expect-capsule.ts';
export { CapsuleError } from './testing/capsules/outcome.ts';
export type { ClusterCase } from './testing/case.ts';
export { type ClusterOptions, cluster } from './testing/cluster.ts';
export type { FaultKind } from './testing/faults/actions.ts';
export { safeFaults } from './testing/faults/actions.ts';
export { type FaultLimits, type FaultWords, faultPlan, type PlanScene } from './testing/faults/plan.ts';
export type { ClusterCapsule } from './testing/minimised.ts';
export { type ClusterFault, type ClusterRun, runCluster } from './testing/run.ts';
export { ClusterFailure, expectSafe } from './testing/safe.ts';
export {
  type Between,
  type DiskLimits,
  disk,
  type NetworkLimits,
  network,
  seeds,
  type WorkloadLimits,
  workload,
} from './testing/world.ts';
