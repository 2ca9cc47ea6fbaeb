// A value checked against the schema. Where it does not fit, the parts that do are kept, so that their meaning can be
// checked in the same run: a wrong file gets all its problems at once.
import type { Problems } from '../problem.ts';
import { quoted } from '../text/printable.ts';
import { expectation } from './expect.ts';
import { fault } from './faults.ts';
import type { GenerateDocument } from './generate.ts';
import { isRecord, reportIssues } from './issues.ts';
import { measure } from './measure.ts';
import {
  type Document,
  document,
  documentWithPlan,
  type EntryDocument,
  type RowDocument,
  row,
  sweep,
} from './schema.ts';

/** The parts of a document whose shape is right. A part that is wrong has been reported, and is left out. */
export type Draft = {
  readonly [K in Exclude<keyof Document, 'faults' | 'expect' | 'measure' | 'sweep'>]?: Document[K] | undefined;
} & {
  readonly sweep?:
    | (Omit<SweepDocument, 'over'> & { readonly over?: readonly (RowDocument | undefined)[] | undefined })
    | undefined;
  /** Of one of several systems: what targets mean there. */
  readonly as?: EntryDocument['as'];
  /** It is one of several systems, so a measure may be of something that it lacks. */
  readonly isCompared?: boolean;
  /** A workload is written, but its shape is wrong. */
  readonly workloadIsWrong: boolean;
  /** What to generate, instead of the list of faults. */
  readonly generate: GenerateDocument | undefined;
  readonly faults: readonly (NonNullable<Document['faults']>[number] | undefined)[];
  readonly expect: readonly (NonNullable<Document['expect']>[number] | undefined)[];
  readonly measure: readonly (NonNullable<Document['measure']>[number] | undefined)[];
};

/** Undefined if nothing of it can be used; every misfit is reported. */
export function draftOf(value: unknown, problems: Problems): Draft | undefined {
  const isPlan = isRecord(value) && isRecord(value['faults']) && Object.hasOwn(value['faults'], 'generate');
  const whole = (isPlan ? documentWithPlan : document).safeParse(value);
  checkSystem(value, problems);
  if (whole.success) {
    const { faults = [], expect = [], measure = [], ...rest } = whole.data;
    const planned = 'generate' in faults ? { generate: faults.generate, faults: [] } : { generate: undefined, faults };
    return { ...rest, ...planned, expect, measure, workloadIsWrong: false };
  }
  const { issues } = whole.error;
  const version = issues.filter((issue) => issue.path[0] === 'faultline');
  const isOther = version.length > 0 && isRecord(value) && value['faultline'] !== undefined;
  // Of a file in another format nothing else can be said.
  reportIssues(isOther ? version : issues, value, problems);
  return isOther || !isRecord(value) ? undefined : fittingParts(value);
}

/** One of three keys has to be there, which the schema of a mapping cannot say. */
function checkSystem(value: unknown, problems: Problems): void {
  if (!isRecord(value) || value['faultline'] !== 1) return;
  const [first, other] = ['system', 'systems', 'use'].filter((key) => Object.hasOwn(value, key));
  if (first === undefined) {
    const message =
      'the key "system" is missing: expected the name of a system, "systems" with several, or "use" with a module of your own';
    problems.add('missing', [], message, { part: 'key' });
  } else if (other === 'systems' || first === 'systems') {
    const message = `found ${quoted(first)} and ${quoted(other ?? '')}: what runs is named once, keep one of them`;
    if (other !== undefined) problems.add('contradiction', [other], message, { part: 'key' });
  }
}

function fittingParts(value: { readonly [key: string]: unknown }): Draft {
  const parts: { [key: string]: unknown } = {};
  for (const [key, schema] of Object.entries(document.shape)) {
    if (!Object.hasOwn(value, key)) continue;
    const part = schema.safeParse(value[key]);
    if (part.success) parts[key] = part.data;
  }
  const fitting = parts as { readonly [K in keyof Document]?: Document[K] };
  const workloadIsWrong = Object.hasOwn(value, 'workload') && fitting.workload === undefined;
  return {
    ...fitting,
    generate: undefined,
    // Of a generated plan nothing is known before the run, as of a fault that is wrong.
    faults: isRecord(value['faults']) ? [undefined] : fittingItems(value['faults'], fault),
    ...fittingSweep(value['sweep']),
    expect: fittingItems(value['expect'], expectation),
    measure: fittingItems(value['measure'], measure),
    workloadIsWrong,
  };
}

/** A sweep one of whose rows is wrong has the others still. */
function fittingSweep(value: unknown): Pick<Draft, 'sweep'> {
  if (!isRecord(value) || value['over'] === undefined) return {};
  const { over, ...rest } = value;
  const part = sweep.safeParse(rest);
  return part.success ? { sweep: { ...part.data, over: fittingItems(over, row) } } : {};
}

type SweepDocument = NonNullable<Document['sweep']>;

type Checker<T> = {
  safeParse(value: unknown): { readonly success: true; readonly data: T } | { readonly success: false };
};

/** Items keep their places: one that does not fit is undefined. */
function fittingItems<T>(value: unknown, schema: Checker<T>): readonly (T | undefined)[] {
  if (!Array.isArray(value)) return [];
  return value.map((item) => {
    const checked = schema.safeParse(item);
    return checked.success ? checked.data : undefined;
  });
}
