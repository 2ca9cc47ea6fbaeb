// The two kinds of file that are easily mixed up: a scenario is run, a capsule is replayed.
import { shellWord } from '../display/step-command.ts';
import { isRecord } from './schema/issues.ts';

export function isCapsule(value: unknown): boolean {
  return isRecord(value) && Object.hasOwn(value, 'capsule');
}

export function isScenario(value: unknown): boolean {
  return isRecord(value) && value['faultline'] === 1 && !isCapsule(value);
}

export function capsuleMessage(file: string): string {
  return `this is a capsule, not a scenario: run it with npx faultline replay ${shellWord(file)}`;
}

export function scenarioMessage(file: string): string {
  return `this is a scenario, not a capsule: run it with npx faultline run ${shellWord(file)}`;
}
