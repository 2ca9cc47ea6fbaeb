// Fault plans: drawn from a seed (`generate.ts`, within `limits.ts`), put into words (`text.ts`), printed (`print.ts`).
export { generatePlan } from './generate.ts';
export { allKinds, feasibleKinds, type GeneratedKind, type PlanLimits, planDefaults, safeKinds } from './limits.ts';
export { printFault, printPlan, unprintable } from './print.ts';
export { actionText, triggerText } from './text.ts';
