// `faultline replay`: runs a capsule again and says whether it is the same run, and where it parts if it is not.
import { resolve } from 'node:path';
import type { Kept } from '../../campaign/execute.ts';
import { shownPath } from '../../campaign/files.ts';
import { type Inspected, inspect, outlineOf } from '../../campaign/inspect.ts';
import { type ModulePlace, moduleFile } from '../../campaign/modules.ts';
import { version } from '../../campaign/version.ts';
import type { RunReport } from '../../contract/report.ts';
import { card, stepOf } from '../../display/card.ts';
import { systems } from '../../protocols/registry.ts';
import {
  type Capsule,
  codeFamilies,
  deedsOfCapsule,
  headOf,
  loadScenario,
  type Problem,
  type ProblemCode,
  parseCapsule,
  problemsInCapsule,
  problemsInFaults,
} from '../../scenario/index.ts';
import { modulePlace } from '../capsule-place.ts';
import { emptyDocuments, withDocument } from '../document.ts';
import { Exit, type ExitCode, exitCodes } from '../exit.ts';
import type { Format } from '../github.ts';
import { complainOf, complainOfFile, readText } from '../input.ts';
import { interruptible } from '../interrupt.ts';
import { jsonRun } from '../json.ts';
import { replaySchedule } from '../replay/schedule.ts';
import { verdictCode } from '../run/flags.ts';
import { runAlone } from '../run/one.ts';
import { textOfFile } from '../step/show.ts';
import { type ColourChoice, print, styleFor } from '../terminal.ts';

type ReplayFlags = {
  readonly json?: boolean;
  readonly format?: Format;
  readonly allowCode?: boolean;
  readonly text?: boolean;
  readonly at?: string;
  readonly color: ColourChoice;
};

export function replay(path: string, flags: ReplayFlags): Promise<ExitCode> {
  return withDocument(flags, emptyDocuments.replay, () => replayCapsule(path, flags));
}

async function replayCapsule(path: string, flags: ReplayFlags): Promise<ExitCode> {
  const { file, text } = readText(path, flags.format);
  const { capsule, problems } = parseCapsule(text, file);
  if (capsule === undefined) {
    complainOf(problems, text, flags.format);
    return exitCodes.usage;
  }
  const place = modulePlace(capsule.module, path);
  const { value: found, interrupted: early } = await interruptible((signal) =>
    lookInto(capsule, place, flags.allowCode === true, signal),
  );
  if (found === undefined || early !== undefined) {
    throw new Exit(early ?? exitCodes.interrupted, 'interrupted before there was anything to show');
  }
  const refuse = (problems: readonly Problem[]) => refuseScenario(problems, { capsule, text, file }, flags.format);
  if ('problems' in found) return refuse(found.problems);
  if (flags.at !== undefined && flags.text !== true) throw new Exit(exitCodes.usage, '--at goes with --text');
  if (flags.text === true) print(`${(await textOfFile(path, flags)).join('\n')}\n`);
  if (capsule.schedule !== undefined) return replaySchedule({ capsule, file }, place, flags, refuse);
  const isChecked = capsule.checked === true;
  const task = {
    file: capsule.file,
    text: capsule.scenario,
    seed: capsule.seed,
    isChecked,
    place,
    interventions: deedsOfCapsule(capsule),
  };
  const { value, interrupted } = await runAlone(task, { ...task, scenario: found.outline });
  const { report, kept } = value;
  if (interrupted !== undefined) return showInterrupted(report, flags, interrupted);
  const parted = difference(capsule, report, kept);
  const step = stepOf(report, { file, usesCode: flags.allowCode === true });
  const style = styleFor(process.stdout, flags.color);
  if (flags.json === true) {
    print(
      JSON.stringify(
        { same: parted === undefined, difference: parted ?? null, runs: [jsonRun(report, step)] },
        null,
        2,
      ),
    );
  } else {
    const same = style.good(`SAME  fingerprint ${report.fingerprint}, ${report.events} events, as recorded`);
    print(
      [
        ...card(report, style, process.stdout.columns, step),
        '',
        parted === undefined ? same : style.bad(`DIFFERENT  ${parted}`),
      ].join('\n'),
    );
  }
  if (parted !== undefined) return exitCodes.notDeterministic;
  return verdictCode(report.verdict);
}

/** What is wrong with the scenario of a capsule, at its place in the capsule where it stands there line by line. */
function refuseScenario(
  problems: readonly Problem[],
  { capsule, text, file }: { readonly capsule: Capsule; readonly text: string; readonly file: string },
  format: Format | undefined,
): ExitCode {
  const ofFaults = problemsInFaults(problems, text, file).filter(
    ({ file: where, path }) => where === file && path?.startsWith('faults'),
  );
  if (capsule.schedule !== undefined && ofFaults.length > 0) {
    complainOf(ofFaults, text, format);
    return exitCodes.usage;
  }
  const inside = problems.map((problem) => ({ ...problem, file: `${file} (the scenario in it)` }));
  const placed = problemsInCapsule(inside, capsule, text, file);
  complainOf(placed ?? inside, placed === undefined ? capsule.scenario : text, format);
  if (inside.some(({ code }) => isOfModule(code))) return exitCodes.usage;
  const why = `the scenario in it cannot be read by this Faultline (${version}${capsule.faultline === version ? '' : `; ${capsule.faultline} wrote it`})`;
  complainOfFile(file, why, format);
  return exitCodes.usage;
}

/** What the scenario of a capsule is. One that names a module is looked into only where its code may run. */
async function lookInto(
  { file, scenario: text }: Capsule,
  place: ModulePlace,
  isAllowed: boolean,
  signal: AbortSignal,
): Promise<Inspected | undefined> {
  const head = headOf(text);
  if (head !== undefined && isAllowed) return (await inspect([{ file, text, place }], { signal }))[0];
  const message = `to replay this capsule is to load and run the code of ${namedFile(head?.use, place)}, which is not in it: look at that module, then add --allow-code`;
  const { scenario, problems } = loadScenario(text, file, systems, () => ({ code: 'code-not-allowed', message }));
  return scenario === undefined ? { problems } : { outline: outlineOf(scenario) };
}

/** What `use:` says, and which file that is. */
function namedFile(use: string | undefined, { module, folder }: ModulePlace): string {
  if (use === undefined || folder === undefined) return String(use);
  const found = module === undefined ? moduleFile(use, folder) : resolve(folder, module);
  return typeof found === 'string' ? `${use} (${shownPath(found)})` : use;
}

/** The capsule is sound: what is wrong is the module that it names. */
function isOfModule(code: ProblemCode): boolean {
  return Object.hasOwn(codeFamilies.modules, code);
}

/** Half a run is no ground to call a replay the same or different. */
function showInterrupted(report: RunReport, flags: ReplayFlags, code: ExitCode): ExitCode {
  if (flags.json === true) {
    print(JSON.stringify({ same: null, difference: null, runs: [jsonRun(report)], interrupted: true }, null, 2));
  } else print(card(report, styleFor(process.stdout, flags.color), process.stdout.columns).join('\n'));
  return code;
}

/** In words: where the run is not the recorded one; undefined if it is. */
function difference(capsule: Capsule, report: RunReport, result: Kept): string | undefined {
  if (report.fingerprint === undefined) {
    const recorded = `recorded ${capsule.events} events with fingerprint ${capsule.fingerprint}`;
    return `${recorded}, now the run was given up at event ${report.events}, and has none`;
  }
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
function parting(capsule: Capsule, report: RunReport, result: Kept): string {
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
