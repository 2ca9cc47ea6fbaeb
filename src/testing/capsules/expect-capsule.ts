// `expectCapsule(path)`: a kept failure as a test. `toViolate` while the bug is open, `toHold` once it is mended.
import { dirname, resolve } from 'node:path';
import { explain, shownPath } from '../../campaign/files.ts';
import { textOf } from '../../campaign/text-file.ts';
import type { System } from '../../contract/system.ts';
import { stepCommand } from '../../display/step-command.ts';
import { type Capsule, formatProblem, parseCapsule } from '../../scenario/index.ts';
import { CapsuleError, counted } from './outcome.ts';
import { type Replayed, replayedCapsule } from './replayed.ts';

export type CapsuleOptions = {
  /** Systems that the capsule’s scenario may name, besides Faultline's own. For `use:` the first one is taken. */
  readonly systems?: readonly System[];
};

export type HoldOptions = {
  /**
   * Also holds where nothing is violated because entries of the schedule cannot take place any more, as is usual after a
   * bug is mended: a vote that is not given elects nobody. Default false.
   */
  readonly orCannotApply?: boolean;
};

export type CapsuleExpectation = {
  /**
   * The failure is there: the same, or by another run.
   * @throws CapsuleError where nothing is violated any more, or `property` is not what the capsule is about.
   */
  readonly toViolate: (property?: string) => Promise<void>;
  /**
   * The failure is gone: each entry takes place, and nothing is violated.
   * @throws CapsuleError where it is violated, or where the schedule cannot be played; the message says what is missing.
   */
  readonly toHold: (options?: HoldOptions) => Promise<void>;
};

/**
 * A capsule, replayed on the code as it is now. What its `use:` names is loaded, which runs that module's code.
 * Every promise rejects with a CapsuleError where the file is no capsule or cannot be run.
 */
export function expectCapsule(path: string, { systems = [] }: CapsuleOptions = {}): CapsuleExpectation {
  const file = shownPath(path);
  const replay = async () => {
    const capsule = readCapsule(path, file);
    const place = {
      folder: dirname(resolve(path)),
      ...(capsule.module === undefined ? {} : { module: capsule.module }),
    };
    try {
      return { capsule, replayed: await replayedCapsule(capsule, place, systems) };
    } catch (error) {
      throw new CapsuleError(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  };
  return {
    async toViolate(property) {
      const { capsule, replayed } = await replay();
      await counted(violating(capsule, replayed, property), file);
    },
    async toHold({ orCannotApply = false } = {}) {
      const { replayed } = await replay();
      await counted(orCannotApply && replayed.verdict === 'cannot apply' ? undefined : holding(replayed, file), file);
    },
  };
}

function readCapsule(path: string, file: string): Capsule {
  let text: string;
  try {
    text = textOf(path);
  } catch (error) {
    throw new CapsuleError(`${file}: ${explain(error)}`, { cause: error });
  }
  const { capsule, problems } = parseCapsule(text, file);
  if (capsule !== undefined) return capsule;
  throw new CapsuleError(problems.map((problem) => formatProblem(problem, text)).join('\n\n'));
}

/** Why it does not violate the property as expected; undefined where it does. */
function violating({ violations }: Capsule, replayed: Replayed, wanted: string | undefined): string | undefined {
  const recorded = violations?.map(({ property }) => property) ?? [];
  if (wanted !== undefined && recorded.length > 0 && !recorded.includes(wanted)) {
    return `it is a capsule of ${recorded.join(', ')}, expected one of ${wanted}`;
  }
  const { verdict, violated, difference } = replayed;
  const name = wanted ?? recorded[0] ?? 'its failure';
  if (verdict === 'gone') {
    return `GONE: ${name} is not violated any more. If the bug is mended, expect it toHold() from now on.${first(difference)}`;
  }
  if (verdict === 'cannot apply') {
    return `CANNOT APPLY: ${name} is not violated, but its schedule cannot be played as it is.${first(difference)}`;
  }
  if (wanted === undefined || violated?.property === wanted) return undefined;
  return `it violates ${violated?.property}, expected ${wanted}: ${violated?.reason}`;
}

/** Why it does not hold; undefined where it does. */
function holding({ verdict, violated, difference }: Replayed, file: string): string | undefined {
  if (verdict === 'gone') return undefined;
  if (verdict === 'cannot apply') {
    const hint = 'If that is the mending, say toHold({ orCannotApply: true }), or keep another capsule.';
    return `CANNOT APPLY: nothing is violated, but that proves nothing: its schedule cannot be played as it is.${first(difference)} ${hint}`;
  }
  const { property, reason, event } = violated!;
  const how = verdict === 'same' ? 'SAME' : 'STILL VIOLATED, by another run';
  return `${how}: ${property} is violated: ${reason}, at event ${event}.${first(difference)}\nnpx faultline replay ${file}\n  step:   ${stepCommand({ file })}`;
}

const first = (difference: string | undefined): string =>
  difference === undefined ? '' : ` First difference: ${difference}.`;
