// Which part of a run is meant, and whose operations: the same words in claims and in measures.
import { choice, duration, label, word } from './fields.ts';

export const window = {
  during: label('the name or the kind of a fault').optional(),
  from: duration.optional(),
  to: duration.optional(),
};

export const who = {
  side: choice(['minority', 'majority', 'all']).optional(),
  client: word('a client such as c1').optional(),
};
