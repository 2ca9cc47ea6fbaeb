// Sessions for tests: of scenarios of the book, and of capsules.
import { readFileSync } from 'node:fs';
import { openScenario } from '../../src/campaign/step/source.ts';
import { advance, type Opening, openSession, type Session, type Source } from '../../src/debugger/index.ts';
import { recordRun, TimedRun } from '../../src/kernel/index.ts';

export async function sourceOfFile(file: string, seed?: string): Promise<Source> {
  return sourceOfText(readFileSync(file, 'utf8'), file, seed);
}

export async function sourceOfText(text: string, file = 'test.yaml', seed?: string): Promise<Source> {
  const opened = await openScenario(text, file, seed);
  if ('problems' in opened) throw new Error(JSON.stringify(opened.problems));
  return opened.source;
}

const begun = new Map<string, Promise<Session>>();

/** Run to its end. A session is never changed: whoever opens the same gets the same. */
export function opened(file: string, opening: Opening = {}, seed?: string): Promise<Session> {
  const key = JSON.stringify([file, opening, seed]);
  const known = begun.get(key);
  if (known !== undefined) return known;
  const session = sourceOfFile(file, seed).then((source) => advance(openSession(source, opening), {}));
  begun.set(key, session);
  return session;
}

/** The beginning of a scenario's run as a schedule. */
export async function playedSource(file: string): Promise<Source> {
  const source = await sourceOfFile(file);
  const run = new TimedRun(source.plan);
  const recorder = recordRun(run);
  run.run(1_200);
  return { ...source, kind: 'capsule', schedule: recorder.schedule('named'), notes: [] };
}
