// Rumour spreading (Demers et al. 1987, anti-entropy): every node knows all others and, once an interval, tells a few of
// them at random what it knows, be it nothing (push). One that knows more answers with that (pull).
import { hasItem, withItem } from '../../base/sorted.ts';
import { type AnyProtocol, protocol } from '../../contract/protocol.ts';
import type { Duration } from '../../contract/time.ts';

/** Rumours are numbers, kept sorted: the state of a node stays a few bytes for each. */
export type Rumours = readonly number[];
export type GossipState = { readonly rumours: Rumours; readonly total: number };

/** `isAnswer`: already an answer, so that two nodes do not go on for ever. */
export type Gossip = { readonly kind: 'Gossip'; readonly rumours: Rumours; readonly isAnswer: boolean };
type Timer = { readonly kind: 'gossip' };
type Durable = { readonly rumours: Rumours };

export type GossipSettings = {
  /** How many rumours there are: the first one starts at n1, the second at n2. */
  readonly total: number;
  readonly fanout: number;
  readonly interval: Duration;
};

export function gossip({ total, fanout, interval }: GossipSettings): AnyProtocol {
  // A fifth either way, so that nodes that started together do not all speak at the same instant.
  const jitter = Math.floor(interval / 5);
  return protocol<GossipState, Gossip, Timer, Durable>({
    name: 'gossip',
    start(ctx, durable) {
      ctx.setTimer({ kind: 'gossip' }, 0, interval);
      const own = ctx.group('server').indexOf(ctx.self) + 1;
      return { rumours: durable.rumours ?? (own >= 1 && own <= total ? [own] : []), total };
    },
    on: {
      Gossip(state, message, from, ctx) {
        const rumours = union(state.rumours, message.rumours);
        if (rumours !== state.rumours) ctx.persist({ rumours });
        const senderLacksSome = rumours.length > message.rumours.length;
        if (senderLacksSome && !message.isAnswer) ctx.send(from, { kind: 'Gossip', rumours, isAnswer: true });
        return rumours === state.rumours ? state : { ...state, rumours };
      },
    },
    timer: {
      gossip(state, _timer, ctx) {
        ctx.setTimer({ kind: 'gossip' }, interval - jitter, interval + jitter);
        if (ctx.peers.length === 0) return state;
        const message: Gossip = { kind: 'Gossip', rumours: state.rumours, isAnswer: false };
        for (let i = 0; i < fanout; i++) ctx.send(ctx.choose('peer', ctx.peers), message);
        return state;
      },
    },
  });
}

/** The same reference as `mine` if `theirs` says nothing new. */
function union(mine: Rumours, theirs: Rumours): Rumours {
  let all = mine;
  for (const rumour of theirs) if (!hasItem(all, rumour)) all = withItem(all, rumour);
  return all;
}
