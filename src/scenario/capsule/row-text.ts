// The entries of a schedule as lines of a file, to be pasted into the `explore:` of a scenario, where no fault has a place.
import { Document, isCollection } from 'yaml';
import type { Schedule } from '../../kernel/index.ts';
import { rowOf } from './rows.ts';

/** `- { timer: election, node: n2 }`, one an entry. */
export function rowTexts({ entries, faults }: Schedule): readonly string[] {
  return entries.map((entry) => {
    const document = new Document(rowOf(entry, faults), { aliasDuplicateObjects: false });
    if (isCollection(document.contents)) document.contents.flow = true;
    return `- ${document.toString({ lineWidth: 0, flowCollectionPadding: true }).trim()}`;
  });
}
