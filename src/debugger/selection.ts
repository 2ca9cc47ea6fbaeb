// What is selected: a node, a message in flight, a field. Keys move the selection of the pane that has the focus.
import type { NodeId } from '../contract/ids.ts';
import { switchTo } from './deeds.ts';
import { say, stepOne } from './position.ts';
import { fieldsAt, selectedField } from './queries/changes.ts';
import { messagesInFlight, selectedMessage } from './queries/flight.ts';
import type { Session } from './session.ts';

/** The node stays selected wherever the cursor goes, until `cancel`. */
export function selectNode(session: Session, node: NodeId): Session {
  if (!session.engine.nodes.includes(node)) {
    return say(session, `there is no node ${node}: there are ${session.engine.nodes.join(', ')}`, true);
  }
  return { ...session, selection: { ...session.selection, node, isPinned: true, field: undefined } };
}

export function moveSelection(session: Session, by: number): Session {
  const { selection, engine } = session;
  switch (session.focus) {
    case 'nodes': {
      const at = Math.max(0, Math.min(engine.nodes.length - 1, engine.nodes.indexOf(selection.node) + by));
      return selectNode(session, engine.nodes[at]!);
    }
    case 'flight': {
      const list = messagesInFlight(session).map(({ seq }) => seq);
      const message = neighbour(list, selectedMessage(session)?.seq, by);
      return { ...session, selection: { ...selection, message } };
    }
    case 'inspector': {
      const list = fieldsAt(session).map(({ path }) => path);
      return { ...session, selection: { ...selection, field: neighbour(list, selectedField(session), by) } };
    }
    case 'branches': {
      const id = session.current + by;
      return session.branches[id] === undefined ? session : switchTo(session, id);
    }
    default: {
      let here = session;
      for (let left = Math.abs(by); left > 0; left--) here = stepOne(here, by < 0 ? -1 : 1);
      return here;
    }
  }
}

function neighbour<T>(list: readonly T[], item: T | undefined, by: number): T | undefined {
  const at = item === undefined ? -1 : list.indexOf(item);
  return list[Math.max(0, Math.min(list.length - 1, at + by))];
}
