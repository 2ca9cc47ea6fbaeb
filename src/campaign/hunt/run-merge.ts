// `hunt --merge`: the report of several journals, and the first failure of each group made small.
import { join } from 'node:path';
import { useOf } from '../../scenario/index.ts';
import { shownPath } from '../files.ts';
import { type CampaignOptions, type CampaignResult, JOURNAL, moduleOf } from './campaign.ts';
import { codeOf } from './code.ts';
import { readJournal } from './journal.ts';
import { readJournals, refuseOtherCode } from './merge.ts';
import { isMinimisable, minimiseGroups } from './minimise.ts';
import type { Header, MinimisedRecord } from './record.ts';
import { HuntRefused } from './refused.ts';
import { minimisedOf, reportOfHunt, tallyOf } from './report.ts';

export type MergeOptions = Pick<
  CampaignOptions,
  'jobs' | 'maxFailures' | 'isMinimising' | 'signal' | 'onMinimising'
> & {
  readonly paths: readonly string[];
  readonly version: string;
  /** Where the capsules go, by the name of the scenario. */
  readonly folderOf: (name: string) => string;
  /** Whether code that a journal names may be loaded: a journal comes from anywhere. */
  readonly isCodeAllowed: boolean;
};

/** Throws `HuntRefused` for journals that do not belong together. */
export async function runMerge({
  paths,
  version,
  folderOf,
  isCodeAllowed,
  ...options
}: MergeOptions): Promise<CampaignResult> {
  const { header, shares, records, repeats } = readJournals(paths);
  const { scenario: file, text } = header;
  refuseOtherCode(header, shownPath(paths[0]!), { version, code: codeOf(text, file) });
  const folder = folderOf(header.name);
  const others = options.isMinimising ? capsulesIn(folder, header) : [];
  const tally = tallyOf(records, repeats, options.maxFailures, others);
  const asked = options.isMinimising
    ? tally.groups.filter(({ first }) => isMinimisable(first) && !minimisedOf(first, others))
    : [];
  const use = useOf(text);
  const isAllowed = use === undefined || isCodeAllowed;
  const left = isAllowed ? asked : [];
  if (left.length > 0) options.onMinimising?.(left.length);
  const { minimised, complaints } = await minimiseGroups(left, {
    ...options,
    file,
    text,
    folder,
    module: moduleOf(header),
  });
  const report = reportOfHunt({ header, shares, tally, minimised: [...others, ...minimised], folder });
  if (isAllowed || asked.length === 0) return { report, complaints };
  const why = `to minimise is to load and run the code of ${JSON.stringify(use)}, which the journals name`;
  return { report, complaints: [`nothing was minimised: ${why}; look at that module, then add --allow-code`] };
}

/** The capsules of a campaign that lies in the same folder. Those of another scenario are not to be written over. */
function capsulesIn(folder: string, { sha256 }: Header): readonly MinimisedRecord[] {
  const path = join(folder, JOURNAL);
  const there = readJournal(path);
  if (there === undefined || there.header.sha256 === sha256) return there?.minimised ?? [];
  throw new HuntRefused(`${shownPath(path)} is the journal of another campaign: name another folder with --out`);
}
