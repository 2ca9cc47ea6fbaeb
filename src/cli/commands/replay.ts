// `faultline replay`: runs a capsule again and says whether it is the same run, and where it parts if it is not.
import { timedRun } from '../../campaign/execute.ts';
import type { RunReport } from '../../contract/report.ts';
import { card } from '../../display/card.ts';
import type { RunResult } from '../../kernel/index.ts';
import { systems } from '../../protocols/registry.ts';
import { type Capsule, loadScenario, parseCapsule, reportOf } from '../../scenario/index.ts';
import { Exit, type ExitCode, exitCodes } from '../exit.ts';
import { complainOf, readText } from '../input.ts';
import { jsonRun } from '../json.ts';
import { verdictCode } from '../run/flags.ts';
import { type ColourChoice, print, styleFor } from '../terminal.ts';
import { version } from '../version.ts';

export async function replay(path: string, flags: { json?: boolean; color: ColourChoice }): Promise<ExitCode> {
  const { file, text } = readText(path);
  const { capsule, problems } = parseCapsule(text, file);
  if (capsule === undefined) {
    complainOf(problems, text);
    return exitCodes.usage;
  }
  const loaded = loadScenario(capsule.scenario, `${file} (the scenario in it)`, systems);
  if (loaded.scenario === undefined) {
    complainOf(loaded.problems, capsule.scenario);
    throw new Exit(
      exitCodes.usage,
      `${file}: its scenario cannot be read by this Faultline (${version}; it was written by ${capsule.faultline})`,
    );
  }
  const scenario = { ...loaded.scenario, file: capsule.file };
  const { run, wallMs } = timedRun(scenario, capsule.seed, false);
  const report = reportOf(scenario, run, wallMs);
  const parted = difference(capsule, report, run.result);
  const style = styleFor(process.stdout, flags.color);
  if (flags.json === true) {
    print(JSON.stringify({ same: parted === undefined, difference: parted ?? null, runs: [jsonRun(report)] }, null, 2));
  } else {
    const same = style.good(`SAME  fingerprint ${report.fingerprint}, ${report.events} events, as recorded`);
    print(
      [
        ...card(report, style, process.stdout.columns),
        '',
        parted === undefined ? same : style.bad(`DIFFERENT  ${parted}`),
      ].join('\n'),
    );
  }
  if (parted !== undefined) return exitCodes.notDeterministic;
  return verdictCode(report.verdict);
}

/** In words: where the run is not the recorded one; undefined if it is. */
function difference(capsule: Capsule, report: RunReport, result: RunResult): string | undefined {
  if (report.fingerprint !== capsule.fingerprint) return parting(capsule, report, result);
  const recorded = { events: capsule.events, ending: capsule.ending, verdict: capsule.verdict };
  const found = { events: report.events, ending: result.ending, verdict: report.verdict };
  const names = (Object.keys(recorded) as (keyof typeof recorded)[]).filter((name) => recorded[name] !== found[name]);
  if (names.length > 0) {
    const list = names.map((name) => `${name} ${recorded[name]}, now ${found[name]}`).join('; ');
    return `the run is the same (fingerprint ${report.fingerprint}), but the capsule says: ${list}. Save it anew.`;
  }
  const now = new Map(result.marks.map((mark) => [mark.event, mark.fingerprint]));
  const odd = (capsule.marks ?? []).find((mark) => now.get(mark.event) !== mark.fingerprint);
  return odd === undefined
    ? undefined
    : `the run is the same, but the capsule's mark at event ${odd.event} is not. Save it anew.`;
}

/** Between which events the run first differs from its recording. */
function parting(capsule: Capsule, report: RunReport, result: RunResult): string {
  const now = new Map(result.marks.map((mark) => [mark.event, mark.fingerprint]));
  let same = 0;
  let first: number | undefined;
  for (const mark of capsule.marks ?? []) {
    if (now.get(mark.event) === mark.fingerprint) same = mark.event;
    else {
      first = mark.event;
      break;
    }
  }
  const where = `the first difference is after event ${same}${first === undefined ? '' : `, by event ${first}`}`;
  const why =
    capsule.faultline === version
      ? 'Either the code has changed since, or it is not deterministic: run the scenario with --checked.'
      : `It was recorded by Faultline ${capsule.faultline}; this is ${version}.`;
  const recorded = `recorded ${capsule.events} events with fingerprint ${capsule.fingerprint}`;
  return `${recorded}, now ${report.events} with ${report.fingerprint}; ${where}. ${why}`;
}
