// Whose something is over time: the bands that a system names, in equal parts of the time that is known.
import { branchOf, type Session } from '../session.ts';
import { timelineOf } from './events.ts';

export type BandAt = {
  readonly title: string;
  /** For each part of the time whose it was in it, each once, in the order in which it became theirs. */
  readonly parts: readonly (readonly string[])[];
};

/** Empty where the system names none. */
export function bandsOver(session: Session, parts: number): readonly BandAt[] {
  const { bands = [] } = session.source.system;
  const { known } = branchOf(session);
  if (bands.length === 0 || known === 0 || parts < 1) return [];
  const timeline = timelineOf(session);
  const end = timeline.event(known - 1).time + 1;
  const partOf = (event: number) => Math.min(parts - 1, Math.floor((timeline.event(event).time * parts) / end));
  const turns = timeline.bandTurns().filter(({ event }) => event < known);
  return bands.map(({ title }, band) => {
    const cells = Array.from({ length: parts }, (): string[] => []);
    const own = turns.filter((turn) => turn.band === band);
    // From the last turn on: by then it is known how long each node's turn before it lasts.
    const lastOf = new Map<number, number>();
    const stretches = own.map(({ event, node, of }) => ({ from: partOf(event), node, of, last: parts - 1 }));
    for (const stretch of stretches.toReversed()) {
      stretch.last = lastOf.get(stretch.node) ?? stretch.last;
      lastOf.set(stretch.node, stretch.from);
    }
    for (const { from, last, of } of stretches) {
      if (of === null) continue;
      for (let part = from; part <= last; part++) if (!cells[part]!.includes(of)) cells[part]!.push(of);
    }
    return { title, parts: cells };
  });
}
