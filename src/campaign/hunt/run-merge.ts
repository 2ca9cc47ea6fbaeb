// `hunt --merge`: the report of several journals, and the first failure of each group made small.

import { type CampaignOptions, type CampaignResult, moduleOf } from './campaign.ts';
import { readJournals } from './merge.ts';
import { isMinimisable, minimiseGroups } from './minimise.ts';
import { reportOfHunt, tallyOf } from './report.ts';

export type MergeOptions = Pick<
  CampaignOptions,
  'jobs' | 'maxFailures' | 'isMinimising' | 'signal' | 'onMinimising'
> & {
  readonly paths: readonly string[];
  /** Where the capsules go, by the name of the scenario. */
  readonly folderOf: (name: string) => string;
};

/** Throws `HuntRefused` for journals that do not belong together. */
export async function runMerge({ paths, folderOf, ...options }: MergeOptions): Promise<CampaignResult> {
  const { header, shares, records, repeats } = readJournals(paths);
  const folder = folderOf(header.name);
  const tally = tallyOf(records, repeats, options.maxFailures);
  const left = options.isMinimising ? tally.groups.filter(({ first }) => isMinimisable(first)) : [];
  if (left.length > 0) options.onMinimising?.(left.length);
  const { scenario: file, text } = header;
  const { minimised, complaints } = await minimiseGroups(left, {
    file,
    text,
    folder,
    module: moduleOf(header),
    ...options,
  });
  return { report: reportOfHunt({ header, shares, tally, minimised, folder }), complaints };
}
