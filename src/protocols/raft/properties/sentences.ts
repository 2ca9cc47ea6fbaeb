// What must hold, as sentences: the five of Figure 3 first. Who looks at it is in the files beside this one.
import type { Property } from '../../../contract/property.ts';

export const properties: readonly Property[] = [
  { name: 'election-safety', sentence: 'at most one leader can be elected in a given term (§5.2)' },
  {
    name: 'leader-append-only',
    sentence: 'a leader never overwrites or deletes entries in its log; it only appends new entries (§5.3)',
  },
  {
    name: 'log-matching',
    sentence:
      'if two logs contain an entry with the same index and term, they are identical in all entries up to it (§5.3)',
  },
  {
    name: 'leader-completeness',
    sentence: 'an entry committed in a term is present in the logs of the leaders of all later terms (§5.4)',
  },
  {
    name: 'state-machine-safety',
    sentence:
      'if a server has applied an entry at an index, no server ever applies another one there (§5.4.3), and all come to ' +
      'the same state',
  },
  { name: 'committed-entries-stay', sentence: 'what a server knows to be committed never changes in its log' },
  {
    name: 'indexes-never-fall',
    sentence: 'term, commitIndex and lastApplied of a server do not fall while it is up (Figure 2)',
  },
  {
    name: 'committed-is-held',
    sentence: 'no quorum of the voters lacks an entry that is committed (§5.4.3)',
  },
  { name: 'one-leader-heard', sentence: 'all that follow a leader in a term follow the same one (§5.2)' },
  {
    name: 'sessions-apply-once',
    sentence: 'a request is executed once, however often it is in the log (§8, thesis §6.3)',
  },
];
