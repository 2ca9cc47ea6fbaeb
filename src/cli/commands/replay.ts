// `faultline replay`: runs a capsule again and says whether it is the same run, and where it parts if it is not.
import { timedRun } from '../../campaign/execute.ts';
import { card } from '../../display/card.ts';
import { systems } from '../../protocols/registry.ts';
import { type Capsule, loadScenario, parseCapsule, reportOf } from '../../scenario/index.ts';
import { Exit, type ExitCode, exitCodes } from '../exit.ts';
import { complainOf, readText } from '../input.ts';
import { jsonRun } from '../json.ts';
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
  const parted = difference(capsule, report.fingerprint, report.events, run.result.marks);
  const style = styleFor(process.stdout, flags.color);
  if (flags.json === true) {
    print(JSON.stringify({ same: parted === undefined, difference: parted ?? null, runs: [jsonRun(report)] }, null, 2));
  } else {
    const same = style.good(`SAME  fingerprint ${capsule.fingerprint}, ${capsule.events} events, as recorded`);
    print([...card(report, style), '', parted === undefined ? same : style.bad(`DIFFERENT  ${parted}`)].join('\n'));
  }
  if (parted !== undefined) return exitCodes.notDeterministic;
  return report.verdict === 'failed'
    ? exitCodes.violated
    : report.verdict === 'unknown'
      ? exitCodes.inconclusive
      : exitCodes.ok;
}

type Marks = readonly { readonly event: number; readonly fingerprint: string }[];

/** In words: between which events the run first differs from its recording; undefined if it does not. */
function difference(capsule: Capsule, fingerprint: string, events: number, marks: Marks): string | undefined {
  if (fingerprint === capsule.fingerprint) return undefined;
  const now = new Map(marks.map((mark) => [mark.event, mark.fingerprint]));
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
  return `recorded ${capsule.events} events with fingerprint ${capsule.fingerprint}, now ${events} with ${fingerprint}; ${where}. ${why}`;
}
