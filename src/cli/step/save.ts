// A branch as a capsule: the run to its end, with what was done to it. It replays, and opens again at its failure.
import { writeFileSync } from 'node:fs';
import { explainWrite, shownPath } from '../../campaign/files.ts';
import { withoutExit } from '../../campaign/own-thread.ts';
import { version } from '../../campaign/version.ts';
import { branchText } from '../../contract/branch-text.ts';
import { branchOf, momentOf, type Session } from '../../debugger/index.ts';
import { capsuleOf, capsuleText } from '../../scenario/index.ts';
import { recordedModule } from '../capsule-place.ts';
import { Exit } from '../exit.ts';
import { refuseOverwriting } from '../overwriting.ts';
import type { OpenedFile } from './open.ts';

/** What became of it, in a sentence. */
export function saveBranch({ text, capsule, modules }: OpenedFile, session: Session, path: string): string {
  const { source, engine } = session;
  if (source.schedule !== undefined) {
    return `a branch of a schedule is no capsule of its own: its moment is ${momentOf(session)}`;
  }
  if (source.row !== undefined) {
    return 'a capsule holds one scenario: write what the row has of its own into a file, and save from there';
  }
  const { interventions } = branchOf(session);
  const timeline = engine.timeline(interventions);
  withoutExit(() => timeline.run(Number.POSITIVE_INFINITY));
  const { result, judgement } = timeline;
  const seed = source.plan.seed;
  const report = { scenario: capsule?.file ?? source.file, seed, verdict: judgement!.verdict };
  const facts = {
    isChecked: capsule?.checked === true,
    module: recordedModule({ modules }, path),
    branch: interventions.length === 0 ? undefined : branchText(interventions),
  };
  try {
    refuseOverwriting(path, 'save');
    writeFileSync(path, capsuleText(capsuleOf(version, text, report, result!, facts)));
    return `saved ${shownPath(path)}`;
  } catch (error) {
    return error instanceof Exit ? error.message : `${path}: the capsule cannot be written: ${explainWrite(error)}`;
  }
}
