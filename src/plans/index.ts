// Fault plans: drawn from a seed (`generate.ts`, within `limits.ts`), put into words (`text.ts`), printed (`print.ts`).
// A hunt draws more than faults: `swarm.ts`.
export { generatePlan } from './generate.ts';
export { healed } from './heal.ts';
export { allKinds, feasibleKinds, type GeneratedKind, type PlanLimits, planDefaults, safeKinds } from './limits.ts';
export { mutated } from './mutate.ts';
export { printFault, printPlan, unprintable } from './print.ts';
export { drawSwarm, type Swarm } from './swarm.ts';
export { drawOptions } from './swarm-options.ts';
export type { SwarmDisk, SwarmScene } from './swarm-scene.ts';
export { actionText, triggerText } from './text.ts';
export { parseWorld, type WorldName, worldText } from './world-name.ts';
export { reseedsOf, seedOfPart } from './world-seeds.ts';
