// `faultline replay` of a capsule that holds a schedule: does it still fail, and as it did?

import { onOneLine, printable } from '../../base/printable.ts';
import { withCapsule } from '../../campaign/minimise/capsule.ts';
import type { CapsuleAnswer, Replayed } from '../../campaign/minimise/task.ts';
import type { ModulePlace } from '../../campaign/modules.ts';
import { scheduleLines, storyLines } from '../../display/schedule-card.ts';
import { stepCommand } from '../../display/step-command.ts';
import type { Style } from '../../display/style.ts';
import type { Capsule, Problem } from '../../scenario/index.ts';
import { Exit, type ExitCode, exitCodes } from '../exit.ts';
import { interruptible } from '../interrupt.ts';
import { type ColourChoice, print, styleFor } from '../terminal.ts';

type Flags = { readonly json?: boolean; readonly allowCode?: boolean; readonly color: ColourChoice };

export async function replaySchedule(
  { capsule, file }: { readonly capsule: Capsule; readonly file: string },
  place: ModulePlace,
  flags: Flags,
  refuse: (problems: readonly Problem[]) => ExitCode,
): Promise<ExitCode> {
  const answer = await askCapsule({ do: 'replay', capsule, place });
  if ('problems' in answer) return refuse(answer.problems);
  if (!('replayed' in answer)) throw new Exit(exitCodes.internal, 'a replay was answered with something else');
  const { replayed } = answer;
  const step = replayed.failure === undefined ? null : stepCommand({ file, usesCode: flags.allowCode === true });
  if (flags.json === true) print(JSON.stringify({ ...documentOf(capsule, replayed), step }, null, 2));
  else {
    const lines = cardOf(capsule, replayed, styleFor(process.stdout, flags.color));
    print([...lines, ...(step === null ? [] : [`  step:   ${step}`])].join('\n'));
  }
  return codeOf(replayed);
}

/** The answer of a worker; a bug of ours and an interrupt end the command. */
export async function askCapsule(
  task: Parameters<typeof withCapsule>[0],
): Promise<Exclude<CapsuleAnswer, { readonly bug: string }>> {
  const { value, interrupted } = await interruptible((signal) => withCapsule(task, signal));
  if (value === undefined || interrupted !== undefined) {
    throw new Exit(interrupted ?? exitCodes.interrupted, 'interrupted before there was anything to show');
  }
  if ('bug' in value) throw new Exit(exitCodes.internal, `a bug in Faultline, please report it:\n${value.bug}`);
  return value;
}

function codeOf({ verdict }: Replayed): ExitCode {
  if (verdict === 'gone') return exitCodes.ok;
  return verdict === 'cannot apply' ? exitCodes.inconclusive : exitCodes.violated;
}

function documentOf(capsule: Capsule, { verdict, failure, difference, events }: Replayed): object {
  const { file, seed, violations } = capsule;
  return {
    same: verdict === 'same',
    difference: difference ?? null,
    runs: [],
    verdict,
    scenario: file,
    seed,
    expected: violations?.[0] ?? null,
    failure: failure ?? null,
    events,
  };
}

function cardOf(capsule: Capsule, replayed: Replayed, style: Style): readonly string[] {
  const { file, seed, story = '' } = capsule;
  const { failure, events } = replayed;
  return [
    `seed ${printable(seed)}   ${style.faint(printable(file))}`,
    '',
    ...(story === '' ? [] : [...storyLines(story, style, process.stdout.columns), '']),
    ...scheduleLines(events, failure?.event),
    '',
    ...verdictLines(capsule, replayed, style),
  ];
}

function verdictLines(
  capsule: Capsule,
  { verdict, failure, difference, events }: Replayed,
  style: Style,
): readonly string[] {
  const property = printable(capsule.violations?.[0]?.property ?? 'a property');
  const parted = difference === undefined ? '' : ` First difference: ${printable(difference)}.`;
  switch (verdict) {
    case 'same':
      return [
        style.bad(`VIOLATED  ${property}: ${onOneLine(failure!.reason)}  event ${failure!.event}`),
        `SAME  fingerprint ${capsule.fingerprint}, ${events.length} events, as recorded`,
      ];
    case 'still violated':
      return [
        style.bad(`VIOLATED  ${property}: ${onOneLine(failure!.reason)}  event ${failure!.event}`),
        `STILL VIOLATED, but it is not the run that was recorded.${parted}`,
      ];
    case 'gone':
      return [style.good(`GONE  every entry takes place, and ${property} holds.${parted}`)];
    case 'cannot apply':
      return [style.unsure(`CANNOT APPLY  ${property} holds, but the schedule cannot be played as it is.${parted}`)];
  }
}
